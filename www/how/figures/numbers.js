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
