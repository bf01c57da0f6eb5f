// @ts-check
import { CELL } from '../model/fit.js';

/** @typedef {import('../model/fit.js').CellDrawing} CellDrawing */

/** The width of the drawn line, in cell units. */
const LINE_WIDTH = 3.6;
/** A finger moves a little during a tap: a stroke within this many CSS pixels is a dot. */
const DOT_PX = 1.5;
/** How many values of a stroke are drawn as one path. */
const PIECE = 64;

/**
 * @typedef {object} PadEvents points are in cell units, as x, y, x, y
 * @property {(point: [x: number, y: number], dotSize: number) => boolean} onStart whether a stroke may start; a
 *   stroke that stays within `dotSize` is a dot
 * @property {(points: number[]) => boolean} onMove whether the stroke is still there
 * @property {() => void} onEnd
 */

/**
 * One canvas: it reports where the pen is, and shows the strokes that it is given. The one under the pen grows
 * point by point; everything else is redrawn from strokes.
 */
export class Pad {
  #canvas;
  #context;
  #events;
  /** What is on the canvas; a stroke under the pen is the last one. @type {CellDrawing} */
  #shown = [];
  /**
   * The pointer that draws, and the rectangle of the canvas; undefined: to be read again.
   * @type {{ pointer: number, box: DOMRect | undefined } | undefined}
   */
  #pen;
  /**
   * Points since the last frame; the first one is drawn already.
   * @type {number[]}
   */
  #undrawn = [];
  #frame = 0;
  #resizes;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {PadEvents} events
   */
  constructor(canvas, events) {
    this.#canvas = canvas;
    this.#context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    this.#events = events;
    canvas.addEventListener('pointerdown', (event) => this.#start(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    canvas.addEventListener('pointerup', (event) => this.#stop(event));
    canvas.addEventListener('pointercancel', (event) => this.#stop(event));
    canvas.addEventListener('lostpointercapture', (event) => this.#stop(event));
    // The style sheet gives the colour a transition, so that there is an event when the page changes it.
    canvas.addEventListener('transitionend', () => this.redraw());
    this.#resizes = new ResizeObserver(([entry]) => this.#resize(entry));
  }

  /** Starts to follow the size of the canvas, until `disconnect`. */
  connect() {
    try {
      this.#resizes.observe(this.#canvas, { box: 'device-pixel-content-box' });
    } catch {
      this.#resizes.observe(this.#canvas);
    }
  }

  /** Also ends the stroke under the pen, since a pad outside of the page gets no pointer events. */
  disconnect() {
    this.#resizes.disconnect();
    if (this.drop()) this.#events.onEnd();
  }

  /**
   * Ignores the pen that is down until it is set down anew.
   * @returns {boolean} whether there was one
   */
  drop() {
    const wasDown = this.#pen !== undefined;
    this.#pen = undefined;
    return wasDown;
  }

  /** To be called when the canvas may have moved in the page: its rectangle is read again for a pen that is down. */
  measure() {
    if (this.#pen) this.#pen.box = undefined;
  }

  /** @param {CellDrawing} drawing */
  show(drawing) {
    const before = this.#shown;
    this.#shown = drawing;
    // A long drawing is slow to redraw, and most often strokes were only added, or nothing has changed.
    if (before.some((stroke, i) => stroke !== drawing[i])) return this.redraw();
    if (drawing.length === before.length) return;
    this.#takeInk();
    for (const stroke of drawing.slice(before.length)) this.#draw(stroke);
  }

  redraw() {
    const { width, height } = this.#canvas;
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.clearRect(0, 0, width, height);
    this.#context.setTransform(width / CELL, 0, 0, height / CELL, 0, 0);
    this.#takeInk();
    for (const stroke of this.#shown) this.#draw(stroke);
    this.#undrawn = this.#undrawn.slice(-2);
  }

  #takeInk() {
    const ink = getComputedStyle(this.#canvas).color;
    Object.assign(this.#context, { strokeStyle: ink, fillStyle: ink });
    Object.assign(this.#context, { lineWidth: LINE_WIDTH, lineCap: 'round', lineJoin: 'round' });
  }

  /** @param {readonly number[]} points */
  #draw(points) {
    const context = this.#context;
    if (points.length === 2) {
      context.beginPath();
      context.arc(points[0], points[1], LINE_WIDTH / 2, 0, 2 * Math.PI);
      context.fill();
      return;
    }
    // One long path that often crosses itself is far slower to draw than the same path in pieces.
    for (let start = 0; start < points.length - 2; start += PIECE) {
      context.beginPath();
      context.moveTo(points[start], points[start + 1]);
      const end = Math.min(points.length, start + PIECE + 2);
      for (let i = start + 2; i < end; i += 2) context.lineTo(points[i], points[i + 1]);
      context.stroke();
    }
  }

  /** @param {PointerEvent} event */
  #start(event) {
    if (this.#pen || event.button !== 0) return;
    // The rectangle is read once a stroke: reading it at every move would force a layout of the page.
    const box = this.#canvas.getBoundingClientRect();
    const point = toCell(event, box);
    if (!this.#events.onStart(point, (DOT_PX * CELL) / box.width)) return;
    try {
      this.#canvas.setPointerCapture(event.pointerId);
    } catch {
      // A pointer that has gone already cannot be captured; its stroke is a dot.
    }
    this.#pen = { pointer: event.pointerId, box };
    this.#undrawn = point;
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const pen = this.#pen;
    if (event.pointerId !== pen?.pointer) return;
    const box = (pen.box ??= this.#canvas.getBoundingClientRect());
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const points = (coalesced.length > 0 ? coalesced : [event]).flatMap((part) => toCell(part, box));
    if (!this.#events.onMove(points)) {
      this.drop();
      return;
    }
    this.#undrawn.push(...points);
    this.#frame ||= requestAnimationFrame(() => this.#drawNew());
  }

  /** @param {PointerEvent} event */
  #stop(event) {
    if (event.pointerId !== this.#pen?.pointer) return;
    // The point where the pen was lifted may lie beyond the last move.
    if (event.type === 'pointerup') this.#move(event);
    cancelAnimationFrame(this.#frame);
    this.#drawNew();
    if (this.drop()) this.#events.onEnd();
  }

  #drawNew() {
    this.#frame = 0;
    if (this.#undrawn.length > 2) this.#draw(this.#undrawn);
    this.#undrawn = this.#undrawn.slice(-2);
  }

  /** @param {ResizeObserverEntry} entry */
  #resize({ devicePixelContentBoxSize: device, contentRect }) {
    const width = device?.[0].inlineSize ?? Math.round(contentRect.width * devicePixelRatio);
    const height = device?.[0].blockSize ?? Math.round(contentRect.height * devicePixelRatio);
    if (!width || !height) return;
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.measure();
    this.redraw();
  }
}

/**
 * @param {PointerEvent} event
 * @param {DOMRect} box
 * @returns {[x: number, y: number]}
 */
function toCell({ clientX, clientY }, box) {
  const x = ((clientX - box.left) / box.width) * CELL;
  const y = ((clientY - box.top) / box.height) * CELL;
  return [Math.min(CELL, Math.max(0, x)), Math.min(CELL, Math.max(0, y))];
}
