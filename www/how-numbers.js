// @ts-check

/**
 * A number for people: three digits that count, and a real minus.
 * @param {number} value
 */
export function readable(value) {
  if (Number.isInteger(value)) return value.toLocaleString('en').replace('-', '−');
  return Number(value.toPrecision(3)).toString().replace('-', '−');
}
