// @ts-check

/** Has the service worker keep what this page has loaded, so that it opens without a network, too. */
export function keepForOffline() {
  const { serviceWorker } = navigator;
  // Where a page is not secure, there is none.
  if (!serviceWorker) return;
  serviceWorker.oncontrollerchange = () =>
    serviceWorker.controller?.postMessage(performance.getEntries().map(({ name }) => name));
  serviceWorker.register('offline.js').catch(() => {});
}
