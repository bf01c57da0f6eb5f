// Templates of frameworks that are installed know the element.
import './react.js';
import './svelte.js';
import './vue.js';

/** Strokes `[x0, y0, x1, y1, ...]`, in any unit, y down. */
export type Drawing = readonly ArrayLike<number>[];

/** RGBA as in `ImageData`: dark ink on light paper, light ink on dark paper, or any ink on transparent pixels. */
export type Bitmap = { readonly data: ArrayLike<number>; readonly width: number; readonly height: number };

export type Prediction = { label: string; probability: number };

export type Example = { readonly label: string; readonly drawing: Drawing | Bitmap };

export type ReptileErrorCode =
  | 'empty-drawing'
  | 'bad-point'
  | 'bad-image'
  | 'no-support'
  | 'bad-setting'
  | 'bad-weights'
  | 'load-failed'
  | 'aborted'
  | 'superseded'
  | 'disposed'
  | 'worker-lost';

/** The reason of every rejected promise. */
export class ReptileError extends Error {
  constructor(code: ReptileErrorCode, message: string, cause?: unknown);
  name: 'ReptileError';
  code: ReptileErrorCode;
}

export type Bytes = ArrayBuffer | ArrayBufferView | SharedArrayBuffer;

/** A `TrustedScriptURL`, which not every version of TypeScript knows. */
export type TrustedAddress = { toJSON(): string };

export interface LoadOptions {
  /** A weights file to use instead of the embedded one. */
  weights?: Bytes | URL | string | undefined;
  /**
   * The wasm module or its address. Default: the file beside the scripts, `reptile_sketch_relaxed_bg.wasm` where the
   * engine has relaxed SIMD, else `reptile_sketch_bg.wasm`.
   */
  wasm?: Bytes | WebAssembly.Module | URL | string | undefined;
  /**
   * `true`, the default, computes in a worker, or in the calling thread where no worker can be started; `false` in the
   * calling thread; else the address of `worker.js`, as a `TrustedScriptURL` where the page demands one.
   */
  worker?: boolean | URL | string | TrustedAddress | undefined;
  /** `'random'` starts from untrained weights, for comparison. */
  init?: 'pretrained' | 'random' | undefined;
  /** For `init: 'random'`; default another one each time, which `seed` of the classifier then says. */
  seed?: number | undefined;
}

export interface AdaptOptions {
  /** Inner steps, 0 to 100; default: the number stored with the weights. */
  steps?: number | undefined;
  /** After an abort the classifier is as it was before. */
  signal?: AbortSignal | undefined;
}

export interface AdaptResult {
  /** The loss before each step, and after the last. */
  losses: Float32Array;
  /** From the receipt in the worker to its reply. */
  elapsedMs: number;
}

export interface ClassifyResult {
  /** In the order in which the labels first came. */
  predictions: Prediction[];
  /** How unlike all of the examples the drawing is: 0 is identical to one of them, 1 or more is unlike any. */
  unlike: number;
  confidence: Confidence;
  elapsedMs: number;
}

/** `sure`: the top label is likely enough. `unsure`: none is. `unlike`: the drawing is like none of the examples. */
export type Confidence = 'sure' | 'unsure' | 'unlike';

/** Learns from a few labelled drawings, then classifies others. Every returned value is a copy. */
export class SketchClassifier {
  private constructor();
  /** What the random weights were made from, to have them again; `null` for weights that are not random. */
  readonly seed: number | null;
  static load(options?: LoadOptions): Promise<SketchClassifier>;
  /** 2 to 20 different labels; several examples with one label are several shots. */
  adapt(examples: readonly Example[], options?: AdaptOptions): Promise<AdaptResult>;
  classify(drawing: Drawing | Bitmap): Promise<ClassifyResult>;
  /** What the network sees: 28 x 28 values, row by row, 0 paper to 1 ink. */
  rasterize(drawing: Drawing | Bitmap): Promise<Float32Array>;
  dispose(): void;
  [Symbol.dispose](): void;
}

/** The whole of a `<reptile-sketch>`, as plain data for JSON. */
export interface SketchData {
  labels: string[];
  /** For each label its drawings. */
  examples: number[][][][];
  input: number[][];
}

/** What `fromJSON` takes. */
export interface ReadonlySketchData {
  readonly labels: readonly string[];
  readonly examples: readonly (readonly Drawing[])[];
  readonly input: Drawing;
}

/**
 * Every text of a `<reptile-sketch>`, those for screen readers too. `what` is `example(label)` or `input`; a share is 0 to
 * 1; a confidence says how far an answer can be trusted.
 */
export interface SketchStrings {
  drawHere: string;
  question: string;
  edit: string;
  editTitle: string;
  done: string;
  doneTitle: string;
  erase: string;
  eraseTitle(what: string): string;
  sample: string;
  sampleTitle: string;
  sampleLabel(what: string): string;
  sampleName(name: string): string;
  sampleOption(name: string, key: string): string;
  nameTitle: string;
  nameLabel(label: string): string;
  example(label: string): string;
  input: string;
  canvas(what: string, isEmpty: boolean): string;
  shots(count: number): string;
  barLabel(label: string): string;
  percent(share: number): string;
  unknown: string;
  editAll: string;
  editAllTitle: string;
  eraseAll: string;
  eraseAllTitle: string;
  undo: string;
  undoTitle: string;
  redo: string;
  redoTitle: string;
  /** A cell without a name, among answers. */
  drawing(label: string): string;
  /** A cell without a name, among cells. */
  cell(label: string): string;
  answer(word: string, confidence: Confidence): string;
  likeNone: string;
  loading: string;
  learning: string;
  /** Which of `ways` examples are missing; none: the last drawing is. */
  missing(empty: string[], ways: number): string;
  even: string;
  /** One answer, or several that are about as likely, with their shares in percent. */
  result(words: string[], shares: string[], confidence: Confidence): string;
  /** What to draw anew; null: the last drawing. */
  redraw(word: string | null): string;
  workedExample: string;
  sampleInput: string;
  sampleByKey(name: string): string;
  erasedAll: string;
  /** `message` is in English. */
  error(code: ReptileErrorCode, message: string): string;
  sentences(parts: string[]): string;
}

/** Texts in place of some of the English ones; a text can be in place of a function. */
export type OwnStrings = { readonly [Name in keyof SketchStrings]?: SketchStrings[Name] | string | null | undefined };

export interface ReptileSketchEventMap extends HTMLElementEventMap {
  ready: CustomEvent<null>;
  adapt: CustomEvent<AdaptResult>;
  predict: CustomEvent<ClassifyResult>;
  'reptile-error': CustomEvent<{ code: ReptileErrorCode; message: string }>;
}

type AnyListener = ((event: Event) => void) | { handleEvent(event: Event): void };

/** `<reptile-sketch>`; drawings come out in units of the cell, 0 to 100. */
export interface ReptileSketchElement extends HTMLElement {
  /** What to tell apart: the names of the cells. */
  get classes(): string[];
  /** An array, or a string with commas, as in the attribute `labels`. */
  set classes(classes: readonly string[] | string | null | undefined);
  /** The `<label>`s on the page, as of every form control. */
  get labels(): NodeListOf<HTMLLabelElement>;
  /** Sets `classes`: frameworks set a property for the attribute `labels`. */
  set labels(classes: readonly string[] | string | null | undefined);
  /** Inner steps; null: the number stored with the weights. */
  get steps(): number | null;
  set steps(steps: number | null | undefined);
  /** A weights file or its address, which alone is in the attribute; empty: the embedded weights. */
  get weights(): string | Bytes;
  set weights(weights: string | Bytes | URL | null | undefined);
  /** The wasm or its address, which alone is in the attribute; empty: the file beside the scripts. */
  get wasm(): string | Bytes | WebAssembly.Module;
  set wasm(wasm: string | Bytes | WebAssembly.Module | URL | null | undefined);
  /** The address of `worker.js`; empty: the file beside the scripts; `'false'`: the page's own thread. */
  get worker(): string | TrustedAddress;
  set worker(worker: string | boolean | URL | TrustedAddress | null | undefined);
  /** `'random'` starts from untrained weights. */
  init: '' | 'random';
  /** `lazy`: the network is loaded when the element is near the viewport. */
  loading: 'eager' | 'lazy';
  /** Settles when the first answer can come; also after the event `ready` has passed. */
  readonly ready: Promise<void>;
  /** Starts without the worked example. */
  blank: boolean;
  disabled: boolean;
  get strings(): SketchStrings;
  /** Texts in place of the English ones. */
  set strings(strings: OwnStrings | null | undefined);
  /** Whether its form may be sent only with an answer to what the user drew. */
  required: boolean;
  name: string;
  readonly form: HTMLFormElement | null;
  readonly validity: ValidityState;
  /** What is missing, in words. */
  readonly validationMessage: string;
  readonly willValidate: boolean;
  checkValidity(): boolean;
  reportValidity(): boolean;
  /** Empty: it is valid. */
  setCustomValidity(message: string): void;
  /**
   * The top label; empty while something is missing, or the answer to the last change is not there yet. A form gets no
   * value for the sample that the element came with.
   */
  readonly value: string;
  /** Null while something is missing, or the answer to the last change is not there yet. */
  readonly predictions: Prediction[] | null;
  setExample(index: number, drawing: Drawing): void;
  addExample(index: number, drawing: Drawing): void;
  setInput(drawing: Drawing): void;
  getExample(index: number): number[][];
  getInput(): number[][];
  /** Clears a cell; without an index, the input. */
  clear(index?: number): void;
  clearAll(): void;
  undo(): void;
  redo(): void;
  toJSON(): SketchData;
  fromJSON(data: ReadonlySketchData): void;
  addEventListener<K extends keyof ReptileSketchEventMap>(
    type: K,
    listener: (this: ReptileSketchElement, event: ReptileSketchEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: AnyListener,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof ReptileSketchEventMap>(
    type: K,
    listener: (this: ReptileSketchElement, event: ReptileSketchEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: AnyListener,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** What a template may set, as an attribute or a property; `reptile-sketch/react`, `/vue` and `/svelte` put it to use. */
export interface ReptileSketchProperties {
  labels?: readonly string[] | string | null | undefined;
  classes?: readonly string[] | string | null | undefined;
  steps?: number | `${number}` | null | undefined;
  weights?: string | Bytes | URL | undefined;
  wasm?: string | Bytes | WebAssembly.Module | URL | undefined;
  worker?: string | boolean | URL | TrustedAddress | undefined;
  init?: '' | 'random' | undefined;
  loading?: 'eager' | 'lazy' | undefined;
  blank?: boolean | undefined;
  required?: boolean | undefined;
  disabled?: boolean | undefined;
  name?: string | undefined;
  strings?: OwnStrings | null | undefined;
}

/** Defines the element; a second call for the same name does nothing. */
export function defineReptileSketch(tagName?: string): void;

declare global {
  // Older compilers have no library with it.
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
  interface HTMLElementTagNameMap {
    'reptile-sketch': ReptileSketchElement;
  }

  // What programs without the library `dom`, as for workers or Node, do not have: to refer to it would put `window` there,
  // and break the library `webworker`. Where there is one, these add nothing.
  interface AbortSignal {}
  interface AddEventListenerOptions {}
  interface CustomEvent<T = any> {}
  interface Event {}
  interface EventListenerOptions {}
  interface HTMLElement {}
  interface HTMLElementEventMap {}
  interface HTMLFormElement {}
  interface HTMLLabelElement {}
  interface Node {}
  interface NodeListOf<TNode extends Node> {}
  interface URL {}
  interface ValidityState {}
  namespace WebAssembly {
    interface Module {}
  }
}
