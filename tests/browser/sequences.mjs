// Random things that people and pages do to an element, one after the other, and what has to hold after each: nothing
// drawn is lost, what is undone and done again is as it was, the answer is that to what the cells hold.

import assert from 'node:assert/strict';
import { chance } from './chance.mjs';
import { hand } from './hand.mjs';
import { names, symbol } from './symbols.mjs';

const KEY = { control: '\uE009', backspace: '\uE003' };

/** What refused calls are made with. */
const REFUSED = {
  'a cell that is not there': (element) => element.setExample(99, [[1, 2]]),
  'half a point': (element) => element.setInput([[1, 2, 3]]),
  'a point at no number': (element) => element.setExample(0, [[NaN, 0]]),
  'an empty example more': (element) => element.addExample(0, [[]]),
  'equal labels': (element) => { element.classes = ['a', 'a']; },
  'one label': (element) => { element.classes = ['a']; },
  'data of another kind': (element) => element.fromJSON({ labels: ['a', 'b'], examples: [[]] }),
  'no data': (element) => element.fromJSON(null),
  'drawings that are none': (element) => element.fromJSON({ labels: ['a', 'b'], examples: [[[['x', 1]]], []], input: [] }),
};

/** Where a drawing that was made by hand may lie beside where the pointer was, in units of the cell. */
const NEAR = 2;

export class Sequence {
  /** What was done, to be read when something does not hold. @type {string[]} */
  done = [];
  #browser;
  #hand;
  #luck;
  /** Drawings, as text, that the next stroke may replace: samples, and those that are to be drawn anew. */
  #replaceable = new Set();
  #isDisabled = false;
  /** How many strokes were drawn the last time. */
  #strokes = 0;

  /** @param {import('./browser.mjs').Browser} browser @param {number} seed */
  constructor(browser, seed) {
    this.#browser = browser;
    this.#hand = hand(browser);
    this.#luck = chance(seed);
  }

  /** To be called once the element is there. */
  async begin() {
    this.#note(await this.#data());
  }

  /** Does something, and checks what is there then. */
  async next() {
    const { pick, isHit } = this.#luck;
    const before = await this.#data();
    const action = pick(['draw', 'draw', 'draw', 'drawMeanwhile', 'set', 'set', 'clear', 'command', 'keys', 'relabel', 'refused',
      'steps', 'disable', 'move', 'round']);
    await this[action](before);
    const after = await this.#data();
    assert.equal(after.labels.length, after.examples.length);
    if (isHit(0.3)) await this.#backAndForth(before, after);
    if (isHit(0.3)) await this.answered();
  }

  #say(what) {
    this.done.push(what);
  }

  /** @returns {Promise<{ labels: string[], examples: number[][][][], input: number[][] }>} */
  #data() {
    return this.#browser.evaluate(() => document.querySelector('reptile-sketch').toJSON());
  }

  #do(run, ...args) {
    return this.#browser.evaluate(`(...args) => { (${run})(document.querySelector('reptile-sketch'), ...args); }`, ...args);
  }

  /** @param {number} [cell] all, if not given */
  #note(data, cell) {
    data.labels.concat('').forEach((_, i) => {
      if (i === (cell ?? i)) this.#replaceable.add(JSON.stringify(shownIn(data, i)));
    });
  }

  #randomDrawing() {
    return symbol(this.#luck.pick(names), this.#luck.below(5));
  }

  /** A number of a cell; the last is the input. */
  #anyCell({ labels }) {
    return this.#luck.below(labels.length + 1);
  }

  async draw(before) {
    await this.#draw(before, 'draws');
  }

  /** Draws while the page, too, does something. */
  async drawMeanwhile(before) {
    const calls = {
      'the steps change': (element) => { element.steps = 4; },
      'it gets the same labels': (element) => { element.classes = element.classes.slice(); },
      'a call is refused': (element) => element.setExample(99, [[1, 2]]),
      'it is asked for all': (element) => JSON.stringify(element),
      'it says that it is enabled': (element) => { element.disabled = element.disabled; },
    };
    const [what, call] = this.#luck.pick(Object.entries(calls));
    await this.#browser.evaluate(`(at) => {
      let moves = 0;
      const element = document.querySelector('reptile-sketch');
      element.addEventListener('pointermove', function meanwhile() {
        if (++moves < at) return;
        element.removeEventListener('pointermove', meanwhile);
        (${call})(element);
      });
    }`, 1 + this.#luck.below(4));
    await this.#draw(before, `while ${what}, draws`);
  }

  /** @param {string} how */
  async #draw(before, how) {
    const cell = this.#anyCell(before);
    const by = this.#luck.pick(this.#browser.cannot.pen ? ['mouse', 'touch'] : ['mouse', 'touch', 'pen']);
    const drawing = this.#randomDrawing().slice(0, 2);
    this.#say(`${how} in ${cell} by ${by}: ${JSON.stringify(drawing)}`);
    this.#strokes = drawing.length;
    await this.#hand.draw(cell - before.labels.length - 1, drawing, { by, msPerPoint: 2 });
    const after = await this.#data();
    const [was, is] = [shownIn(before, cell), shownIn(after, cell)];
    const isReplaced = !this.#isDisabled && this.#replaceable.has(JSON.stringify(was)) && is.length === drawing.length;
    assertAlike(is, [...(isReplaced ? [] : was), ...(this.#isDisabled ? [] : drawing)]);
    this.#assertOthers(before, after, cell);
  }

  /** What cells hold that nobody has touched. */
  #assertOthers(before, after, cell) {
    before.examples.forEach((shots, i) => assert.deepEqual(after.examples[i].slice(i === cell ? 1 : 0), shots.slice(i === cell ? 1 : 0)));
    if (cell !== before.labels.length) assert.deepEqual(after.input, before.input);
  }

  async set(before) {
    const cell = this.#anyCell(before);
    const drawing = this.#randomDrawing();
    const isInput = cell === before.labels.length;
    const isMore = !isInput && this.#luck.isHit(0.3);
    this.#say(`sets ${isMore ? 'one more for ' : ''}${cell}`);
    await this.#do((element, cell, drawing, isInput, isMore) => {
      if (isInput) element.setInput(drawing);
      else if (isMore) element.addExample(cell, drawing);
      else element.setExample(cell, drawing);
    }, cell, drawing, isInput, isMore);
    const after = await this.#data();
    const [last] = isInput ? [after.input] : after.examples[cell].slice(-1);
    assert.deepEqual(last, drawing);
  }

  async clear(before) {
    const cell = this.#anyCell(before);
    const isInput = cell === before.labels.length;
    this.#say(`clears ${cell}`);
    await this.#do((element, cell, isInput) => (isInput ? element.clear() : element.clear(cell)), cell, isInput);
    const after = await this.#data();
    assert.deepEqual(isInput ? after.input : after.examples[cell], []);
    before.examples.forEach((shots, i) => i === cell || assert.deepEqual(after.examples[i], shots));
  }

  async command(before) {
    const name = this.#luck.pick(['Undo', 'Redo', 'Edit all', 'Erase all']);
    this.#say(`presses ${name}`);
    const isEnabled = await this.#browser.evaluate((name) =>
      [...document.querySelector('reptile-sketch').shadowRoot.querySelectorAll('button')]
        .some((button) => button.textContent === name && !button.disabled), name);
    if (isEnabled) await this.#hand.press(`^${name}$`);
    const after = await this.#data();
    if (name === 'Edit all') {
      if (isEnabled) this.#note(before);
      assert.deepEqual(after, before);
    }
    if (name === 'Erase all' && isEnabled) assert.deepEqual([...after.examples.flat(), ...after.input], []);
  }

  async keys(before) {
    const cell = this.#anyCell(before);
    const keys = this.#luck.pick(['1', '3', KEY.backspace, 'z', 'y']);
    const isCommand = 'zy'.includes(keys);
    this.#say(`presses ${isCommand ? 'Ctrl+' : ''}${JSON.stringify(keys)} in ${cell}`);
    await this.#do((element, cell) => element.shadowRoot.querySelectorAll('[part~=canvas]')[cell].focus(), cell);
    await this.#browser.press(keys, isCommand ? [KEY.control] : []);
    const after = await this.#data();
    if (this.#isDisabled) assert.deepEqual(after, before);
    // A sample; the next stroke replaces it.
    if ('13'.includes(keys)) this.#note(after, cell);
  }

  async relabel(before) {
    const count = 2 + this.#luck.below(4);
    const labels = Array.from({ length: count }, (_, i) => `${this.#luck.pick(names)} ${i}`);
    this.#say(`has the labels ${labels}`);
    await this.#do((element, labels) => { element.classes = labels; }, labels);
    const after = await this.#data();
    assert.deepEqual(after.labels, labels);
    // A worked example that nobody has touched is replaced by one for the new labels.
    const isUntouched = before.labels.concat('').every((_, i) => this.#replaceable.has(JSON.stringify(shownIn(before, i))));
    if (isUntouched) return this.#note(after);
    before.examples.slice(0, count).forEach((shots, i) => assert.deepEqual(after.examples[i], shots));
    assert.deepEqual(after.input, before.input);
    return undefined;
  }

  async refused(before) {
    const [what, call] = this.#luck.pick(Object.entries(REFUSED));
    this.#say(`is refused ${what}`);
    await this.#browser.evaluate(() => { window.seen.events.length = 0; });
    await this.#do(call);
    assert.deepEqual(await this.#data(), before);
    assert.ok(await this.#browser.evaluate(() => window.seen.events.some(({ type }) => type === 'reptile-error')), what);
    await this.#do((element, labels) => { element.classes = labels; }, before.labels);
  }

  async steps(before) {
    const steps = this.#luck.below(8);
    this.#say(`takes ${steps} steps`);
    await this.#do((element, steps) => { element.steps = steps; }, steps);
    assert.deepEqual(await this.#data(), before);
  }

  async disable(before) {
    this.#isDisabled = !this.#isDisabled && this.#luck.isHit(0.5);
    this.#say(this.#isDisabled ? 'is disabled' : 'is enabled');
    await this.#do((element, isDisabled) => { element.disabled = isDisabled; }, this.#isDisabled);
    assert.deepEqual(await this.#data(), before);
  }

  async move(before) {
    this.#say('moves in the page');
    await this.#do((element) => document.body.append(element));
    assert.deepEqual(await this.#data(), before);
  }

  async round(before) {
    this.#say('gets what it holds');
    await this.#do((element) => element.fromJSON(JSON.parse(JSON.stringify(element))));
    assert.deepEqual(await this.#data(), before);
  }

  /** What changed the drawings alone is undone and done again. */
  async #backAndForth(before, after) {
    if (JSON.stringify(before.labels) !== JSON.stringify(after.labels)) return;
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    if (/Undo|Redo|Ctrl/.test(this.done.at(-1))) return;
    this.#say('goes back and forth');
    const times = /draws/.test(this.done.at(-2)) ? this.#strokes : 1;
    for (let i = 0; i < times; i++) await this.#do((element) => element.undo());
    assert.deepEqual(await this.#data(), before, 'undone');
    for (let i = 0; i < times; i++) await this.#do((element) => element.redo());
    assert.deepEqual(await this.#data(), after, 'done again');
  }

  /** The answer is the one that a classifier of its own gives for what the cells hold, or none where one is missing. */
  async answered() {
    this.#say('answers');
    const data = await this.#data();
    const isWhole = data.input.length > 0 && data.examples.every(([shown]) => shown?.length > 0);
    if (!isWhole) {
      const shown = await this.#browser.evaluate(() => {
        const { predictions, value } = document.querySelector('reptile-sketch');
        return { predictions, value };
      });
      assert.deepEqual(shown, { predictions: null, value: '' });
      return;
    }
    const { predictions, value } = await this.#browser.until('there is an answer', () => {
      const { predictions, value } = document.querySelector('reptile-sketch');
      return predictions && { predictions, value };
    });
    const expected = await this.#browser.evaluate(async ({ labels, examples, input }) => {
      window.classifier ??= await window.reptile.SketchClassifier.load();
      const { steps } = document.querySelector('reptile-sketch');
      const support = labels.flatMap((label, i) => examples[i].map((drawing) => ({ label, drawing })));
      await window.classifier.adapt(support, { steps: steps ?? undefined });
      return (await window.classifier.classify(input)).predictions;
    }, data);
    assert.deepEqual(predictions.map(({ label }) => label), data.labels);
    predictions.forEach(({ probability }, i) =>
      assert.ok(Math.abs(probability - expected[i].probability) < 1e-4, JSON.stringify({ predictions, expected })));
    const [first, second] = [...predictions].sort((a, b) => b.probability - a.probability);
    if (first.probability - second.probability > 1e-4) assert.equal(value, first.label);
  }
}

/** What a cell shows. */
const shownIn = ({ labels, examples, input }, cell) => (cell === labels.length ? input : (examples[cell][0] ?? []));

/** @param {number[][]} drawing @param {number[][]} expected strokes that begin and end there, and pass by all its points */
function assertAlike(drawing, expected) {
  const both = JSON.stringify({ drawing, expected });
  assert.equal(drawing.length, expected.length, both);
  drawing.forEach((stroke, i) => {
    const [points, wanted] = [pointsOf(stroke), pointsOf(expected[i])];
    for (const end of [0, -1]) assert.ok(distance(points.at(end), wanted.at(end)) < NEAR, both);
    for (const point of wanted) assert.ok(Math.min(...points.map((from, at) => away(point, from, points[at + 1] ?? from))) < NEAR, both);
  });
}

const pointsOf = (stroke) => Array.from({ length: stroke.length / 2 }, (_, i) => stroke.slice(2 * i, 2 * i + 2));
const distance = ([ax, ay], [bx, by]) => Math.hypot(bx - ax, by - ay);

/** How far a point is from a line. */
function away([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
