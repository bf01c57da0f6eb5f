// Summaries of many timings.

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

/** The median, the minimum, and the spread towards slow runs. */
export function summary(ms) {
  const middle = median(ms);
  return {
    median_ms: round(middle),
    min_ms: round(Math.min(...ms)),
    p95_over_median: round(quantile(ms, 0.95) / middle),
    runs: ms.length,
  };
}

/** Rounds to four significant digits, which is more than any timing is accurate to. */
export const round = (value) => Number(value.toPrecision(4));
