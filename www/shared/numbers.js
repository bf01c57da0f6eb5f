// @ts-check

/**
 * A number for people: three significant digits, and a true minus sign.
 * @param {number} value
 */
export function readable(value) {
  // Below a thousand there is nothing to group, and the first use of a locale takes a page tens of milliseconds.
  const isLong = Number.isInteger(value) && Math.abs(value) >= 1000;
  const text = isLong ? value.toLocaleString('en') : String(Number(value.toPrecision(3)));
  return text.replace('-', '−');
}

/**
 * A number of things in words: 1 step, 2 steps.
 * @param {number} count
 * @param {string} thing
 */
export const counted = (count, thing) => `${readable(count)} ${thing}${count === 1 ? '' : 's'}`;

/**
 * A number for people with a fixed number of decimals.
 * @param {number} value
 * @param {number} decimals
 */
export const fixed = (value, decimals) => value.toFixed(decimals).replace('-', '−');

/**
 * A tick of a logarithmic scale: powers of ten with many zeros are written as such, since those are hard to count.
 * @param {number} value
 */
export function readablePower(value) {
  const power = Math.round(Math.log10(value));
  if (power > -4 || value !== Number(`1e${power}`)) return readable(value);
  return `10⁻${[...String(-power)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')}`;
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
