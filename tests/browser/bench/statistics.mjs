// What is said of many timings.

const sorted = (values) => [...values].sort((a, b) => a - b);

export function quantile(values, share) {
  const order = sorted(values);
  return order[Math.min(order.length - 1, Math.floor(share * order.length))];
}

export function median(values) {
  const order = sorted(values);
  const half = order.length >> 1;
  return order.length % 2 ? order[half] : (order[half - 1] + order[half]) / 2;
}

/** Median, least, and how far the slow ones are off. */
export function summary(ms) {
  const middle = median(ms);
  return {
    median_ms: round(middle),
    min_ms: round(Math.min(...ms)),
    p95_over_median: round(quantile(ms, 0.95) / middle),
    runs: ms.length,
  };
}

/** Four figures are more than any timing holds. */
export const round = (value) => Number(value.toPrecision(4));
