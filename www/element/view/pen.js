// @ts-check
import { Place } from './place.js';

/** A finger moves a little during a tap: a stroke within this many CSS pixels is a dot. */
const DOT_PX = 1.5;
/** The button that the far end of a pen is, in `button` and `buttons`. */
const ERASER = { button: 5, buttons: 32 };

/**
 * @typedef {object} PenEvents points are in cell units, as x, y, x, y
 * @property {(point: [x: number, y: number], dotSize: number) => boolean} onStart whether a stroke may start; a
 *   stroke that stays within `dotSize` is a dot
 * @property {(points: number[]) => boolean} onMove whether the stroke is still there
 * @property {() => void} onEnd
 * @property {() => void} onWithdraw the stroke was none: a palm lay there
 * @property {(points: number[]) => boolean} onRub whether the eraser end of a pen may erase along these points
 */

/** How a stroke goes on, and ends. */
const POINTER = /** @type {const} */ (['pointermove', 'pointerup', 'pointercancel']);
const TOUCH = /** @type {const} */ (['touchstart', 'touchmove', 'touchend', 'touchcancel']);
/** A stroke ends in one: it shall do nothing to a link, a label or a card around the element. */
const CLICKS = ['click', 'dblclick'];

/** @param {Event} event */
function hush(event) {
  event.preventDefault();
  event.stopPropagation();
}

/**
 * @typedef {object} Pointer
 * @property {number} id
 * @property {string} type
 * @property {boolean} isEraser
 * @property {number[]} at
 * @property {PointerEvent} first
 * @property {Event} last
 * @property {Event} [claim] what has told the page that this pointer is ours
 * @property {() => void} unfollow
 */

/** The pens that are down, in any cell of any element: of a pen and a palm only one draws. @type {Set<Pen>} */
const down = new Set();

/**
 * Follows one pointer from where it is set down on a canvas until it lifts, wherever the page sends its events
 * meanwhile: what is around the element may capture the pointer, pan with it, or drag what is selected.
 */
export class Pen {
  #canvas;
  #place;
  #events;
  /** @type {Pointer | undefined} */
  #pointer;
  /** What ended the last stroke. @type {Event | undefined} */
  #lifted;
  /** Whether the fingers on the canvas came to draw. */
  #isTouched = false;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {PenEvents} events
   */
  constructor(canvas, events) {
    this.#canvas = canvas;
    this.#place = new Place(canvas);
    this.#events = events;
    canvas.addEventListener('pointerdown', (event) => this.#start(event));
    for (const type of POINTER) canvas.addEventListener(type, (event) => this.#hear(event));
    for (const type of CLICKS) canvas.addEventListener(type, hush);
    for (const type of TOUCH) {
      canvas.addEventListener(type, (event) => this.#touch(event), { passive: type !== 'touchstart' });
    }
  }

  /** What is around the element shall not take the stroke for a swipe. @param {TouchEvent} event */
  #touch(event) {
    if (event.type === 'touchstart') this.#isTouched = this.#pointer !== undefined;
    if (!this.#isTouched) return;
    event.stopPropagation();
    // Without this, Chromium takes a quick stroke for a fling, and the next tap for the end of it.
    if (event.type === 'touchstart' && event.cancelable) event.preventDefault();
  }

  /**
   * Ignores the pointer that is down until it is set down anew.
   * @returns {boolean} whether it was drawing
   */
  drop() {
    const pointer = this.#pointer;
    // The click of this pointer comes in the same task.
    if (pointer) setTimeout(pointer.unfollow);
    this.#pointer = undefined;
    down.delete(this);
    return pointer !== undefined && !pointer.isEraser;
  }

  end() {
    if (this.drop()) this.#events.onEnd();
  }

  /** @param {PointerEvent} event */
  #start(event) {
    const isEraser = event.button === ERASER.button || (event.buttons & ERASER.buttons) !== 0;
    if ((event.button !== 0 && !isEraser) || !this.#takeTurn(event)) return;
    // A text field with the focus may rename this cell when it loses it.
    if (this.#canvas.tabIndex >= 0) this.#canvas.focus({ preventScroll: true });
    const point = this.#place.toCell([event]);
    if (point.length === 0) return;
    if (!(isEraser ? this.#events.onRub(point) : this.#startStroke(event, point))) return;
    // No mouse events after it: what is around the element would pan, select or drag with them.
    event.preventDefault();
    const { pointerId: id, pointerType: type } = event;
    /** @type {Pointer} */
    const pointer = { id, type, isEraser, at: point, first: event, last: event, unfollow: this.#follow() };
    this.#pointer = pointer;
    down.add(this);
    this.#capture();
    setTimeout(() => this.#pointer === pointer && this.#claim(pointer));
  }

  /**
   * As where a browser pans: what has heard of the pointer, and waits for a swipe or a long press, gives it up.
   * @param {Pointer} pointer
   */
  #claim(pointer) {
    if (pointer.claim) return;
    const { pointerId, pointerType, isPrimary, clientX, clientY } = pointer.first;
    const at = { pointerId, pointerType, isPrimary, clientX, clientY, bubbles: true, composed: true };
    pointer.claim = new PointerEvent('pointercancel', at);
    this.#canvas.dispatchEvent(pointer.claim);
  }

  /**
   * @param {PointerEvent} event
   * @param {number[]} point
   */
  #startStroke({ clientX, clientY }, [x, y]) {
    const [besideX, besideY] = this.#place.toCell([{ clientX: clientX + DOT_PX, clientY }]);
    return this.#events.onStart([x, y], Math.hypot(besideX - x, besideY - y));
  }

  /**
   * Whether this pointer may draw. Ends the strokes of pointers that have gone unseen; a pen withdraws those of
   * fingers, which were a palm.
   * @param {PointerEvent} event
   */
  #takeTurn({ pointerId, pointerType, isPrimary }) {
    for (const pen of [...down]) {
      const { id, type } = /** @type {Pointer} */ (pen.#pointer);
      // There is one mouse, and the first finger is the primary one: it is set down where the one before was lifted.
      if (id === pointerId || (isPrimary && type === pointerType)) pen.end();
      else if (pointerType === 'pen' && type === 'touch') pen.#withdraw();
      else if (pen === this || (pointerType === 'touch' && type === 'pen')) return false;
    }
    return true;
  }

  #withdraw() {
    if (this.drop()) this.#events.onWithdraw();
  }

  /**
   * The canvas misses the events of a pointer that something else has captured; the window gets them all.
   * @returns {() => void} stops it, also where a page's `addEventListener` knows no signals
   */
  #follow() {
    const view = this.#canvas.ownerDocument.defaultView ?? window;
    /** @type {[types: readonly string[], listener: (event: any) => void][]} */
    const listeners = [
      [POINTER, (event) => this.#hear(event)],
      // Not `hush` itself: of two pens that are down, the first one lifted would take it from the other.
      [['dragstart', 'contextmenu'], (event) => hush(event)],
      // What has captured the pointer, or lies where it was lifted, gets the click.
      [CLICKS, (event) => event.isTrusted && !this.#pointer && hush(event)],
    ];
    for (const [types, listener] of listeners) {
      for (const type of types) view.addEventListener(type, listener, true);
    }
    return () => {
      for (const [types, listener] of listeners) {
        for (const type of types) view.removeEventListener(type, listener, true);
      }
    };
  }

  /** @param {PointerEvent} event */
  #hear(event) {
    const pointer = this.#pointer;
    if (event === pointer?.claim) return;
    if (event.pointerId === pointer?.id) this.#claim(pointer);
    if (event.type === 'pointermove') this.#move(event);
    else this.#stop(event);
    // What is around the element shall not move along with the pen.
    const isOurs = event.pointerId === this.#pointer?.id || event === this.#lifted;
    if (isOurs && (event.currentTarget === this.#canvas || event.composedPath()[0] !== this.#canvas)) event.stopPropagation();
  }

  #capture() {
    const { id } = /** @type {Pointer} */ (this.#pointer);
    try {
      if (!this.#canvas.hasPointerCapture(id)) this.#canvas.setPointerCapture(id);
    } catch {
      // A pointer that has gone already cannot be captured; its stroke is a dot.
    }
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const pointer = this.#pointer;
    // The window has had most events of the canvas before.
    if (event.pointerId !== pointer?.id || event === pointer.last) return;
    pointer.last = event;
    if (event.isTrusted && event.type === 'pointermove') {
      // It was lifted where the page did not see it, or while another button of the mouse is down.
      const { buttons } = event;
      if (pointer.type === 'mouse' ? (buttons & 1) === 0 : buttons === 0 && pointer.type === 'pen') return this.end();
      this.#capture();
    }
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const points = this.#place.toCell(coalesced.length > 0 ? coalesced : [event]);
    if (points.length === 0) return;
    // A quick eraser is here in one event and beyond a stroke in the next.
    const path = [...pointer.at, ...points];
    pointer.at = points.slice(-2);
    if (!(pointer.isEraser ? this.#events.onRub(path) : this.#events.onMove(points))) this.drop();
  }

  /** @param {PointerEvent} event */
  #stop(event) {
    if (event.pointerId !== this.#pointer?.id) return;
    // A mouse goes on without a button, and who follows it has to know.
    if (event.pointerType !== 'mouse') this.#lifted = event;
    // The point where the pen was lifted may lie beyond the last move.
    if (event.type === 'pointerup') this.#move(event);
    this.end();
  }
}
