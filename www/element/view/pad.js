// @ts-check
import { CELL } from '../model/fit.js';
import { LiveStroke } from './stroke.js';

/** @typedef {import('../model/fit.js').CellDrawing} CellDrawing */

/** Of the drawn line, in cell units. */
const LINE_WIDTH = 3.6;
/** A tap wobbles: what stays within this many CSS pixels is a dot. */
const DOT_PX = 1.5;
/** Values of a stroke that are drawn at once. */
const PIECE = 64;

/**
 * @typedef {object} PadEvents
 * @property {() => boolean} onStart whether a stroke may start; shows what it is added to
 * @property {() => void} onMove
 * @property {(stroke: number[]) => void} onEnd
 */

/** One canvas to draw in: a stroke grows point by point, everything else is redrawn from strokes. */
export class Pad {
  #canvas;
  #context;
  #events;
  /** @type {CellDrawing} */
  #shown = [];
  /** @type {{ stroke: LiveStroke, pointer: number, box: DOMRect } | undefined} */
  #live;
  /**
   * Points since the last frame, the first one already drawn.
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
    // The style sheet gives the colour a transition, so that a page's change of it is an event.
    canvas.addEventListener('transitionend', () => this.redraw());
    this.#resizes = new ResizeObserver(([entry]) => this.#resize(entry));
  }

  /** Starts to follow the canvas's size; `disconnect` ends it. */
  connect() {
    try {
      this.#resizes.observe(this.#canvas, { box: 'device-pixel-content-box' });
    } catch {
      this.#resizes.observe(this.#canvas);
    }
  }

  disconnect() {
    this.#resizes.disconnect();
    this.finish();
  }

  /** The points of the stroke that is being drawn; not a copy. */
  get live() {
    return this.#live?.stroke.points;
  }

  /** @param {CellDrawing} drawing */
  show(drawing) {
    if (drawing === this.#shown) return;
    this.#shown = drawing;
    this.redraw();
  }

  /**
   * Takes over what is drawn already, stroke by stroke: a long one is slow to draw all over.
   * @param {CellDrawing} drawing
   */
  keep(drawing) {
    this.#shown = drawing;
  }

  /** Ends the stroke that is being drawn, keeping it. */
  finish() {
    if (!this.#live) return;
    const { stroke, box } = this.#live;
    cancelAnimationFrame(this.#frame);
    this.#drawNew();
    this.#live = undefined;
    const isDot = (stroke.extent * box.width) / CELL < DOT_PX;
    this.#events.onEnd(isDot ? stroke.points.slice(0, 2) : stroke.points);
  }

  redraw() {
    const { width, height } = this.#canvas;
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.clearRect(0, 0, width, height);
    this.#context.setTransform(width / CELL, 0, 0, height / CELL, 0, 0);
    this.#takeInk();
    for (const stroke of this.#shown) this.#draw(stroke);
    if (this.#live) this.#draw(this.#live.stroke.points);
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
    // One long path that crosses itself often takes far longer than the same in pieces.
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
    if (this.#live || event.button !== 0 || !this.#events.onStart()) return;
    // The rectangle is read once a stroke: asking for it at every move would lay the page out anew.
    const box = this.#canvas.getBoundingClientRect();
    try {
      this.#canvas.setPointerCapture(event.pointerId);
    } catch {
      // A pointer that is already gone cannot be captured; its stroke is a dot.
    }
    const [x, y] = toCell(event, box);
    this.#live = { stroke: new LiveStroke(x, y), pointer: event.pointerId, box };
    this.#takeInk();
    this.#draw([x, y]);
    this.#undrawn = [x, y];
    this.#events.onMove();
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerId !== this.#live?.pointer) return;
    const { stroke, box } = this.#live;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    for (const part of coalesced.length > 0 ? coalesced : [event]) {
      const [x, y] = toCell(part, box);
      stroke.add(x, y);
      this.#undrawn.push(x, y);
    }
    this.#frame ||= requestAnimationFrame(() => this.#drawNew());
    this.#events.onMove();
  }

  /** @param {PointerEvent} event */
  #stop(event) {
    if (event.pointerId !== this.#live?.pointer) return;
    // Where the pen left the paper may lie beyond the last move.
    if (event.type === 'pointerup') this.#move(event);
    this.finish();
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
    this.redraw();
  }
}

/**
 * @param {PointerEvent} event
 * @param {DOMRect} box
 */
function toCell({ clientX, clientY }, box) {
  const x = ((clientX - box.left) / box.width) * CELL;
  const y = ((clientY - box.top) / box.height) * CELL;
  return [Math.min(CELL, Math.max(0, x)), Math.min(CELL, Math.max(0, y))];
}
