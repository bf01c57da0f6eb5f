// Chance by a seed: the same numbers each time.

/** @param {number} seed */
export function chance(seed) {
  let state = seed >>> 0;
  /** From 0 to 1 (mulberry32). */
  const share = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** A whole number below `count`. */
  const below = (/** @type {number} */ count) => Math.floor(share() * count);
  return {
    below,
    /** @template T @param {T[]} items @returns {T} */
    pick: (items) => items[below(items.length)],
    /** @param {number} odds */
    isHit: (odds) => share() < odds,
  };
}
