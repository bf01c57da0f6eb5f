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

/** @param {unknown} error */
export const messageOf = (error) => String(/** @type {any} */ (error)?.message ?? error);

/**
 * @template {object} T
 * @param {T | null | undefined} given
 * @returns {Partial<T>}
 */
export function optionsOf(given) {
  const options = given ?? {};
  if (Object(options) === options) return options;
  // A number of steps, or an address, would be passed over.
  throw new ReptileError('bad-setting', 'The options must be an object.');
}
