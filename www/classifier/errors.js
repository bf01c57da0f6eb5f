// @ts-check

/** @typedef {import('../index.js').ReptileErrorCode} ReptileErrorCode */

/** Every error that a caller can act on; its `code` says which it is. */
export class ReptileError extends Error {
  /**
   * @param {ReptileErrorCode} code
   * @param {string} message
   * @param {unknown} [cause]
   */
  constructor(code, message, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ReptileError';
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
