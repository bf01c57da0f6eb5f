// @ts-check

/** The only version so far: JSON, deflated, in the letters of base64url. */
const VERSION = '1';
/** No page has as much; a link that unpacks to more is not one of ours. */
const MOST_BYTES = 4_000_000;

/**
 * An address that holds a state in its fragment, which browsers do not send to servers.
 * @param {unknown} state plain data
 */
export async function linkTo(state) {
  const bytes = await through(new Blob([JSON.stringify(state)]), new CompressionStream('deflate-raw'));
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const letters = btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return `${location.href.split('#')[0]}#s=${VERSION}.${letters}`;
}

/**
 * The state in an address that `linkTo` made.
 * @param {string} hash
 * @returns {Promise<unknown>} rejected with a sentence for people
 */
export async function stateIn(hash) {
  // What comes behind, such as a bracket or what counts visits, others have put there.
  const [, version, letters] = /^#s=(\d+)\.([\w-]+)/.exec(decoded(hash)) ?? [];
  if (!version) throw new Error('This link is damaged, perhaps cut off.');
  if (version !== VERSION) throw new Error('This link was made by another version of this page.');
  try {
    const text = atob(letters.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const unpacked = await through(new Blob([bytes]), new DecompressionStream('deflate-raw'));
    return JSON.parse(new TextDecoder().decode(unpacked));
  } catch {
    throw new Error('This link is damaged, perhaps cut off.');
  }
}

/** Some programs write the signs of an address as percentages, and the next one those of the percentages. @param {string} hash @returns {string} */
function decoded(hash) {
  try {
    const once = decodeURIComponent(hash);
    return once === hash ? hash : decoded(once);
  } catch {
    return hash;
  }
}

/**
 * @param {Blob} blob
 * @param {CompressionStream | DecompressionStream} stream
 */
async function through(blob, stream) {
  const reader = blob.stream().pipeThrough(stream).getReader();
  /** @type {Uint8Array[]} */
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
    if (size <= MOST_BYTES) continue;
    await reader.cancel();
    throw new Error('It is too large.');
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
