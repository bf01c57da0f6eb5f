// @ts-check
import { create } from '../shared/dom.js';
import { Trainer } from '../train/client.js';
import { adopt } from './adopt.js';
import { Columns } from './columns.js';
import { LATER } from './later-styles.js';
import { MEASURED } from './measured.js';
import { PARTS } from './part-styles.js';

/**
 * @typedef {import('../index.js').ReptileSketchElement} Sketch
 * @typedef {import('../index.js').SketchClassifier} SketchClassifier
 * @typedef {(options: import('../index.js').LoadOptions) => Promise<SketchClassifier>} Load
 */

/** How many other hands put it to the test. */
const HANDS = 40;
const SEEDS = 1_000_000;
/** The drawings fall one by one. */
const MS_A_DRAWING = 90;

/** What was measured on drawings by people. @param {'reptile' | 'random'} start */
const ofPeople = (start) => `Measured on people’s drawings that no training saw, with three classes: of 100 characters `
  + `${MEASURED.characters[start].toFixed(1)} are told right, of 100 sketches ${MEASURED.sketches[start].toFixed(1)}.`;

/** Forty other hands' versions of the visitor's drawings, told apart from two starts. */
class Hands {
  root = create('section', { className: 'panel part hands', ariaLabel: 'Other hands put it to the test' });
  #sketch;
  #load;
  #trainer = new Trainer();
  #columns = [new Columns(), new Columns()];
  #told = create('p', { className: 'note told' });
  #again = create('button', { type: 'button', className: 'main', textContent: 'Forty other hands' });
  #seed = create('input', { type: 'number', min: '0', max: String(SEEDS - 1), placeholder: 'any' });
  #people = create('div', { className: 'row people' });
  /** @type {Promise<SketchClassifier[]> | undefined} */
  #classifiers;
  /** The start that is held against random weights: bytes of the visitor's own, or none for Reptile's. @type {Sketch['weights']} */
  #weights = '';
  /** What the visitor has drawn, as the last test has it. @type {{ labels: string[], examples: number[][][] } | undefined} */
  #tested;
  #run = 0;

  /** @param {Sketch} sketch @param {Load} load */
  constructor(sketch, load) {
    this.#sketch = sketch;
    this.#load = load;
    const bar = create('div', { className: 'row' });
    const seed = create('label', { textContent: 'Seed ' });
    seed.append(this.#seed);
    bar.append(this.#again, seed);
    const both = create('div', { className: 'both' });
    both.append(...this.#columns.map(({ root }) => root));
    this.root.append(create('h2', { textContent: 'Other hands put it to the test' }), bar, both, this.#told, this.#people,
      create('p', { className: 'note', textContent: 'The hands are a model of how people’s drawings of one thing differ: '
        + 'slanted, turned, bent, joined, left open, begun elsewhere, as far as Omniglot’s 20 people differ from each other. '
        + 'Each hand draws once, and the seed gives the same hands again.' }));
    this.#again.addEventListener('click', () => this.test());
    this.#seed.addEventListener('keydown', ({ key }) => key === 'Enter' && this.test());
    // Challenges and links change the drawings, too.
    for (const type of ['adapt', 'input']) sketch.addEventListener(type, () => this.#offerPeople());
  }

  async test() {
    const run = ++this.#run;
    const labels = [...this.#sketch.classes];
    const examples = labels.map((_, i) => this.#sketch.getExample(i));
    if (!this.#seed.checkValidity()) {
      this.#told.textContent = `A seed is a whole number from 0 to ${SEEDS - 1}.`;
      return;
    }
    if (examples.some(({ length }) => length === 0)) {
      this.#told.textContent = 'Draw in every cell first.';
      return;
    }
    const seed = this.#seed.value ? Number(this.#seed.value) : Math.floor(Math.random() * SEEDS);
    const own = this.#sketch.weights;
    const start = own ? 'the weights trained here' : 'Reptile’s start';
    this.#tested = { labels, examples };
    this.#columns[0].clear(`From ${start}`, own ? 'They were not measured on people’s drawings.' : ofPeople('reptile'), labels, examples);
    this.#columns[1].clear('From random weights', ofPeople('random'), labels, examples);
    this.#told.textContent = 'The hands are drawing …';
    try {
      const classifiers = await this.#learned(own, labels, examples);
      for (let hand = 0; hand < HANDS; hand++) {
        const truth = hand % labels.length;
        const drawing = await this.#trainer.ask('redraw', { drawing: examples[truth], seed, hand });
        const answers = await Promise.all(classifiers.map((classifier) => classifier.classify(drawing)));
        if (run !== this.#run) return;
        answers.forEach(({ predictions }, i) => this.#columns[i].drop(drawing, truth, topOf(predictions)));
        await new Promise((done) => setTimeout(done, pauseMs()));
      }
      const [reptile, random] = this.#columns.map(({ score }) => score);
      this.#told.textContent = `Of ${HANDS} drawings by other hands, ${reptile} are told right from ${start} and `
        + `${random} from random weights. Seed ${seed}.`;
      this.#offerPeople();
    } catch (error) {
      if (run === this.#run) this.#told.textContent = /** @type {Error} */ (error).message;
    }
  }

  /**
   * The classifiers of both starts, with the visitor's drawings learned.
   * @param {Sketch['weights']} weights
   * @param {string[]} labels
   * @param {number[][][]} examples
   */
  async #learned(weights, labels, examples) {
    if (weights !== this.#weights) {
      this.#classifiers?.then((both) => both.forEach((classifier) => classifier.dispose()));
      this.#classifiers = undefined;
      this.#weights = weights;
    }
    this.#classifiers ??= Promise.all([this.#load(weights ? { weights } : {}), this.#load({ init: 'random' })]);
    this.#classifiers.catch(() => { this.#classifiers = undefined; });
    const classifiers = await this.#classifiers;
    const named = labels.map((_, i) => ({ label: String(i), drawing: examples[i] }));
    await Promise.all(classifiers.map((classifier) => classifier.adapt(named)));
    return classifiers;
  }

  /** Now you: whoever has drawn in the last cell says what it is, and it counts. */
  #offerPeople() {
    const isSame = this.#tested && JSON.stringify(this.#tested.labels) === JSON.stringify(this.#sketch.classes)
      && this.#tested.examples.every((drawing, i) => JSON.stringify(drawing) === JSON.stringify(this.#sketch.getExample(i)));
    this.#people.hidden = !isSame;
    if (!isSame || !this.#tested) return;
    const hasInput = this.#sketch.getInput().length > 0;
    const buttons = this.#tested.labels.map((label, truth) => {
      const button = create('button', { type: 'button', textContent: label, disabled: !hasInput });
      button.addEventListener('click', () => this.#count(truth));
      return button;
    });
    this.#people.replaceChildren(create('span', { textContent: hasInput
      ? 'Now you, or a friend: the last cell’s drawing is meant as'
      : 'Now you, or a friend: draw in the last cell, and say what it is:' }), ...buttons);
  }

  /** @param {number} truth */
  async #count(truth) {
    const drawing = this.#sketch.getInput();
    const tested = this.#tested;
    const classifiers = await this.#classifiers;
    if (!classifiers || !tested || drawing.length === 0) return;
    const asked = Promise.all(classifiers.map((classifier) => classifier.classify(drawing)));
    const answers = await asked.catch(({ message }) => {
      this.#told.textContent = message;
      return [];
    });
    if (answers.length === 0 || tested !== this.#tested) return;
    answers.forEach(({ predictions }, i) => this.#columns[i].drop(drawing, truth, topOf(predictions), true));
    this.#sketch.clear(undefined);
    this.#offerPeople();
  }
}

const pauseMs = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : MS_A_DRAWING);

/** @param {{ label: string, probability: number }[]} predictions */
const topOf = (predictions) => Number(predictions.reduce((a, b) => (b.probability > a.probability ? b : a)).label);

/** @type {Hands | undefined} */
let hands;

/**
 * Shows the test, and begins it.
 * @param {Sketch} sketch
 * @param {Load} load
 */
export function show(sketch, load) {
  adopt(LATER);
  adopt(PARTS);
  if (!hands) {
    hands = new Hands(sketch, load);
    document.querySelector('.panels')?.before(hands.root);
  }
  hands.root.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  hands.test();
}
