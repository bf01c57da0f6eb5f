// @ts-check
import { alphabet, round } from './glyphs.js';

/**
 * @typedef {import('./glyphs.js').Drawing} Drawing
 * @typedef {{ labels: string[], drawings: Drawing[] }} Symbols one drawing of each label
 *
 * @typedef {object} Challenge
 * @property {string} title
 * @property {string} about in one sentence
 * @property {number} rounds
 * @property {number} [seconds] for each round; without it there is no hurry
 * @property {boolean} [isFooling] the point is to be taken for another label
 * @property {(round: number, seed: number) => Symbols | undefined} symbols to be learned before a round; undefined:
 *   those that are there
 */

/** @type {Challenge[]} */
export const CHALLENGES = [
  {
    title: 'An unknown alphabet',
    about: 'Five letters that nobody has ever written. Copy the one that is asked for.',
    rounds: 5,
    symbols: (round, seed) => (round === 0 ? numbered(alphabet(5, seed)) : undefined),
  },
  {
    title: 'b, d, p, q',
    about: 'The same shape, turned and mirrored.',
    rounds: 4,
    symbols: (round) => (round === 0 ? { labels: ['b', 'd', 'p', 'q'], drawings: letters() } : undefined),
  },
  {
    title: 'Faces',
    about: 'Only the mouth differs.',
    rounds: 3,
    symbols: (round) => (round === 0 ? { labels: ['happy', 'sad', 'surprised'], drawings: faces() } : undefined),
  },
  {
    title: 'Arrows',
    about: 'Orientation is all there is.',
    rounds: 4,
    symbols: (round) => (round === 0 ? { labels: ['left', 'right', 'up', 'down'], drawings: arrows() } : undefined),
  },
  {
    title: 'Fool it',
    about: 'Draw what it is asked for so that you would know it, and the network does not.',
    rounds: 3,
    isFooling: true,
    symbols: () => undefined,
  },
  {
    title: 'Six rounds against the clock',
    about: 'Each with three new letters, and twelve seconds.',
    rounds: 6,
    seconds: 12,
    symbols: (round, seed) => numbered(alphabet(3, seed + 1000 * round)),
  },
];

/** @param {Drawing[]} drawings @returns {Symbols} */
const numbered = (drawings) => ({ labels: drawings.map((_, i) => `letter ${i + 1}`), drawings });

/** A stem and a bowl, mirrored both ways. @returns {Drawing[]} */
function letters() {
  const b = [[34, 12, 34, 88], round(50, 66, 18, 180, 540)];
  return [[1, 1], [-1, 1], [1, -1], [-1, -1]].map(([across, down]) => mirrored(b, across, down));
}

/** @returns {Drawing[]} */
function faces() {
  const head = round(50, 50, 40);
  const eyes = [round(35, 40, 3), round(65, 40, 3)];
  return [round(50, 52, 20, 20, 160), round(50, 80, 20, 200, 340), round(50, 68, 9)].map((mouth) => [head, ...eyes, mouth]);
}

/** @returns {Drawing[]} */
function arrows() {
  const left = [[88, 50, 12, 50], [36, 26, 12, 50, 36, 74]];
  const down = left.map((stroke) => stroke.map((_, i) => (i % 2 ? 100 - stroke[i - 1] : stroke[i + 1])));
  return [left, mirrored(left, -1, 1), mirrored(down, 1, -1), down];
}

/** @param {Drawing} drawing @param {number} across @param {number} down 1 as it is, -1 mirrored */
const mirrored = (drawing, across, down) =>
  drawing.map((stroke) => stroke.map((value, i) => ((i % 2 ? down : across) < 0 ? 100 - value : value)));
