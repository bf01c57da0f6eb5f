// @ts-check
import { create } from '../../shared/dom.js';
import { CELL } from '../model/fit.js';
import { Pen } from './pen.js';
import { zoomOf } from './zoom.js';

/** @typedef {import('../model/fit.js').CellDrawing} CellDrawing */

/** The width of the drawn line, in cell units. */
const LINE_WIDTH = 3.6;
/** How many values of a stroke are drawn as one path. */
const PIECE = 64;

/**
 * One canvas: it reports where the pen is, and shows the strokes that it is given. The one under the pen grows
 * point by point; everything else is redrawn from strokes.
 */
export class Pad {
  #canvas;
  #context;
  /** What is on the canvas; a stroke under the pen is the last one. @type {CellDrawing} */
  #shown = [];
  #pen;
  /**
   * Points since the last frame; the first one is drawn already.
   * @type {number[]}
   */
  #undrawn = [];
  #frame = 0;
  /** @type {ResizeObserver | undefined} */
  #resizes;
  /** @type {ResizeObserverEntry | undefined} */
  #size;
  /** Of a width that CSS zoom changes, in CSS pixels, where it does not change those of other things. */
  #zoomed = create('i', {});
  /** Holds while a CSS pixel has as many pixels of the screen as now. @type {MediaQueryList | undefined} */
  #ratio;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import('./pen.js').PenEvents} events
   */
  constructor(canvas, events) {
    this.#canvas = canvas;
    // Simulated documents have none, and no observers.
    this.#context = canvas.getContext('2d');
    Object.assign(this.#zoomed.style, { position: 'absolute', width: '10vw' });
    canvas.after(this.#zoomed);
    this.#pen = new Pen(canvas, {
      ...events,
      onStart: (point, dotSize) => {
        this.#undrawn = point;
        return events.onStart(point, dotSize);
      },
      onMove: (points) => events.onMove(points) && this.#add(points),
      onEnd: () => {
        this.#drawNew();
        events.onEnd();
      },
    });
    // The style sheet gives the colour a transition, so that there is an event when the page changes it.
    canvas.addEventListener('transitionend', () => this.redraw());
    canvas.addEventListener('contextrestored', () => this.redraw());
  }

  /** The window that the canvas is in now: another one's frames may stand still, and its observers see nothing. */
  get #view() {
    return this.#canvas.ownerDocument.defaultView ?? window;
  }

  /** Starts to follow the size of the canvas, until `disconnect`. */
  connect() {
    this.disconnect();
    // One that was asked for in a window that has gone never comes.
    this.#frame = 0;
    const { ResizeObserver, devicePixelRatio } = this.#view;
    if (!ResizeObserver || !this.#canvas.isConnected) return;
    // Not every engine observes another zoom, or another screen, where the size in CSS pixels stays.
    this.#ratio = this.#view.matchMedia?.(`(resolution: ${devicePixelRatio}dppx)`);
    if (this.#ratio) this.#ratio.onchange = () => this.connect();
    this.#resizes = new ResizeObserver((entries) => {
      this.#size = entries.find(({ target }) => target === this.#canvas) ?? this.#size;
      if (this.#size) this.#resize(this.#size);
    });
    try {
      this.#resizes.observe(this.#canvas, { box: 'device-pixel-content-box' });
    } catch {
      for (const element of [this.#canvas, this.#zoomed]) this.#resizes.observe(element);
    }
  }

  disconnect() {
    this.#resizes?.disconnect();
    if (this.#ratio) this.#ratio.onchange = null;
  }

  /** Ends the stroke under the pen. */
  end() {
    this.#pen.end();
  }

  /** Ignores the pen that is down until it is set down anew. */
  drop() {
    return this.#pen.drop();
  }

  /** @param {CellDrawing} drawing */
  show(drawing) {
    const before = this.#shown;
    this.#shown = drawing;
    // It is drawn when the size comes. To ask for the colour before then has the browser style a page that is not done.
    if (this.#resizes && !this.#size) return;
    // A long drawing is slow to redraw, and most often strokes were only added, or nothing has changed.
    if (before.some((stroke, i) => stroke !== drawing[i])) return this.redraw();
    if (drawing.length === before.length) return;
    this.#takeInk();
    for (const stroke of drawing.slice(before.length)) this.#draw(stroke);
  }

  redraw() {
    const { width, height } = this.#canvas;
    this.#context?.setTransform(1, 0, 0, 1, 0, 0);
    this.#context?.clearRect(0, 0, width, height);
    this.#context?.setTransform(width / CELL, 0, 0, height / CELL, 0, 0);
    this.#takeInk();
    for (const stroke of this.#shown) this.#draw(stroke);
    this.#undrawn = this.#undrawn.slice(-2);
  }

  #takeInk() {
    if (!this.#context) return;
    const ink = getComputedStyle(this.#canvas).color;
    Object.assign(this.#context, { strokeStyle: ink, fillStyle: ink });
    Object.assign(this.#context, { lineWidth: LINE_WIDTH, lineCap: 'round', lineJoin: 'round' });
  }

  /** @param {readonly number[]} points */
  #draw(points) {
    const context = this.#context;
    if (!context) return;
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

  /** @param {number[]} points */
  #add(points) {
    this.#undrawn.push(...points);
    this.#frame ||= this.#view.requestAnimationFrame(() => this.#drawNew());
    return true;
  }

  #drawNew() {
    this.#frame = 0;
    if (this.#undrawn.length > 2) this.#draw(this.#undrawn);
    this.#undrawn = this.#undrawn.slice(-2);
  }

  /** @param {ResizeObserverEntry} entry */
  #resize({ devicePixelContentBoxSize: device, contentRect }) {
    const scale = this.#view.devicePixelRatio * zoomOf(this.#canvas);
    const width = pixels(device?.[0].inlineSize, scale * contentRect.width);
    const height = pixels(device?.[0].blockSize, scale * contentRect.height);
    if (!width || !height) return;
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.redraw();
  }
}

/**
 * How many pixels a length has: those that the engine counts, but not where it counts those of a coarser screen than the
 * one that developer tools simulate.
 * @param {number | undefined} exact
 * @param {number} about
 */
const pixels = (exact, about) => (exact !== undefined && exact > about - 1 ? exact : Math.round(about));
