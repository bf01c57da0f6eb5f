// @ts-check

/** So much of a file of Quick, Draw! holds more drawings than are learned from. */
const LINES_BYTES = 16 << 20;
const MOST_BYTES = 64 << 20;

/**
 * The files of drawings that a visitor gives, as the training takes them. Of files with a drawing a line only the
 * beginning is read.
 *
 * @param {Iterable<File>} files
 * @returns {Promise<import('./protocol.js').DrawingFile[]>}
 */
export async function readDrawings(files) {
  const read = await Promise.all(Array.from(files, async (file) => ({ name: file.name, bytes: await bytesOf(file) })));
  const all = read.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (all > MOST_BYTES) throw tooLarge('These files', all);
  return read;
}

/** @param {File} file */
async function bytesOf(file) {
  if (!/\.ndjson$/i.test(file.name)) {
    if (file.size > MOST_BYTES) throw tooLarge(file.name, file.size);
    return new Uint8Array(await file.arrayBuffer());
  }
  const bytes = new Uint8Array(await file.slice(0, LINES_BYTES).arrayBuffer());
  return bytes.length < file.size ? bytes.slice(0, bytes.lastIndexOf(10) + 1) : bytes;
}

/** @param {string} what @param {number} bytes */
const tooLarge = (what, bytes) => new Error(
  `${what}: ${Math.ceil(bytes / 2 ** 20)} MB, and a browser is given ${MOST_BYTES >> 20} at most; the command line reads more.`);
