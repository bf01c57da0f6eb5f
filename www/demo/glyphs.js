// @ts-check

/**
 * @typedef {number[][]} Drawing in units of the cell, 0 to 100
 * @typedef {() => number} Dice 0 up to 1
 */

/**
 * Random numbers that a seed repeats (mulberry32).
 * @param {number} seed
 * @returns {Dice}
 */
export function diceOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The places that strokes join: three by three. */
const PLACES = [20, 50, 80].flatMap((y) => [20, 50, 80].map((x) => ({ x, y })));

/** Strokes from one place to another. @type {Record<string, (a: Place, b: Place, dice: Dice) => number[]>} */
const STROKES = {
  line: (a, b) => [a.x, a.y, b.x, b.y],
  arc: (a, b, dice) => bent(a, b, dice() < 0.5 ? 0.45 : -0.45),
  hook: (a, b, dice) => {
    const [dx, dy] = [(b.x - a.x) * 0.3, (b.y - a.y) * 0.3];
    const side = dice() < 0.5 ? 1 : -1;
    return [a.x, a.y, b.x, b.y, b.x - dx * 0.4 - side * dy, b.y - dy * 0.4 + side * dx];
  },
  corner: (a, b) => [a.x, a.y, a.x, b.y, b.x, b.y],
  loop: (a, b) => round((a.x + b.x) / 2, (a.y + b.y) / 2, 13 + 0.12 * Math.hypot(a.x - b.x, a.y - b.y)),
};

/** @typedef {{ x: number, y: number }} Place */

/**
 * Letters of an alphabet that does not exist.
 * @param {number} count
 * @param {number} seed
 * @returns {Drawing[]} no two of them of the same strokes
 */
export function alphabet(count, seed) {
  const dice = diceOf(seed);
  /** @type {Map<string, Drawing>} */
  const letters = new Map();
  while (letters.size < count) {
    const kinds = Array.from({ length: 2 + Math.floor(2 * dice()) }, () => pick(Object.keys(STROKES), dice));
    const places = shuffled(PLACES, dice);
    // Each stroke begins where the one before ends: a letter holds together.
    const letter = kinds.map((kind, i) => STROKES[kind](places[i], places[i + 1], dice));
    const flat = letter.flat();
    const extent = (/** @type {number} */ axis) => {
      const values = flat.filter((_, i) => i % 2 === axis);
      return Math.max(...values) - Math.min(...values);
    };
    if (Math.min(extent(0), extent(1)) > 24) letters.set(kinds.sort().join(), letter);
  }
  return [...letters.values()];
}

/**
 * @template T
 * @param {readonly T[]} all
 * @param {Dice} dice
 */
export const pick = (all, dice) => all[Math.floor(all.length * dice())];

/**
 * @template T
 * @param {readonly T[]} all
 * @param {Dice} dice
 */
export function shuffled(all, dice) {
  const mixed = [...all];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor((i + 1) * dice());
    [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
  }
  return mixed;
}

/**
 * A part of an oval, or all of it.
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {number} [from] in degrees, 0 to the right, then downwards
 * @param {number} [to]
 * @param {number} [flat] the height as a share of the width
 */
export function round(x, y, radius, from = -90, to = 270, flat = 1) {
  return Array.from({ length: 25 }, (_, i) => ((from + ((to - from) * i) / 24) * Math.PI) / 180)
    .flatMap((angle) => [x + radius * Math.cos(angle), y + flat * radius * Math.sin(angle)]);
}

/** A curve from one place to another, which bends to a side. @param {Place} a @param {Place} b @param {number} by */
function bent(a, b, by) {
  const middle = { x: (a.x + b.x) / 2 - by * (b.y - a.y), y: (a.y + b.y) / 2 + by * (b.x - a.x) };
  return Array.from({ length: 13 }, (_, i) => i / 12).flatMap((t) => [
    (1 - t) ** 2 * a.x + 2 * t * (1 - t) * middle.x + t * t * b.x,
    (1 - t) ** 2 * a.y + 2 * t * (1 - t) * middle.y + t * t * b.y,
  ]);
}
