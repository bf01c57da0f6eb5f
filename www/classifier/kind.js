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
 * A value for the message of an error: not everything can be made a text.
 * @param {unknown} value
 */
export const shown = (value) => (Object(value) === value ? kindOf(value) : String(value));
