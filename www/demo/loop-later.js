// @ts-check
import { create } from '../shared/dom.js';
import { Figure } from '../shared/figure.js';
import { Latest } from '../shared/latest.js';
import { counted, readable } from '../shared/numbers.js';
import { shape } from '../shared/svg.js';
import { adopt } from './adopt.js';
import { courseOf, momentAt } from './course.js';
import { FilterView } from './filters.js';
import { LATER } from './later-styles.js';
import { bars, triangle } from './moment-views.js';

/**
 * @typedef {import('../index.js').ReptileSketchElement} Sketch
 * @typedef {import('../index.js').SketchClassifier} SketchClassifier
 * @typedef {(options: import('../index.js').LoadOptions) => Promise<SketchClassifier>} Load of the page's own library,
 *   whose worker it shares
 * @typedef {import('./course.js').Course} Course
 */

const MS_A_STEP = 700;
/** Where motion is unwelcome it goes from step to step. */
const CALM_MS_A_STEP = 1200;

/** The inner loop as it goes: after each step, what the network takes every drawing for. */
class Loop {
  root = create('section', { className: 'panel loop', ariaLabel: 'The inner loop, step by step' });
  #sketch;
  #load;
  #svg = /** @type {SVGSVGElement} */ (shape('svg', { role: 'img', 'aria-label': 'Nothing learned yet.' }));
  #slider = create('input', { type: 'range', min: '0', max: '1', step: '0.01', value: '0', ariaLabel: 'Step' });
  #play = create('button', { type: 'button', className: 'main', textContent: 'Play' });
  #told = create('p', { className: 'note told' });
  #filters = new FilterView();
  #figure;
  /** @type {Course | undefined} */
  #course;
  /** @type {import('./moment-views.js').View | undefined} */
  #view;
  #frame = 0;
  #changes = 0;
  /** From what the classifier starts. */
  #start = { init: '', weights: /** @type {Sketch['weights']} */ ('') };
  /** @type {Promise<SketchClassifier> | undefined} */
  #classifier;
  #latest = new Latest(() => this.#compute());

  /** @param {Sketch} sketch @param {Load} load */
  constructor(sketch, load) {
    this.#sketch = sketch;
    this.#load = load;
    const bar = create('div', { className: 'row' });
    bar.append(this.#play, this.#slider);
    this.root.append(
      create('h2', { textContent: 'The inner loop, step by step' }), bar, this.#svg, this.#told,
      create('p', { className: 'note', textContent: 'A drawing stands between the labels as the network judges it: '
        + 'in the middle all are equally likely, at a corner it is sure. Before the first step it knows nothing of your '
        + 'drawings; each step of gradient descent moves its weights, and with them every drawing at once, also the last '
        + 'one, which it has never learned.' }), this.#filters.root);
    this.#figure = new Figure(this.#svg, (width) => this.#heightFor(width), () => this.#draw());
    this.#slider.addEventListener('input', () => {
      this.#stop();
      this.#go(this.#slider.valueAsNumber);
    });
    this.#slider.addEventListener('keydown', (event) => this.#onKey(event));
    this.#play.addEventListener('click', () => (this.#frame ? this.#stop() : this.#begin()));
    for (const type of ['adapt', 'predict', 'input']) sketch.addEventListener(type, () => this.update());
    this.update();
  }

  update() {
    this.#changes++;
    this.#latest.update();
  }

  async #compute() {
    const seen = this.#changes;
    const { classes: labels, steps } = this.#sketch;
    const examples = labels.map((_, i) => ({ label: String(i), drawing: this.#sketch.getExample(i) }));
    const input = this.#sketch.getInput();
    if (examples.some(({ drawing }) => drawing.length === 0)) return this.#show(undefined);
    const isStale = () => seen !== this.#changes;
    try {
      const classifier = await this.#loaded();
      const course = await courseOf(classifier, examples, input, steps, isStale);
      if (!course) return;
      this.#show(course);
      if (input.length === 0) return this.#filters.hide();
      const { weights } = this.#start;
      await this.#filters.update({
        weights: weights instanceof Uint8Array ? weights : undefined,
        seed: classifier.seed,
        symbols: { examples: examples.map(({ drawing }) => drawing), input },
        steps: course.moments.length - 1,
      }, isStale);
    } catch (error) {
      this.#told.textContent = /** @type {Error} */ (error).message;
    }
  }

  /** A classifier that starts where the element's does. */
  #loaded() {
    const { init, weights } = this.#sketch;
    if (!this.#classifier || init !== this.#start.init || weights !== this.#start.weights) {
      this.#start = { init, weights };
      this.#classifier?.then((before) => before.dispose(), () => {});
      this.#classifier = this.#load(init ? { init } : weights ? { weights } : {});
      this.#classifier.catch(() => { this.#classifier = undefined; });
    }
    return this.#classifier;
  }

  /** @param {Course | undefined} course */
  #show(course) {
    const isFirst = !this.#course && course;
    this.#course = course;
    const last = Math.max(1, (course?.moments.length ?? 1) - 1);
    this.#slider.max = String(last);
    this.#play.disabled = this.#slider.disabled = !course;
    if (!course) this.#filters.hide();
    this.#figure.height = this.#heightFor(this.#figure.width);
    this.#figure.redraw();
    if (isFirst) this.#begin();
  }

  /** @param {number} width */
  #heightFor(width) {
    const { length } = this.#sketch.classes;
    return length === 3 ? Math.min(400, Math.max(260, 0.8 * width)) : length * 44 + 16;
  }

  #draw() {
    const { width, height } = this.#figure;
    const { classes: labels } = this.#sketch;
    const input = this.#sketch.getInput();
    const drawings = [...labels.map((_, i) => this.#sketch.getExample(i)), ...(input.length > 0 ? [input] : [])];
    const moments = this.#course?.moments;
    if (!moments || moments[0].examples.length !== labels.length) {
      this.#svg.replaceChildren();
      this.#told.textContent = 'Draw in every cell first.';
      return;
    }
    this.#view = labels.length === 3 ? triangle(width, height, labels, drawings, moments) : bars(width, labels, drawings);
    this.#svg.replaceChildren(this.#view.root);
    this.#go(this.#slider.valueAsNumber);
  }

  /** @param {number} step with a fraction */
  #go(step) {
    const course = this.#course;
    if (!course) return;
    this.#slider.value = String(step);
    this.#view?.show(momentAt(course.moments, step));
    this.#filters.show(step);
    this.#tell(course, Math.round(step));
  }

  /** @param {Course} course @param {number} step a whole one */
  #tell({ moments, madeFor }, step) {
    const { loss, input } = moments[Math.min(step, moments.length - 1)];
    const { classes: labels } = this.#sketch;
    const most = input ? Math.max(...input) : 0;
    const taken = input && most > 1.02 / labels.length
      ? `The last drawing is taken for ${labels[input.indexOf(most)]} (${Math.round(100 * most)}%).`
      : input ? 'All labels are equally likely.' : 'The last cell is empty.';
    const made = moments.length - 1 === madeFor ? '' : ` The weights were made for ${counted(madeFor, 'step')}.`;
    const told = `After ${counted(step, 'step')}: a loss of ${readable(loss)} nats over your ${labels.length} drawings. ${taken}${made}`;
    if (this.#told.textContent === told) return;
    this.#told.textContent = told;
    this.#svg.setAttribute('aria-label', told);
    this.#slider.setAttribute('aria-valuetext', counted(step, 'step'));
  }

  #begin() {
    const last = Number(this.#slider.max);
    const from = this.#slider.valueAsNumber >= last ? 0 : this.#slider.valueAsNumber;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const begunMs = performance.now();
    this.#play.textContent = 'Pause';
    const advance = (/** @type {number} */ now) => {
      const gone = Math.max(0, now - begunMs) / (isCalm ? CALM_MS_A_STEP : MS_A_STEP);
      const step = Math.min(last, from + (isCalm ? Math.floor(gone) : gone));
      this.#go(step);
      if (step >= last) this.#stop();
      else this.#frame = requestAnimationFrame(advance);
    };
    this.#frame = requestAnimationFrame(advance);
  }

  #stop() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#play.textContent = 'Play';
  }

  /** The pointer scrubs smoothly, the arrow keys go from step to step. @param {KeyboardEvent} event */
  #onKey(event) {
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    this.#stop();
    const next = Math.round(this.#slider.valueAsNumber) + way;
    this.#go(Math.min(Number(this.#slider.max), Math.max(0, next)));
  }
}

/** @type {Loop | undefined} */
let loop;

/**
 * Shows it behind a part of the page, or leads to it if it is there.
 * @param {Sketch} sketch
 * @param {Load} load
 */
export function show(sketch, load) {
  adopt(LATER);
  if (!loop) {
    loop = new Loop(sketch, load);
    document.querySelector('.panels')?.after(loop.root);
  }
  loop.root.scrollIntoView({ block: 'nearest' });
}
