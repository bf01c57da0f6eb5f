// @ts-check

/** @typedef {import('../index.js').ReptileErrorCode} ReptileErrorCode */

/** Every failure that a caller can act on, told apart by its `code`. */
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
 * The code of an error that carries one. Errors also arrive from wasm and, as plain objects,
 * from the worker, so the class alone does not tell.
 *
 * @param {unknown} error
 * @returns {ReptileErrorCode | undefined}
 */
export function codeOf(error) {
  if (!(error instanceof Error) || error.name !== 'ReptileError') return undefined;
  return /** @type {{ code?: ReptileErrorCode }} */ (error).code;
}

/** @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));
