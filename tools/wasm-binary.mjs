// The parts of a wasm module.

/** @param {Buffer} bytes @param {number} at @returns {[value: number, next: number]} an unsigned LEB128 */
export function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value >>> 0, at];
  }
}

/** @param {number} value */
export function bytesOf(value) {
  const bytes = [];
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return Buffer.from([...bytes, value]);
}

/** @param {Buffer} bytes @param {number} at @returns {[text: string, next: number]} */
export function text(bytes, at) {
  const [length, start] = number(bytes, at);
  return [String(bytes.subarray(start, start + length)), start + length];
}

/** @typedef {{ kind: number, body: Buffer }} Section */

/** @param {Buffer} wasm @returns {Section[]} */
export function sectionsOf(wasm) {
  const sections = [];
  for (let at = 8; at < wasm.length;) {
    const [length, start] = number(wasm, at + 1);
    sections.push({ kind: wasm[at], body: wasm.subarray(start, start + length) });
    at = start + length;
  }
  return sections;
}

/** @param {Section[]} sections */
export function moduleOf(sections) {
  const header = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]);
  const parts = sections.flatMap(({ kind, body }) => [Buffer.from([kind]), bytesOf(body.length), body]);
  return Buffer.concat([header, ...parts]);
}
