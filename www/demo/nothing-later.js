// @ts-check
import { create, enable } from '../shared/dom.js';
import { counted, readable } from '../shared/numbers.js';
import { Trainer } from '../train/client.js';
import { readDrawings } from '../train/files.js';
import { AccuracyCurve } from './accuracy-curve.js';
import { adopt } from './adopt.js';
import { keepTraining, keptFiles, keptTraining } from './kept-training.js';
import { LATER } from './later-styles.js';
import { MEASURED } from './measured.js';
import { PARTS } from './part-styles.js';
import { acceptDrops, TrainingSource } from './training-source.js';

/**
 * @typedef {import('../index.js').ReptileSketchElement} Sketch
 * @typedef {import('../train/protocol.js').Status} Status
 */

/** About a minute on a current computer; each time that it is planned anew, ten times as many altogether. */
const FIRST_TASKS = 2400;
const GROWTH = 10;
const UNTRAINED = 'Nothing learned yet.';

/** What such training, and one of ten times as many tasks, reached on drawings by people. */
function ofPeople() {
  const { characters, fromNothing } = MEASURED;
  return `Measured on people’s drawings, with three classes: after ${readable(FIRST_TASKS)} tasks ${fromNothing.first.toFixed(1)} `
    + `of 100 characters are told right, after ${readable(GROWTH * FIRST_TASKS)} ${fromNothing.tenfold.toFixed(1)}; with the weights `
    + `of this page, which learned from people’s drawings, ${characters.reptile.toFixed(1)}.`;
}

/** Meta-training from nothing, in the visitor's browser. */
class FromNothing {
  root = create('section', { className: 'panel part training', ariaLabel: 'Start from nothing' });
  #sketch;
  #startFrom;
  #trainer = new Trainer();
  #curve = new AccuracyCurve(FIRST_TASKS);
  #train = create('button', { type: 'button', className: 'main', textContent: 'Train' });
  #anew = create('button', { type: 'button', textContent: 'Start over', disabled: true });
  #save = create('button', { type: 'button', textContent: 'Download θ', disabled: true });
  #use = create('button', { type: 'button', textContent: 'Put θ into the demo', disabled: true });
  #open = create('button', { type: 'button', textContent: 'Load θ' });
  #file = create('input', { type: 'file', accept: '.safetensors', hidden: true });
  #source = new TrainingSource((files) => this.#guard(() => this.#learnFrom(files)));
  #told = create('p', { className: 'note told', textContent: UNTRAINED });
  #answer = create('p', { className: 'note told' });
  /** @type {Status | undefined} */
  #status;
  /** The last measurement, with its weights. @type {Status | undefined} */
  #kept;
  /** @type {import('../train/protocol.js').DrawingFile[] | undefined} */
  #files;
  /** The run that goes on. @type {object | undefined} */
  #running;
  /** Tasks on their way, also of a run that was stopped. @type {Promise<unknown> | undefined} */
  #coming;
  #seed = 0;
  #seconds = 0;

  /** @param {Sketch} sketch @param {(weights: Uint8Array) => void} startFrom puts them into the demo */
  constructor(sketch, startFrom) {
    this.#sketch = sketch;
    this.#startFrom = startFrom;
    const bar = create('div', { className: 'row' });
    bar.append(this.#train, this.#anew, this.#save, this.#open, this.#use, this.#file);
    this.root.append(
      create('h2', { textContent: 'Start from nothing, press Train' }),
      create('p', { className: 'note', textContent: 'Untrained weights θ, and Reptile in your browser. The tasks are alphabets '
        + 'that nobody has ever written: made up as they are needed, ten glyphs a task, each drawn by other hands. The curve '
        + 'is the accuracy on alphabets that the training never sees, three glyphs with one example each.' }),
      create('p', { className: 'note', textContent: ofPeople() }),
      bar, this.#source.root, this.#curve.root, this.#told, this.#answer);
    this.#train.addEventListener('click', () => (this.#running ? this.#stop() : this.#go()));
    this.#anew.addEventListener('click', () => this.#startOver());
    this.#save.addEventListener('click', () => this.#guard(() => this.#download()));
    this.#use.addEventListener('click', () => this.#guard(() => this.#putIn()));
    this.#open.addEventListener('click', () => this.#file.click());
    this.#file.addEventListener('change', () => this.#guard(() => this.#pickWeights()));
    acceptDrops(this.root, (files) => this.#guard(() => this.#take(files)));
    // Challenges and links change the drawings, too.
    for (const type of ['adapt', 'input']) {
      sketch.addEventListener(type, () => { if (!this.#running && this.#status) this.#guard(() => this.#answerAnew()); });
    }
    this.#restore(keptTraining());
  }

  /** Shows what was learned before the page was loaded. @param {import('./kept-training.js').KeptTraining | undefined} training */
  #restore(training) {
    if (!training) return;
    const { seed, seconds, planned, measured, weights, source } = training;
    [this.#seed, this.#seconds] = [seed, seconds];
    for (const [tasks, accuracy] of measured) this.#note({ tasks, planned, accuracy, source });
    this.#kept = { tasks: training.tasks, planned, weights };
    if (source?.classes) this.#coming = this.#fetchFiles();
  }

  /** Brings back the visitor's drawings, to go on with. */
  async #fetchFiles() {
    this.#files = await keptFiles(this.#seed);
    if (this.#files.length > 0) return;
    this.#told.textContent = 'What it learned from your drawings is still here, the drawings are not: it would go on with made-up alphabets.';
  }

  async #go() {
    const mine = {};
    await this.#guard(async () => {
      this.#running = mine;
      this.#show();
      try {
        await this.#coming?.catch(() => {});
        if (this.#running === mine) await this.#prepare();
        while (this.#running === mine && this.#status && this.#status.tasks < this.#status.planned) {
          const begunMs = performance.now();
          const coming = this.#trainer.ask('run', { symbols: this.#symbols() });
          this.#coming = coming;
          const status = await coming;
          this.#seconds += (performance.now() - begunMs) / 1000;
          this.#note(status);
        }
      } finally {
        // Before what went wrong is said in place of how far it is.
        if (this.#running === mine) this.#stop();
      }
    });
  }

  /** Sees to it that there are tasks to go on with. */
  async #prepare() {
    if (!this.#status) return this.#begin();
    const { tasks, planned } = this.#status;
    const aim = tasks < planned ? planned : GROWTH * planned;
    if (this.#trainer.isLost) await this.#recover(aim);
    else if (aim > planned) this.#note(await this.#trainer.ask('plan', { tasks: aim }));
  }

  #stop() {
    this.#running = undefined;
    this.#show();
  }

  /** @param {Uint8Array} [weights] @param {import('../train/protocol.js').DrawingFile[]} [files] */
  async #begin(weights, files = this.#files) {
    const seed = Math.floor(Math.random() * 1e6);
    const status = await this.#trainer.ask('begin', { seed, tasks: FIRST_TASKS, weights, files });
    this.#forget();
    this.#seed = seed;
    this.#files = files;
    this.#note(status);
  }

  /** Goes on in a new worker from the last measurement. @param {number} tasks altogether */
  async #recover(tasks) {
    const { tasks: learned, weights } = this.#kept ?? {};
    this.#note(await this.#trainer.ask('begin', { seed: this.#seed, tasks, learned, weights, files: this.#files }));
  }

  /** Weights or drawings, whichever they are. @param {File[]} files */
  async #take(files) {
    if (this.#running) this.#stop();
    const weights = files.find(({ name }) => /\.safetensors$/i.test(name));
    await (weights ? this.#load(weights) : this.#learnFrom(files));
  }

  /** @param {File[]} files none for made-up alphabets */
  async #learnFrom(files) {
    await this.#begin(undefined, files.length > 0 ? await readDrawings(files) : []);
    await this.#answerAnew();
  }

  #startOver() {
    this.#stop();
    this.#trainer.close();
    this.#forget();
    keepTraining(undefined);
    this.#told.textContent = UNTRAINED;
    this.#answer.textContent = '';
    this.#show();
  }

  #forget() {
    [this.#status, this.#kept, this.#seconds] = [undefined, undefined, 0];
    this.#curve.clear();
  }

  /** @param {Status} status */
  #note(status) {
    this.#status = { ...this.#status, ...status };
    if (status.source) this.#source.show(status.source);
    if (status.accuracy !== undefined) this.#curve.add(status.tasks, status.accuracy, status.planned);
    if (status.weights) this.#keep(status, status.weights);
    if (status.answer) this.#tellAnswer(status.answer);
    this.#show();
  }

  /** @param {Status} status @param {Uint8Array<ArrayBuffer>} weights */
  #keep(status, weights) {
    this.#kept = status;
    const { tasks, planned } = status;
    // What is untrained replaces nothing.
    if (tasks === 0) return;
    const [seed, seconds, source, measured] = [this.#seed, this.#seconds, this.#status?.source, this.#curve.measured];
    keepTraining({ seed, seconds, tasks, planned, source, measured, weights }, this.#files);
  }

  #show() {
    const { tasks = 0, planned = 0, accuracy } = this.#status ?? {};
    const isDone = planned > 0 && tasks >= planned;
    this.#train.textContent = this.#running ? 'Stop' : tasks === 0 ? 'Train' : isDone ? 'Go on, ten times as long' : 'Go on';
    const hasBegun = this.#status !== undefined;
    enable([[this.#train, true], [this.#anew, hasBegun], [this.#save, hasBegun], [this.#open, !this.#running], [this.#use, hasBegun]]);
    if (!hasBegun) return;
    this.#source.enable(this.#running !== undefined);
    const unseen = this.#status?.source?.isMeasuredOnDrawings ? 'classes of yours' : 'alphabets';
    const known = accuracy === undefined ? '' : `: ${Math.round(100 * accuracy)}% on ${unseen} that it never sees`;
    this.#told.textContent = `${counted(tasks, 'task')} of ${readable(planned)} in ${Math.round(this.#seconds)} s${known}. Seed ${this.#seed}.`;
  }

  /** The latest weights, and how many tasks they have learned from; where the worker is lost, those of the last measurement. */
  async #theta() {
    const { tasks = 0 } = this.#status ?? {};
    try {
      if (!this.#trainer.isLost) return { tasks, weights: await this.#trainer.ask('weights', {}) };
    } catch (error) {
      if (!this.#trainer.isLost) throw error;
    }
    return { tasks: this.#kept?.tasks, weights: /** @type {Uint8Array<ArrayBuffer>} */ (this.#kept?.weights) };
  }

  /** The visitor's drawings, if there is one in every cell. */
  #symbols() {
    const examples = this.#sketch.classes.map((_, i) => this.#sketch.getExample(i));
    const input = this.#sketch.getInput();
    return [...examples, input].every(({ length }) => length > 0) ? { examples, input } : undefined;
  }

  async #answerAnew() {
    const symbols = this.#symbols();
    this.#answer.textContent = '';
    if (symbols && !this.#trainer.isLost) this.#tellAnswer(await this.#trainer.ask('answer', { symbols }));
  }

  /** @param {number[]} answer */
  #tellAnswer(answer) {
    const labels = this.#sketch.classes;
    if (labels.length !== answer.length) return;
    const parts = labels.map((label, i) => `${label} ${Math.round(100 * answer[i])}%`);
    this.#answer.textContent = `Your last drawing, with these weights: ${parts.join(', ')}.`;
  }

  async #download() {
    const { weights, tasks } = await this.#theta();
    const url = URL.createObjectURL(new Blob([weights]));
    const name = `theta-${tasks}-tasks-seed-${this.#seed}.safetensors`;
    create('a', { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  async #putIn() {
    this.#startFrom((await this.#theta()).weights);
  }

  async #pickWeights() {
    const [file] = this.#file.files ?? [];
    this.#file.value = '';
    if (file) await this.#load(file);
  }

  /** @param {File} file */
  async #load(file) {
    await this.#begin(new Uint8Array(await file.arrayBuffer()));
    await this.#answerAnew();
  }

  /** Says what went wrong. @param {() => Promise<void>} act */
  async #guard(act) {
    try {
      await act();
    } catch (error) {
      const { code, message } = /** @type {Error & { code?: string }} */ (error);
      const words = code === 'worker-lost' && this.#kept ? `${message} What it learned is kept: Go on takes it up.` : message;
      if (code !== 'aborted') this.#told.textContent = words;
    }
  }
}

/** @type {FromNothing | undefined} */
let fromNothing;

/**
 * Shows it behind a part of the page, or leads to it if it is there.
 * @param {Sketch} sketch
 * @param {(weights: Uint8Array) => void} startFrom
 */
export function show(sketch, startFrom) {
  adopt(LATER);
  adopt(PARTS);
  if (!fromNothing) {
    fromNothing = new FromNothing(sketch, startFrom);
    document.querySelector('.panels')?.after(fromNothing.root);
  }
  fromNothing.root.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
}
