// @ts-check
import '../element.js';
import { SketchClassifier } from '../index.js';
import { ticksUpTo } from '../shared/axes.js';
import { LossChart } from '../shared/chart.js';
import { isLink, isReload, LocalCopy } from '../keep/copy.js';
import { keepForOffline } from '../keep/offline.js';
import { create, find, write } from '../shared/dom.js';
import { NetworkView } from './network-view.js';

/**
 * @typedef {object} State what the visitor has made of the page
 * @property {import('../index.js').SketchData} sketch
 * @property {number | null} steps
 * @property {boolean} random
 */

const TITLES = { reptile: 'Reptile’s weights', random: 'Untrained weights' };

const TIME_EVERY_MS = 200;

const sketch = /** @type {import('../index.js').ReptileSketchElement} */ (
  find(document, 'reptile-sketch', HTMLElement)
);
const steps = find(document, '#steps', HTMLInputElement);
const stepsText = find(document, '#steps-text', HTMLElement);
const random = find(document, '#random', HTMLInputElement);
const startNote = find(document, '#start-note', HTMLElement);
const NOTES = {
  reptile: startNote.textContent,
  random: 'Learning starts from untrained weights. Turn this off to compare them with Reptile’s.',
  own: 'Learning starts from the weights that were trained here. Turn this on, and off again, for those that came with the page.',
};
const time = find(document, '#time', HTMLElement);
const chart = new LossChart(find(document, '#loss', SVGSVGElement), {
  label: 'inner steps',
  heightOf: (width) => Math.min(200, Math.max(150, 0.47 * width)),
  unit: 'loss, in nats',
  scaleOf: () => ({ ends: [1e-3, 100], ticks: [1e-3, 1e-2, 0.1, 1, 10, 100] }),
}, () => {
  const count = Math.max(1, shownLosses.length - 1);
  return { lines: lossLines(), ticks: ticksUpTo(count).filter(Number.isInteger), end: count };
});

const view = new NetworkView(find(document, '#views', HTMLElement), () => SketchClassifier.load(), () => [
  ...sketch.classes.map((label, i) => ({ label, drawing: sketch.getExample(i) })),
  { label: 'last', drawing: sketch.getInput() },
]);

/** @type {{ reptile?: Float32Array, random?: Float32Array }} of the drawings as they are */
let lossesFrom = {};
/** What was learned for these losses. */
let learned = '';
/** @type {Float32Array} before each step, and after the last */
let shownLosses = new Float32Array();
let adaptMs = 0;
let timeText = '';
let timeTimer = 0;

/** The losses from the chosen weights and, if there are as many, those from the others for comparison. */
function lossLines() {
  const [start, other] = random.checked
    ? /** @type {const} */ (['random', 'reptile']) : /** @type {const} */ (['reptile', 'random']);
  const all = [{ name: 'chosen', title: sketch.weights ? 'The weights trained here' : TITLES[start], losses: shownLosses }];
  const ghost = lossesFrom[other];
  if (ghost) all.push({ name: 'other', title: TITLES[other], losses: ghost });
  return all.map((line) => ({ ...line, xs: Array.from(line.losses, (_, step) => step) }));
}

sketch.addEventListener('adapt', ({ detail: { losses, elapsedMs } }) => {
  // The last drawing is not learned; a link or a challenge brings others to learn.
  const now = JSON.stringify([sketch.classes.map((_, i) => sketch.getExample(i)), losses.length]);
  if (now !== learned) lossesFrom = {};
  learned = now;
  lossesFrom[random.checked ? 'random' : 'reptile'] = losses;
  shownLosses = losses;
  chart.redraw();
  tellStart();
  adaptMs = elapsedMs;
  const count = String(losses.length - 1);
  if (steps.disabled) {
    // The default number of steps is stored with the weights, and known from the first result.
    steps.value = count;
    steps.disabled = false;
  }
  write(stepsText, count);
  view.update();
});

sketch.addEventListener('predict', ({ detail: { elapsedMs } }) => {
  showTime(`Learned in ${inMs(adaptMs)}, answered in ${inMs(elapsedMs)}.`);
  view.update();
});

sketch.addEventListener('input', () => {
  copy.changed();
  showDrawings();
});

/** Shows what is drawn; nothing comes of it where a cell is blank. */
function showDrawings() {
  view.update();
  if (sketch.classes.every((_, i) => sketch.getExample(i).length > 0)) return;
  lossesFrom = {};
  shownLosses = new Float32Array();
  chart.redraw();
  tellStart();
  showTime('Nothing to learn yet.');
}

steps.addEventListener('input', () => {
  stepsText.textContent = steps.value;
  sketch.steps = Number(steps.value);
  copy.changed();
});

function chooseStart() {
  document.documentElement.classList.toggle('random', random.checked);
  // The element takes one or the other.
  if (random.checked && sketch.weights) sketch.weights = '';
  sketch.init = random.checked ? 'random' : '';
  tellStart();
}

function tellStart() {
  const [start, other] = random.checked
    ? /** @type {const} */ (['random', 'Reptile’s']) : /** @type {const} */ ([sketch.weights ? 'own' : 'reptile', 'untrained ones']);
  const dotted = lossLines().length > 1 ? ` The dotted line is the loss from ${other}.` : '';
  write(startNote, NOTES[start] + dotted);
}

/** @param {Uint8Array} weights that the visitor has trained */
function startFrom(weights) {
  lossesFrom = {};
  random.checked = false;
  sketch.weights = weights;
  chooseStart();
}

random.addEventListener('change', () => {
  if (sketch.weights) lossesFrom = {};
  chooseStart();
  copy.changed();
});

const example = JSON.stringify(sketch);
const shared = find(document, '#shared', HTMLElement);
const copy = new LocalCopy('reptile-sketch.demo', read, () => {
  write(shared, 'This browser keeps no drawings for this page: copy a link or save a picture before you leave it.');
});

/** @returns {State} */
function read() {
  return { sketch: sketch.toJSON(), steps: sketch.steps, random: random.checked };
}

/**
 * Shows a state, if it is one.
 * @param {State} state
 * @param {import('../index.js').ReptileSketchElement['weights']} [weights] from which it starts; those that are there if not given
 */
function apply(state, weights = sketch.weights) {
  if (state.steps !== null && !(Number.isInteger(state.steps) && state.steps >= 0 && state.steps <= 100)) return false;
  let isDone = true;
  const refuse = () => { isDone = false; };
  sketch.addEventListener('reptile-error', refuse);
  // Samples that are here already stay samples.
  if (JSON.stringify(sketch) !== JSON.stringify(state.sketch)) sketch.fromJSON(state.sketch);
  sketch.removeEventListener('reptile-error', refuse);
  if (!isDone) return false;
  sketch.steps = state.steps;
  if (state.steps === null) steps.disabled = true;
  else steps.value = String(state.steps);
  random.checked = state.random;
  if (sketch.weights !== weights && !state.random) sketch.weights = weights;
  chooseStart();
  showDrawings();
  document.dispatchEvent(new Event('apply'));
  return true;
}

// A browser may restore the switch after a reload; what was kept counts.
const { kept } = copy;
const isBack = kept && isReload();
if (!isBack || !apply(kept)) chooseStart();

/**
 * What is loaded when a visitor asks for it.
 * @template T
 * @param {Promise<T>} importing
 * @returns {Promise<T>} rejected in words
 */
const part = (importing) => importing.catch(() => {
  throw new Error('This part does not load. Press again, or load the page anew: what you have drawn is kept.');
});

/**
 * @param {string} selector of a button
 * @param {() => Promise<unknown>} show
 */
function onPress(selector, show) {
  const button = find(document, selector, HTMLButtonElement);
  const failure = create('p', { className: 'note', role: 'alert' });
  button.addEventListener('click', async () => {
    failure.remove();
    try {
      await show();
    } catch (error) {
      button.parentElement?.append(failure);
      write(failure, /** @type {Error} */ (error).message);
    }
  });
}

const sharing = async () => {
  const { sharingOf } = await part(import('./share-later.js'));
  const isExample = (/** @type {State} */ state) => JSON.stringify(state.sketch) === example;
  return sharingOf({ sketch, read, apply, isExample, copy }, shared);
};
for (const name of /** @type {const} */ (['link', 'png', 'svg', 'tag'])) {
  onPress(`#share [name=${name}]`, async () => (await sharing())[name]());
}
onPress('#loop', async () =>
  (await part(import('./loop-later.js'))).show(sketch, (options) => SketchClassifier.load(options)));
onPress('#hands', async () =>
  (await part(import('./hands-later.js'))).show(sketch, (options) => SketchClassifier.load(options)));
onPress('#nothing', async () => (await part(import('./nothing-later.js'))).show(sketch, startFrom));
onPress('#challenges', async () =>
  (await part(import('./challenges-later.js'))).show({ sketch, cover: async () => (await sharing()).cover(read()) }));
/** @param {State} [earlier] */
const welcome = async (earlier) => (isLink() || earlier || copy.covered.length > 0) && (await sharing()).welcome(earlier);
addEventListener('hashchange', () => welcome());
welcome(isBack ? undefined : kept);
sketch.ready.then(keepForOffline);

const toStory = find(document, '.story a', HTMLAnchorElement);
const isInStory = () => location.hash.startsWith('#h-');
// It is a page of its own, too.
const story = () => import('./story-later.js').then(({ show }) => show(location.hash),
  () => location.assign(toStory.pathname + (isInStory() ? location.hash : '')));
const inStory = () => isInStory() && story();
toStory.addEventListener('click', (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  story();
});
addEventListener('hashchange', inStory);
inStory();

/** Shows the text with a delay: numbers that change with every frame cannot be read. @param {string} text */
function showTime(text) {
  timeText = text;
  timeTimer ||= window.setTimeout(() => {
    timeTimer = 0;
    write(time, timeText);
  }, TIME_EVERY_MS);
}

/** @param {number} ms */
const inMs = (ms) => `${ms.toFixed(1)}\u00a0ms`;
