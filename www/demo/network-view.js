// @ts-check
import { set, write } from '../shared/dom.js';
import { Latest } from '../shared/latest.js';

/** @typedef {import('../index.js').SketchClassifier} SketchClassifier */

const SIDE_PX = 28;

/** The drawings as the network sees them, a small picture for each cell. */
export class NetworkView {
  #root;
  #load;
  /** @type {SketchClassifier | undefined} */
  #classifier;
  /** @type {() => { label: string, drawing: number[][] }[]} */
  #read;
  /** @type {{ drawing: number[][], pixels?: Float32Array }[]} */
  #seen = [];
  #latest = new Latest(() => this.#compute());

  /**
   * @param {HTMLElement} root with a figure or more, so that nothing below moves when the network comes
   * @param {() => Promise<SketchClassifier>} load
   * @param {() => { label: string, drawing: number[][] }[]} read
   */
  constructor(root, load, read) {
    this.#root = root;
    this.#load = load;
    this.#read = read;
    this.#name(read());
  }

  /** Shows what there is now. */
  update() {
    return this.#latest.update();
  }

  async #compute() {
    try {
      const classifier = (this.#classifier ??= await this.#load());
      const cells = this.#read();
      const shown = this.#seen;
      this.#seen = await Promise.all(
        cells.map(async ({ drawing }, i) => {
          const before = shown[i];
          if (before && isSame(before.drawing, drawing)) return before;
          return { drawing, pixels: drawing.length ? await classifier.rasterize(drawing) : undefined };
        }),
      );
      this.#show(cells, shown);
      await new Promise(requestAnimationFrame);
    } catch {
      // The element reports what is wrong; these pictures are only an illustration.
    }
  }

  /** @param {{ label: string }[]} cells */
  #name(cells) {
    while (this.#root.children.length > cells.length) this.#root.lastElementChild?.remove();
    while (this.#root.children.length < cells.length) this.#root.append(this.#root.children[0].cloneNode(true));
    cells.forEach(({ label }, i) => write(this.#root.children[i].children[1], label));
  }

  /**
   * @param {{ label: string }[]} cells
   * @param {object[]} shown what is painted already
   */
  #show(cells, shown) {
    this.#name(cells);
    cells.forEach(({ label }, i) => {
      const [canvas] = this.#root.children[i].children;
      const seen = this.#seen[i];
      const { pixels } = seen;
      set(canvas, 'role', 'img');
      set(canvas, 'aria-label', pixels ? `${label}, as pixels` : `${label}, empty`);
      if (seen !== shown[i]) paint(/** @type {HTMLCanvasElement} */ (canvas), pixels);
    });
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array | undefined} pixels 0 paper to 1 ink
 */
function paint(canvas, pixels) {
  const image = new ImageData(SIDE_PX, SIDE_PX);
  for (let i = 0; i < SIDE_PX * SIDE_PX; i++) {
    image.data.fill(255 * (pixels?.[i] ?? 0), 4 * i, 4 * i + 3);
    image.data[4 * i + 3] = 255;
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}

/**
 * @param {number[][]} a
 * @param {number[][]} b
 */
function isSame(a, b) {
  return (
    a.length === b.length &&
    a.every((stroke, i) => stroke.length === b[i].length && stroke.every((x, j) => x === b[i][j]))
  );
}
