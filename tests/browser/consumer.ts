// The contract, as a strict compiler reads it in somebody else's project. Never run; see
// package.test.mjs.

import { ReptileError, SketchClassifier, defineReptileSketch } from 'reptile-sketch';
import type { AdaptOptions, Bitmap, Drawing, LoadOptions, Prediction, ReptileSketchProperties } from 'reptile-sketch';
import 'reptile-sketch/element.js';
import { SketchClassifier as InOnePiece } from 'reptile-sketch/static.js';

const strokes: Drawing = [[0, 0, 10, 10], Float32Array.of(1, 2, 3, 4)];
const bitmap: Bitmap = { data: new Uint8ClampedArray(4), width: 1, height: 1 };

export async function use(file: ArrayBuffer, signal: AbortSignal): Promise<Prediction[]> {
  await SketchClassifier.load();
  await InOnePiece.load({ wasm: file });
  await SketchClassifier.load({ weights: file, wasm: new URL('https://example.org/a.wasm'), worker: '/worker.js' });
  await SketchClassifier.load({ wasm: new Uint8Array(8), weights: new DataView(file) }).catch((error: unknown) => {
    if (error instanceof ReptileError && error.code === 'load-failed') return error.message;
    throw error;
  });
  const classifier: SketchClassifier = await SketchClassifier.load({ worker: false });
  const adapted = await classifier.adapt([{ label: 'a', drawing: strokes }, { label: 'b', drawing: bitmap }], { steps: 3, signal });
  const losses: Float32Array = adapted.losses;
  const { predictions, unlike, elapsedMs } = await classifier.classify(strokes);
  const numbers: number[] = [losses[0], unlike, elapsedMs, adapted.elapsedMs, predictions[0].probability];
  const label: string = predictions[0].label;
  classifier.dispose();
  classifier[Symbol.dispose]();
  return numbers.length > 0 && label ? predictions : [];
}

/** With `exactOptionalPropertyTypes`, too, what a program may not have can be passed on. */
export const passed = (address: string | undefined, steps: number | undefined, signal: AbortSignal | undefined): object[] => {
  const load: LoadOptions = { weights: address, wasm: address, worker: address, init: undefined, seed: steps };
  const adapt: AdaptOptions = { steps, signal };
  const properties: ReptileSketchProperties = { labels: address, steps, weights: address, name: address, strings: { undo: address } };
  return [load, adapt, properties];
};

export function element(): void {
  defineReptileSketch();
  defineReptileSketch('my-sketch');
  const sketch = document.createElement('reptile-sketch');
  sketch.classes = ['a', 'b'] as const;
  sketch.classes = 'a,b';
  sketch.labels = 'a,b';
  const classes: string[] = sketch.classes;
  const label: string | undefined = sketch.labels[0]?.textContent ?? classes[0];
  sketch.setExample(0, strokes);
  sketch.addExample(0, strokes);
  sketch.setInput(strokes);
  const drawing: Drawing = sketch.getExample(0);
  sketch.setInput(drawing);
  sketch.setInput(sketch.getInput());
  sketch.clear();
  sketch.clear(1);
  sketch.clearAll();
  sketch.undo();
  sketch.redo();
  sketch.fromJSON(sketch.toJSON());
  const fixed = { labels: ['a', 'b'], examples: [[[[1, 2]]], [[[3, 4]]]], input: [[5, 6]] } as const;
  sketch.fromJSON(fixed);
  sketch.setInput(fixed.input);
  sketch.ready.then(() => sketch.loading === 'lazy');
  sketch.wasm = new Uint8Array(8);
  sketch.worker = false;
  sketch.weights = new URL('https://example.org/mine.safetensors');
  sketch.strings = { undo: undefined, redo: null, shots: 'many', percent: (share) => String(share) };
  const value: string = sketch.value;
  const predictions: Prediction[] | null = sketch.predictions;
  sketch.addEventListener('predict', (event) => event.detail.predictions.map((prediction) => prediction.label + value + label));
  sketch.addEventListener('adapt', ({ detail: { losses, elapsedMs } }) => losses.fill(elapsedMs));
  sketch.addEventListener('reptile-error', ({ detail }) => detail.code === 'bad-weights' && predictions);
  // @ts-expect-error a drawing is a list of strokes
  sketch.setInput([0, 0, 1, 1]);
  // @ts-expect-error there is no such setting
  SketchClassifier.load({ learningRate: 1 });
}
