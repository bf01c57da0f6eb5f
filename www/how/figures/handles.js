// @ts-check
import { shape } from '../../shared/svg.js';

/** A finger takes the nearest handle within this many pixels. */
const REACH = 26;

/**
 * @typedef {object} Handle
 * @property {string} name
 * @property {string} kind its class, and so its look
 * @property {() => [number, number]} at in the units of the data
 * @property {(to: [number, number]) => void} move
 * @property {[number, number]} nudge what an arrow key moves it by, in the units of the data
 * @property {() => number} [value] as a number, if that is not its y
 * @property {(at: [number, number]) => string} tell where it is, in words
 */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

/** Things in a picture that can be dragged by mouse, finger or pen, or moved with the arrow keys. */
export class Handles {
  #svg;
  #figure;
  #layer = shape('g', { class: 'handles' });
  /** @type {{ handle: Handle, element: SVGElement }[]} */
  #all = [];
  /** @type {import('../../shared/axes.js').Axes | undefined} */
  #axes;
  /** @type {{ id: number, move: (to: [number, number]) => void } | undefined} */
  #held;

  /**
   * @param {SVGSVGElement} svg
   * @param {import('../../shared/figure.js').Figure} figure
   * @param {(at: [number, number]) => ((to: [number, number]) => void) | undefined} [grab] where no
   *   handle is near: what moves with the pointer, if anything
   */
  constructor(svg, figure, grab) {
    this.#svg = svg;
    this.#figure = figure;
    svg.append(this.#layer);
    svg.addEventListener('pointerdown', (event) => this.#take(event, grab));
    // Comes after pointerdown. A finger that took a handle drags it, any other scrolls the page. `touch-action` cannot
    // express that, because a finger also takes a handle that it is only near to.
    svg.addEventListener('touchstart', (event) => this.#held && event.cancelable && event.preventDefault(), { passive: false });
    // Keeps the focus at the handle, and text from being selected. The pointerdown itself is not prevented: after
    // that, WebKit sends no more events of a pen.
    svg.addEventListener('mousedown', (event) => this.#held && event.preventDefault());
    svg.addEventListener('pointermove', (event) => {
      if (event.pointerId !== this.#held?.id || !this.#axes) return;
      this.#held.move(inData(this.#axes, this.#positionOf(event)));
    });
    for (const type of ['pointerup', 'pointercancel']) {
      svg.addEventListener(type, (event) => {
        if (/** @type {PointerEvent} */ (event).pointerId === this.#held?.id) this.#held = undefined;
      });
    }
  }

  /** @param {Handle[]} handles instead of those before */
  use(handles) {
    this.#all = handles.map((handle) => ({ handle, element: this.#make(handle) }));
    this.#layer.replaceChildren(...this.#all.map(({ element }) => element));
    if (this.#axes) this.draw(this.#axes);
  }

  /** @param {import('../../shared/axes.js').Axes} axes */
  draw(axes) {
    this.#axes = axes;
    // Above everything that was drawn since.
    if (this.#svg.lastChild !== this.#layer) this.#svg.append(this.#layer);
    for (const { handle, element } of this.#all) {
      const [x, y] = handle.at();
      element.setAttribute('transform', `translate(${axes.x(x).toFixed(1)} ${axes.y(y).toFixed(1)})`);
      element.setAttribute('aria-valuenow', (handle.value?.() ?? y).toFixed(2));
      element.setAttribute('aria-valuetext', handle.tell([x, y]));
    }
  }

  /** @param {Handle} handle */
  #make(handle) {
    const element = shape(
      'g',
      { class: `handle ${handle.kind}`, tabindex: 0, role: 'slider', 'aria-label': handle.name,
        'aria-valuemin': -10, 'aria-valuemax': 10 },
      shape('circle', { class: 'reach', r: 14 }),
      shape('circle', { class: 'dot', r: 6 }),
    );
    element.addEventListener('keydown', (event) => {
      const { key, shiftKey, ctrlKey, altKey, metaKey } = /** @type {KeyboardEvent} */ (event);
      const arrow = ARROWS[key];
      if (!arrow || ctrlKey || altKey || metaKey) return;
      event.preventDefault();
      const far = shiftKey ? 5 : 1;
      const [x, y] = handle.at();
      handle.move([x + far * arrow[0] * handle.nudge[0], y + far * arrow[1] * handle.nudge[1]]);
    });
    return element;
  }

  /**
   * Where an event is in the picture.
   * @param {PointerEvent} event
   * @returns {[number, number]}
   */
  #positionOf({ clientX, clientY }) {
    const { left, top, width, height } = this.#svg.getBoundingClientRect();
    return [((clientX - left) * this.#figure.width) / width, ((clientY - top) * this.#figure.height) / height];
  }

  /**
   * @param {PointerEvent} event
   * @param {((at: [number, number]) => ((to: [number, number]) => void) | undefined) | undefined} grab
   */
  #take(event, grab) {
    const axes = this.#axes;
    if (!axes || this.#held || event.button !== 0) return;
    const [px, py] = this.#positionOf(event);
    let nearest;
    let reach = REACH;
    for (const each of this.#all) {
      const [x, y] = each.handle.at();
      const distance = Math.hypot(axes.x(x) - px, axes.y(y) - py);
      if (distance < reach) [nearest, reach] = [each, distance];
    }
    const move = nearest ? nearest.handle.move : grab?.(inData(axes, [px, py]));
    if (!move) return;
    nearest?.element.focus();
    this.#svg.setPointerCapture(event.pointerId);
    this.#held = { id: event.pointerId, move };
  }
}

/**
 * The data at a place in the picture, where both scales are linear.
 * @param {import('../../shared/axes.js').Axes} axes
 * @param {[number, number]} pixels
 * @returns {[number, number]}
 */
const inData = (axes, [px, py]) => [(px - axes.x(0)) / (axes.x(1) - axes.x(0)), (py - axes.y(0)) / (axes.y(1) - axes.y(0))];
