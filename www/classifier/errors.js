// @ts-check

/** @typedef {import('../index.js').ReptileErrorCode} ReptileErrorCode */

/** Every error that a caller can act on; its `code` says which it is. */
export class ReptileError extends Error {
  // Assigned in the constructor, it would be refused where a page has frozen what errors inherit.
  name = 'ReptileError';

  /**
   * @param {ReptileErrorCode} code
   * @param {string} message
   * @param {unknown} [cause]
   */
  constructor(code, message, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/**
 * The code of an error that has one. Errors that wasm throws have the name and a code, but not the class, so that
 * `instanceof` would miss them.
 *
 * @param {unknown} error
 * @returns {ReptileErrorCode | undefined}
 */
export function codeOf(error) {
  const { name, code } = /** @type {{ name?: string, code?: ReptileErrorCode }} */ (error ?? {});
  return name === 'ReptileError' ? code : undefined;
}

/**
 * Reads what a page has given: its getters may throw, and a proxy be revoked.
 * @template T
 * @param {ReptileErrorCode} code
 * @param {() => T} read
 * @returns {T}
 */
export function reading(code, read) {
  try {
    return read();
  } catch (error) {
    throw codeOf(error) ? error : new ReptileError(code, `What was given cannot be read: ${messageOf(error)}`, error);
  }
}

/** @param {unknown} error */
export const messageOf = (error) => String(/** @type {any} */ (error)?.message ?? error);

/**
 * @template {object} T
 * @template {keyof T} K
 * @param {T | null | undefined} given
 * @param {K[]} names
 * @returns {{ [Name in K]?: T[Name] }}
 */
export function optionsOf(given, names) {
  const options = /** @type {any} */ (given ?? {});
  // A number of steps, or an address, would be passed over.
  if (Object(options) !== options) throw new ReptileError('bad-setting', 'The options must be an object.');
  return reading('bad-setting', () => /** @type {any} */ (Object.fromEntries(names.map((name) => [name, options[name]]))));
}
