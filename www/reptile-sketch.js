// @ts-check
import { checkNames, labelsOf, SketchAttributes } from './attributes.js';
import { Board } from './board.js';
import { SketchClassifier } from './classifier.js';
import { codeOf, messageOf, ReptileError } from './errors.js';
import { copyOf, fitToCell } from './fit.js';
import { emptyDrawings, History, missingFrom, shownIn, withDrawing } from './history.js';
import { followKeys } from './keys.js';
import { LiveClassifier } from './live-classifier.js';
import { drawnAgain, QUERY, SAMPLES, samplesFor } from './samples.js';
import { tellMissing, tellResult, topOf } from './status.js';

/**
 * @typedef {import('./fit.js').CellDrawing} CellDrawing
 * @typedef {import('./history.js').Drawings} Drawings
 */

/** `<reptile-sketch>`: draw one example of each label, then one more, and see which it is. */
export class ReptileSketch extends SketchAttributes {
  #internals = this.attachInternals();
  #names = ['', '', ''];
  #history = new History(emptyDrawings(3));
  /** @type {import('./index.js').Prediction[] | null} */
  #predictions = null;
  /** @type {ReptileError | undefined} */
  #error;
  #isReady = false;
  #isDisabled = false;
  #open = -1;
  #loads = 0;
  #isLoading = false;
  /** Samples nobody has drawn on yet: the first stroke replaces them. @type {WeakSet<CellDrawing>} */
  #untouched = new WeakSet();
  /** How often a sample was put in a cell. */
  #put = 0;
  #board;
  #live;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open', delegatesFocus: false });
    this.#board = new Board(shadow, (index) => this.#cellEvents(index), (command) => this.#run(command));
    followKeys(shadow, this.#board, {
      erase: (index) => this.#erase(index),
      sample: (index, number) => this.#putSample(index, Object.keys(SAMPLES)[number]),
      open: (index) => this.#toggle(index),
      close: () => this.#toggle(-1),
      undo: () => this.#run('undo'),
      redo: () => this.#run('redo'),
    });
    this.#live = new LiveClassifier({
      read: () => this.#task(),
      isComplete: (part) => this.#isComplete(part),
      onAdapt: (result) => {
        this.#error = undefined;
        this.#emit('adapt', result);
      },
      onClassify: (result) => this.#take(result),
      onError: (error) => this.#fail(error),
    });
    this.#board.resize(3);
  }
}
