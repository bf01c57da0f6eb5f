// @ts-check
import { isLink } from '../keep/copy.js';
import { linkTo, stateIn } from '../keep/link.js';
import { Notice } from '../keep/notice.js';
import { pack, unpack } from './packed.js';
import { toPng, toSvg } from './picture.js';

/**
 * @typedef {import('../index.js').ReptileSketchElement} Sketch
 * @typedef {import('./page.js').State} State
 *
 * @typedef {object} Page
 * @property {Sketch} sketch
 * @property {() => State} read
 * @property {(state: State) => boolean} isExample whether nobody has drawn yet
 * @property {(state: State, weights?: Sketch['weights']) => boolean} apply whether it was possible; if not, nothing has
 *   changed. It keeps the weights that are there, if none are given
 * @property {import('../keep/copy.js').LocalCopy} copy what is kept here
 */

/** What the visitor may ask for once there is something to keep: a link, pictures, a tag; and links that are opened. */
class Sharing {
  #page;
  #notice;
  /** Those of the visitor, in whose place a link starts from the page's. @type {Sketch['weights']} */
  #weights = '';

  /**
   * @param {Page} page
   * @param {HTMLElement} place for what is said
   */
  constructor(page, place) {
    this.#page = page;
    this.#notice = new Notice(place);
  }

  async link() {
    const link = await linkTo(packed(this.#page.read()));
    history.replaceState(null, '', link);
    await this.#notice.copy(link, `A link with these drawings${this.#without()}`);
  }

  async png() {
    this.#save('png', await toPng(...this.#picture()));
  }

  svg() {
    this.#save('svg', new Blob([toSvg(...this.#picture())], { type: 'image/svg+xml' }));
  }

  tag() {
    const { sketch } = this.#page;
    // A cell without a name is called by its number.
    const names = sketch.classes.map((label, i) => (label === String(i + 1) ? '' : label));
    // The attribute cannot hold names with commas.
    const hasCommas = names.some((name) => name.includes(','));
    const labels = hasCommas || names.join('') === '' && names.length === 3 ? null : names.join(',');
    const given = { labels, steps: sketch.getAttribute('steps'), init: sketch.getAttribute('init') };
    const attributes = Object.entries(given).flatMap(([name, value]) =>
      value ? [` ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`] : []);
    const address = new URL('index.js', location.href.split('#')[0]);
    const script = hasCommas
      ? ` document.querySelector('reptile-sketch').classes = ${JSON.stringify(sketch.classes).replaceAll('<', '\\u003c')};` : '';
    return this.#notice.copy(
      `<script type="module">import { defineReptileSketch } from '${address}'; defineReptileSketch();${script}</script>\n`
      + `<reptile-sketch${attributes.join('')}></reptile-sketch>`, `The tag for a page of your own${this.#without()}`);
  }

  /** What is too large to be in a text. */
  #without() {
    return this.#page.sketch.weights ? ', without the weights trained here,' : '';
  }

  /** Begins a visit, or goes on with one where there is a new link. @param {State} [earlier] from another visit */
  async welcome(earlier) {
    if (earlier) this.#cover(earlier);
    if (isLink()) return this.#open();
    if (this.#page.copy.covered.length > 0) this.#offer('');
  }

  /** Keeps what something else is about to replace. @param {State} state */
  cover(state) {
    this.#cover(state);
    this.#offer('');
  }

  /** Shows what a link holds; the drawings that were here can be brought back. */
  async #open() {
    const mine = this.#page.read();
    const { weights } = this.#page.sketch;
    try {
      const { sketch, steps, random } = Object(await stateIn(location.hash));
      const state = { sketch: unpackable(sketch), steps: steps ?? null, random: Boolean(random) };
      if (!this.#page.apply(state, '')) throw new Error('This link holds no drawings that can be shown.');
      if (weights) this.#weights = weights;
      // Who comes back to a link, as by the button for that, finds what was there.
      if (JSON.stringify(packed(this.#page.read())) !== JSON.stringify(packed(mine))) this.#cover(mine);
      this.#offer('These drawings are from a link.');
    } catch (error) {
      this.#notice.say(`${/** @type {Error} */ (error).message} What you have drawn is as it was.`);
    }
  }

  /** @param {State} state */
  #cover(state) {
    const { copy, isExample } = this.#page;
    copy.isOwn = false;
    if (!isExample(state)) copy.cover(state);
  }

  /** Offers to bring back what was covered. @param {string} reason */
  #offer(reason) {
    const { copy } = this.#page;
    const state = Object(copy.covered.at(-1));
    if (copy.covered.length === 0) return this.#notice.say(reason);
    // Another tab may have left some meanwhile.
    const others = () => copy.covered.filter((each) => JSON.stringify(each) !== JSON.stringify(state));
    this.#notice.say(`${reason} Drawings that you made before are kept.`,
      this.#notice.button('Bring mine back', () => {
        const now = this.#page.read();
        if (!this.#page.apply(state, this.#page.sketch.weights || this.#weights)) {
          copy.covered = others();
          return this.#offer('What was kept cannot be shown.');
        }
        // What was drawn since waits behind the others.
        copy.covered = copy.isOwn ? [now, ...others()] : others();
        copy.changed();
        this.#offer('These are yours again.');
      }),
      this.#notice.button('Forget mine', () => {
        copy.covered = others();
        this.#offer('');
      }));
  }

  /** @returns {[import('./picture.js').Cell[], string, import('./picture.js').Colours]} */
  #picture() {
    const { sketch } = this.#page;
    const { predictions, value } = sketch;
    const cells = sketch.classes.map((label, i) => ({
      title: label,
      drawing: sketch.getExample(i),
      told: predictions ? `${Math.round(100 * predictions[i].probability)}%` : '',
      isMarked: value === label,
    }));
    const last = { title: 'Which one?', drawing: sketch.getInput(), told: value && `= ${value}`, isMarked: Boolean(value) };
    const { random } = this.#page.read();
    const start = random ? 'untrained weights' : sketch.weights ? 'weights trained in the browser' : 'the weights that Reptile found';
    const style = getComputedStyle(sketch);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    return [[...cells, last], `reptile-sketch: one drawing of each was learned, from ${start}.`, {
      ink: colour('--ink'), paper: colour('--card'), quiet: colour('--quiet'), accent: colour('--accent'),
      font: 'system-ui, sans-serif',
    }];
  }

  /** @param {string} kind @param {Blob} blob */
  #save(kind, blob) {
    const href = URL.createObjectURL(blob);
    Object.assign(document.createElement('a'), { href, download: `reptile-sketch.${kind}` }).click();
    // A browser that asks where to save the file has not read it yet.
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
    this.#notice.say('The picture is saved.');
  }
}

/** A state as a link holds it. @param {State} state */
const packed = ({ sketch, ...rest }) => ({ ...rest, sketch: pack(sketch) });

/** @param {unknown} packed */
function unpackable(packed) {
  try {
    return unpack(packed);
  } catch {
    throw new Error('This link holds no drawings that can be shown.');
  }
}

/** @type {Sharing | undefined} */
let sharing;

/** The one of this page. @param {Page} page @param {HTMLElement} place for what is said */
export const sharingOf = (page, place) => (sharing ??= new Sharing(page, place));
