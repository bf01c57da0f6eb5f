// @ts-check
// The service worker of the site, with which its pages open without a network, too. The network comes first, and what it
// gives is kept: nothing is older than it has to be, and nothing is fetched for later.

const worker = /** @type {any} */ (globalThis);
const { scope } = worker.registration;

// Other sites of this origin have caches, too. The build puts in the version.
const site = `${scope}#`;
const current = `${site}SITE_VERSION`;
const cache = caches.open(current);

worker.oninstall = worker.skipWaiting;

worker.onactivate = (/** @type {any} */ event) => event.waitUntil((async () => {
  for (const other of await caches.keys()) {
    if (other.startsWith(site) && other !== current) await caches.delete(other);
  }
  await worker.clients.claim();
})());

// What a page had loaded before this worker was there; the browser still has it.
worker.onmessage = (/** @type {any} */ event) => event.waitUntil(Promise.all(event.data.map(keep)));

/** @param {string} address */
async function keep(address) {
  if (address.startsWith(scope)) await (await cache).add(new Request(address, { cache: 'force-cache' }));
}

worker.onfetch = (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method === 'GET') event.respondWith(answer(event, request));
};

/** @param {any} event @param {Request} request */
async function answer(event, request) {
  const kept = await cache;
  try {
    const response = await fetch(request);
    if (response.ok) event.waitUntil(kept.put(request, response.clone()));
    return response;
  } catch {
    // What is asked of a file, as by links in mails, does not change it.
    return (await kept.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}
