// @ts-check
// What a value is, also where it comes from another realm, a frame or a test's window, and `instanceof` fails.

/**
 * @param {unknown} value
 * @returns {string} the name of its class, for what the platform defines
 */
export const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

/**
 * @param {unknown} value
 * @returns {value is URL}
 */
export const isUrl = (value) => kindOf(value) === 'URL';

/**
 * Whether a value can be listened to as an `AbortSignal`: what only bears the name cannot.
 * @param {any} value
 * @returns {value is AbortSignal}
 */
export function isSignal(value) {
  try {
    return kindOf(value) === 'AbortSignal' && typeof value.aborted === 'boolean' && typeof value.addEventListener === 'function';
  } catch {
    // What inherits from one.
    return false;
  }
}

/** A value as a text: not everything can be made one by itself. @param {unknown} value */
export const textOf = (value) => (Object(value) === value ? kindOf(value) : String(value));

/** A value for the message of an error, in which '5' and 5n are not the number. @param {unknown} value */
export const shown = (value) => (typeof value === 'string' ? JSON.stringify(value) : `${textOf(value)}${typeof value === 'bigint' ? 'n' : ''}`);
