// @ts-check
import { find } from '../shared/dom.js';
import { Axes, ticksUpTo } from '../shared/axes.js';
import { Figure } from '../shared/figure.js';
import { fillTable, offerFiles } from './figures/save.js';
import { shape } from '../shared/svg.js';

/**
 * The output of `reptile-sketch compare --json`.
 * @typedef {{ meta_iteration: number, accuracy: number, ci95: number }} Point
 * @typedef {{ name: string, label: string, gradients: number, points: Point[] }} Curve
 * @typedef {{ better: string, worse: string, mean: number, ci95: number }} Difference
 * @typedef {{ claim: string, holds: boolean, evidence: string, differences: Difference[] }} Claim
 * @typedef {{ seed: number, settings: Record<string, string | number>, curves: Curve[], claims: Claim[] }} Comparison
 */

/** The ticks of the error, which is on a logarithmic scale: the better curves could not be told apart otherwise. */
const ERRORS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

/** The learning curves of all combinations of inner gradients; one of them can be highlighted. */
export class Combinations {
  #root;
  #svg;
  #comparison;
  #figure;
  #chosen = '';
  /** @type {Map<string, HTMLButtonElement>} */
  #buttons = new Map();

  /**
   * @param {HTMLElement} root
   * @param {Comparison} comparison
   */
  constructor(root, comparison) {
    this.#root = root;
    this.#comparison = comparison;
    this.#svg = find(root, '.combinations', SVGSVGElement);
    root.hidden = false;
    this.#figure = new Figure(this.#svg, (width) => Math.min(420, Math.max(260, 0.55 * width)), (width, height) =>
      this.#draw(width, height));
    this.#addLegend();
    this.#addClaims();
    this.#tellSums();
    fillTable(find(root, 'details table', HTMLTableElement), 'Accuracy at the end', {
      columns: ['gradients', 'meta-iterations', 'accuracy', '95% interval'],
      rows: comparison.curves.flatMap(({ label, points }) => points.slice(-1).map((point) =>
        [label, point.meta_iteration, inPercent(point.accuracy), `± ${inPercent(point.ci95)}`])),
    });
    const { seed, settings } = comparison;
    offerFiles(find(root, '.save', HTMLElement), 'gradient-combinations', this.#svg, () => ({
      title: 'Accuracy over meta-iterations for combinations of inner gradients',
      about: { seed, ...flat(settings) },
      columns: ['gradients', 'meta_iteration', 'accuracy', 'ci95'],
      rows: comparison.curves.flatMap(({ name, points }) =>
        points.map((point) => [name, point.meta_iteration, point.accuracy, point.ci95])),
    }));
    find(root, '.which', HTMLElement).textContent = `Seed ${seed}`;
  }

  #addLegend() {
    const [sums, others] = this.#root.querySelectorAll('.legend');
    for (const curve of this.#comparison.curves) {
      const { name, label } = curve;
      const button = Object.assign(document.createElement('button'), { type: 'button', className: `series ${look(curve)}` });
      const swatch = shape('svg', { class: 'swatch', viewBox: '0 0 28 10', 'aria-hidden': 'true' },
        shape('polyline', { class: `curve ${look(curve)}`, points: '1,5 27,5' }));
      button.append(swatch, label);
      button.setAttribute('aria-pressed', 'false');
      button.addEventListener('click', () => this.#choose(this.#chosen === name ? '' : name));
      this.#buttons.set(name, button);
      (isSum(curve) ? sums : others).append(button);
    }
  }

  /** What the sums show, in a sentence. */
  #tellSums() {
    const sums = this.#comparison.curves.filter(isSum);
    const wrong = (/** @type {Point} */ { accuracy }) => inPercent(1 - accuracy);
    const ends = sums.map(({ label, points }) => `${label} ${wrong(points[points.length - 1])}`.replaceAll(' ', '\u00a0'));
    find(this.#root, '.sums', HTMLElement).textContent =
      `Before training ${wrong(sums[0].points[0])} of the answers are wrong. With g₁ alone that share grows: nothing is learned `
      + `that helps a new task. Each further gradient in the sum helps. At the end: ${ends.join(', ')}.`;
  }

  #addClaims() {
    const items = this.#comparison.claims.map(({ claim, holds, evidence, differences }) => {
      const item = document.createElement('li');
      const verdict = document.createElement('strong');
      verdict.textContent = holds ? 'Holds: ' : 'Does not hold: ';
      const found = differences.length > 0 ? `Over the whole run ${differences.map(this.#inWords).join('; ')}.` : this.#withLabels(readably(evidence));
      const detail = Object.assign(document.createElement('span'), { className: 'note', textContent: found });
      item.append(verdict, this.#withLabels(claim), ' ', detail);
      return item;
    });
    find(this.#root, '.claims', HTMLElement).replaceChildren(...items);
  }

  /** @param {Difference} difference */
  #inWords = ({ better, worse, mean, ci95 }) =>
    `${this.#withLabels(better)} is ${points(Math.abs(mean))} ± ${points(ci95)} points ${mean < 0 ? 'below' : 'above'} ${this.#withLabels(worse)}`;

  /**
   * @param {string} words
   * @returns {string} with curves by their names in the legend
   */
  #withLabels(words) {
    const known = this.#comparison.curves.map(({ name, label }) => ({ name, label }));
    known.sort((a, b) => b.name.length - a.name.length);
    // Of several names that match, the longest is meant.
    const found = known.find(({ name }) => words.includes(name));
    if (!found) return words;
    const [before, ...after] = words.split(found.name);
    return [before, ...after].map((part) => this.#withLabels(part)).join(found.label);
  }

  /** @param {string} name of a curve; empty: all alike */
  #choose(name) {
    this.#chosen = name;
    for (const [each, button] of this.#buttons) button.setAttribute('aria-pressed', String(each === name));
    this.#figure.redraw();
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  #draw(width, height) {
    const { curves } = this.#comparison;
    const points = curves.flatMap((curve) => curve.points);
    const last = Math.max(1, ...points.map(({ meta_iteration }) => meta_iteration));
    const axes = new Axes({ from: [0, last], to: [48, width - 12] },
      { from: [0.6, ERRORS[0]], to: [height - 40, 24], isLog: true });
    const lines = curves.map((curve) => {
      const { name, points } = curve;
      const isChosen = this.#chosen === name;
      const state = isChosen ? ' chosen' : this.#chosen ? ' faint' : isSum(curve) ? '' : ' aside';
      const xs = points.map(({ meta_iteration }) => meta_iteration);
      const at = (/** @type {number} */ sign) => axes.corners(xs, points.map(({ accuracy, ci95 }) => 1 - accuracy + sign * ci95));
      const line = shape('polyline', { class: `curve ${look(curve)}${state}`, points: at(0) });
      const back = at(-1).split(' ').reverse().join(' ');
      return isChosen ? [shape('polygon', { class: `band ${look(curve)}`, points: `${at(1)} ${back}` }), line] : [line];
    });
    // The chosen curve is drawn above the others.
    lines.sort((a, b) => a.length - b.length);
    this.#svg.replaceChildren(
      axes.frame(ticksUpTo(last), ERRORS, { x: 'meta-iterations', y: 'wrong answers' }, inPercent),
      ...lines.flat(),
    );
    const ends = curves.flatMap(({ label, points }) => points.slice(-1).map(({ accuracy }) => `${label} ${inPercent(accuracy)}`));
    this.#svg.setAttribute('aria-label', `Accuracy over meta-iterations, drawn as the error, on a logarithmic scale. At the end: ${ends.join(', ')}.`);
  }
}

/** @param {Curve} curve */
const isSum = (curve) => look(curve).endsWith(' sum');

/**
 * The colour says how many inner gradients there are, the dashes how they are combined.
 * @param {Curve} curve
 */
function look({ name, gradients }) {
  const kind = name.startsWith('foml') ? 'tail' : name.includes('/') ? 'average' : /^g([2-9])$/.test(name) ? 'last' : 'sum';
  return `k${Math.min(gradients, 4)} ${kind}`;
}

/** @param {number} difference of two shares */
const points = (difference) => (100 * difference).toFixed(1).replace('-', '−');

/** Numbers as people write them. @param {string} words */
const readably = (words) => words
  .replace(/\b0\.\d{4}\b/g, (share) => inPercent(Number(share)))
  .replace(/\d+\.\d+(?= times)/, (times) => Number(times).toFixed(1))
  .replace(/ us\b/g, ' µs');

/** @param {number} share */
const inPercent = (share) => `${Number((100 * share).toFixed(1))}%`;

/**
 * @param {Record<string, unknown>} settings
 * @returns {Record<string, string | number>}
 */
const flat = (settings) =>
  Object.fromEntries(Object.entries(settings).map(([key, value]) =>
    [key, typeof value === 'number' ? value : typeof value === 'string' ? value : JSON.stringify(value)]));
