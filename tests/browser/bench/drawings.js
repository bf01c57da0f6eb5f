// Episodes for every engine: the same symbols, each drawing distorted in another way, so that no drawing comes twice and
// all engines get the same ones.

import { names, symbol } from '../symbols.mjs';

/**
 * The drawings of one episode, `shots` of each of `ways` symbols, and one more of the first.
 *
 * @param {number} number of the episode
 */
export function episode(number, { ways = 3, shots = 1 } = {}) {
  const kinds = Array.from({ length: ways }, (_, i) => names[(number + i * 7) % names.length]);
  let hand = 1 + number * (ways * shots + 1);
  const support = kinds.flatMap((kind) => Array.from({ length: shots }, () => symbol(kind, hand++)));
  const classes = kinds.flatMap((_, i) => Array(shots).fill(i));
  return { support, classes, query: symbol(kinds[0], hand) };
}
