// @ts-check
import { create } from '../shared/dom.js';
import { Trainer } from '../train/client.js';

/**
 * @typedef {import('../train/protocol.js').Look} Look
 * @typedef {import('../train/protocol.js').Symbols} Symbols
 *
 * @typedef {object} Paint a small picture, pixel by pixel
 * @property {HTMLCanvasElement} canvas
 * @property {CanvasRenderingContext2D | null} context
 * @property {ImageData} image
 *
 * @typedef {object} Tile a filter, what it was at the start, and pictures of it, of what it sees, and of both changes
 * @property {number} filter
 * @property {Float32Array[]} start its weights, and what it sees
 * @property {Paint[]} paints
 */

/** So many of the filters are shown: those that answer the drawing most. */
const SHOWN = 12;
const FILTER_SIDE = 3;
/** Values below 0 and above. */
const COLOURS = /** @type {const} */ ([[184, 66, 15], [10, 125, 85]]);

/** The first layer's filters and what they make of the last drawing, at any moment of the inner loop. */
export class FilterView {
  root = create('figure', { className: 'filters', hidden: true });
  #tiles = create('div', { className: 'tiles' });
  #told = create('figcaption', { className: 'note' });
  #trainer = new Trainer();
  /** @type {Look[]} */
  #looks = [];
  /** @type {Tile[]} */
  #shown = [];
  /** The largest values, by which colours are scaled, in the order of a tile's canvases. */
  #scales = [1, 1, 1, 1];
  #step = 0;
  /** @type {Promise<Uint8Array> | undefined} */
  #pretrained;

  constructor() {
    this.#tiles.setAttribute('role', 'img');
    this.root.append(this.#tiles, this.#told);
  }

  /**
   * Looks anew.
   * @param {{ weights: Uint8Array | undefined, seed: number | null, symbols: Symbols, steps: number }} what weights, or the
   *   page's own
   * @param {() => boolean} isStale whether something has changed since
   */
  async update({ weights, ...what }, isStale) {
    this.#pretrained ??= fetched('./pretrained.safetensors');
    this.#pretrained.catch(() => { this.#pretrained = undefined; });
    const looks = await this.#trainer.ask('look', { weights: weights ?? await this.#pretrained, ...what });
    if (isStale()) return;
    this.#looks = looks;
    this.#layOut();
    this.show(this.#step);
  }

  hide() {
    this.#looks = [];
    this.root.hidden = true;
  }

  /** @param {number} step with a fraction */
  show(step) {
    this.#step = step;
    if (this.#looks.length === 0) return;
    const last = this.#looks.length - 1;
    const before = Math.min(Math.floor(step), last);
    const [a, b] = [this.#looks[before], this.#looks[Math.min(before + 1, last)]];
    const [share, count] = [step - before, countOf(a)];
    for (const { filter, start, paints } of this.#shown) {
      const now = [between(a.filters, b.filters, share, filter, count), between(a.maps, b.maps, share, filter, count)];
      now.forEach((values, i) => {
        paint(paints[i], values, undefined, this.#scales[i]);
        paint(paints[i + now.length], values, start[i], this.#scales[i + now.length]);
      });
    }
  }

  #layOut() {
    const [first, last] = [this.#looks[0], this.#looks[this.#looks.length - 1]];
    const count = countOf(first);
    const sides = [FILTER_SIDE, Math.sqrt(first.maps.length / count)];
    const answers = Array.from({ length: count }, (_, filter) => sum(between(first.maps, first.maps, 0, filter, count)));
    const most = answers.map((_, i) => i).sort((i, j) => answers[j] - answers[i]).slice(0, SHOWN);
    this.#shown = most.map((filter) => ({
      filter,
      start: [first.filters, first.maps].map((values) => between(values, values, 0, filter, count)),
      paints: [...sides, ...sides].map(newPaint),
    }));
    this.#tiles.replaceChildren(...this.#shown.map(({ paints }) => {
      const tile = create('span', { className: 'tile' });
      tile.append(...paints.map(({ canvas }) => canvas));
      return tile;
    }));
    const [moved, seen] = [largestChange(first.filters, this.#looks.map(({ filters }) => filters)),
      largestChange(first.maps, this.#looks.map(({ maps }) => maps))];
    this.#scales = [largest(first.filters), largest(first.maps), moved, seen].map((scale) => scale || 1);
    this.#tell(first, last, count);
    this.root.hidden = false;
  }

  /** @param {Look} first @param {Look} last @param {number} count */
  #tell(first, last, count) {
    const share = (/** @type {Float32Array} */ a, /** @type {Float32Array} */ b) => {
      const whole = Math.hypot(...a);
      const part = Math.hypot(...a.map((value, i) => value - b[i]));
      return whole > 0 ? `${(100 * part / whole).toPrecision(2)}%` : '0%';
    };
    const second = this.#looks[1]?.filters;
    const isHeadAlone = second?.every((value, i) => value === first.filters[i]);
    const told = `${this.#shown.length} of the first layer’s ${count} filters, those that answer your last drawing most: `
      + 'above the filter and what it sees, below how both have changed since the start, in colours that are scaled up '
      + `until the change can be seen. ${isHeadAlone ? 'The first step moves the last layer alone, since it starts at zero. ' : ''}`
      + `After the last step the filters have moved by ${share(first.filters, last.filters)} `
      + `of their length, and what they see by ${share(first.maps, last.maps)}.`;
    this.#told.textContent = told;
    this.#tiles.setAttribute('aria-label', told);
  }
}

/** @param {Look} look */
const countOf = ({ filters }) => filters.length / FILTER_SIDE ** 2;

/** @param {string} file beside this script */
async function fetched(file) {
  const reply = await fetch(new URL(file, import.meta.url));
  if (!reply.ok) throw new Error(`${file} cannot be loaded (${reply.status}).`);
  return new Uint8Array(await reply.arrayBuffer());
}

/**
 * The values of one filter between two moments; filters are the last axis.
 * @param {Float32Array} a @param {Float32Array} b @param {number} share @param {number} filter @param {number} count
 */
function between(a, b, share, filter, count) {
  const values = new Float32Array(a.length / count);
  for (let i = 0, at = filter; i < values.length; i++, at += count) values[i] = a[at] + share * (b[at] - a[at]);
  return values;
}

/** @param {ArrayLike<number>} values */
const sum = (values) => Array.from(values).reduce((total, value) => total + value, 0);

/** @param {Float32Array} values */
const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** @param {Float32Array} first @param {Float32Array[]} all */
const largestChange = (first, all) => Math.max(...all.map((values) => largest(values.map((value, i) => value - first[i]))));

/** @param {number} side @returns {Paint} */
function newPaint(side) {
  const canvas = create('canvas', { width: side, height: side });
  return { canvas, context: canvas.getContext('2d'), image: new ImageData(side, side) };
}

/**
 * Paints values, or how far they are from others: 0 is transparent, the largest in full colour.
 * @param {Paint} paint @param {Float32Array} values @param {Float32Array | undefined} from @param {number} scale
 */
function paint({ context, image }, values, from, scale) {
  const { data } = image;
  for (let i = 0; i < values.length; i++) {
    const value = from ? values[i] - from[i] : values[i];
    const [red, green, blue] = COLOURS[value < 0 ? 0 : 1];
    data[4 * i] = red;
    data[4 * i + 1] = green;
    data[4 * i + 2] = blue;
    // By the root, so that small values can be seen.
    data[4 * i + 3] = 255 * Math.sqrt(Math.min(1, Math.abs(value) / scale));
  }
  context?.putImageData(image, 0, 0);
}
