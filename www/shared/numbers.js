// @ts-check

/**
 * A number for people: three digits that count, and a real minus.
 * @param {number} value
 */
export function readable(value) {
  if (Number.isInteger(value)) return value.toLocaleString('en').replace('-', '−');
  return Number(value.toPrecision(3)).toString().replace('-', '−');
}

/**
 * A number for people, with so many decimals.
 * @param {number} value
 * @param {number} decimals
 */
export const fixed = (value, decimals) => value.toFixed(decimals).replace('-', '−');

/**
 * A number at an axis with a logarithmic scale: small powers of ten as such, since their zeros cannot be counted.
 * @param {number} value
 */
export function readablePower(value) {
  const power = Math.round(Math.log10(value));
  if (power > -3 || value !== Number(`1e${power}`)) return readable(value);
  return `10⁻${[...String(-power)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')}`;
}
