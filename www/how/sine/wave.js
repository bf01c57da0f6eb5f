// @ts-check
import { Axes } from '../../shared/axes.js';
import { Figure } from '../../shared/figure.js';
import { fitAfter, GRID } from './fits.js';
import { Handles } from '../figures/handles.js';
import { legend } from '../../shared/legend.js';
import { counted, readable } from '../../shared/numbers.js';
import { Guess } from './guess.js';
import { START_NAMES, TITLES } from './starts.js';
import { SPAN } from './task.js';
import { shape } from '../../shared/svg.js';

/** The wave, its ten points, and the fit from each start after some steps. */
export class WavePicture {
  #task;
  #fits;
  #step = 0;
  #picture = shape('g', { role: 'img' });
  #figure;
  #handles;
  #count = 0;
  /** @type {Guess | undefined} */
  #guess;
  #isGuessing = false;

  /**
   * @param {SVGSVGElement} svg
   * @param {import('./task.js').Task} task
   * @param {import('./fits.js').Fits} fits
   */
  constructor(svg, task, fits) {
    this.#task = task;
    this.#fits = fits;
    svg.append(this.#picture);
    this.#figure = new Figure(svg, (width) => Math.min(420, Math.max(250, 0.55 * width)), (width, height) =>
      this.#draw(width, height));
    this.#handles = new Handles(svg, this.#figure, (at) => this.#grabWave(at));
    task.addEventListener('change', () => this.#figure.redraw());
    fits.addEventListener('change', () => this.#figure.redraw());
  }

  /** Hides the wave and the fits: the pointer draws what the visitor thinks. */
  startGuess() {
    this.#guess = new Guess();
    this.#isGuessing = true;
    this.#figure.redraw();
  }

  /** Shows everything again, and the guess with it. @returns {Guess | undefined} if there is enough of one */
  reveal() {
    this.#isGuessing = false;
    if (!this.#guess?.isEnough) this.#guess = undefined;
    this.#figure.redraw();
    return this.#guess;
  }

  /** Takes the guess away. */
  forgetGuess() {
    this.#guess = undefined;
    this.#isGuessing = false;
    this.#figure.redraw();
  }

  /** @param {number} step */
  show(step) {
    this.#step = step;
    this.#figure.redraw();
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  #draw(width, height) {
    const axes = new Axes(
      { from: [-SPAN.x, SPAN.x], to: [34, width - 10] },
      { from: [-SPAN.y, SPAN.y], to: [height - 40, 24] },
    );
    if (this.#isGuessing) return this.#drawGuessing(axes);
    const wave = axes.corners(GRID, Array.from(GRID, (x) => this.#task.value(x)));
    const lines = [...START_NAMES].reverse().flatMap((name) => {
      const adapted = this.#fits.all[name];
      if (!adapted) return [];
      const heights = Array.from(fitAfter(adapted, this.#step), (y) => Math.min(2 * SPAN.y, Math.max(-2 * SPAN.y, y)));
      return [shape('polyline', { class: `curve ${name}`, points: axes.corners(GRID, heights) })];
    });
    this.#picture.replaceChildren(
      axes.frame([-4, -2, 0, 2, 4], [-4, 0, 4], { x: 'x', y: 'y' }),
      legend(START_NAMES.filter((name) => this.#fits.all[name]).map((name) => ({ name, title: TITLES[name] })), width - 10),
      shape('polyline', { class: 'wave', points: wave }),
      ...lines,
      ...(this.#guess ? [shape('polyline', { class: 'guess', points: axes.corners(GRID, this.#guess.heights) })] : []),
      shape('polyline', { class: 'wave-reach', points: wave }),
    );
    this.#picture.setAttribute('aria-label', this.#tell());
    this.#useHandles();
    this.#handles.draw(axes);
  }

  /** @param {Axes} axes */
  #drawGuessing(axes) {
    const { points } = this.#task;
    this.#picture.replaceChildren(
      axes.frame([-4, -2, 0, 2, 4], [-4, 0, 4], { x: 'x', y: 'y' }),
      ...points.map(([x, y]) => shape('circle', { class: 'given', cx: axes.x(x), cy: axes.y(y), r: 6 })),
      shape('polyline', { class: 'guess', points: axes.corners(GRID, this.#guess?.heights ?? []) }),
    );
    this.#picture.setAttribute('aria-label', 'Ten points of an unknown wave, and room to draw it.');
    // Nothing is to be dragged now: a pointer near a point draws.
    this.#handles.use([]);
    this.#count = 0;
    this.#handles.draw(axes);
  }

  #tell() {
    const { amplitude, phase, isOnWave } = this.#task;
    const fits = START_NAMES.flatMap((name) => {
      const losses = this.#fits.all[name]?.losses;
      return losses ? [`${TITLES[name]} is off by a loss of ${readable(losses[this.#step])}`] : [];
    });
    const points = isOnWave ? 'ten points on it' : 'ten points, some moved off it';
    return `The wave ${amplitude.toFixed(2)} sin(x + ${phase.toFixed(2)}) and ${points}. ` +
      `After ${counted(this.#step, 'gradient step')}: ${fits.join(', ') || 'nothing yet'}.`;
  }

  #useHandles() {
    const task = this.#task;
    const { length } = task.points;
    if (length === this.#count) return;
    this.#count = length;
    this.#handles.use(task.points.map((_, i) => ({
      name: `Point ${i + 1} of ${length}`,
      kind: 'point',
      at: () => task.points[i],
      move: (to) => task.movePoint(i, to),
      nudge: [0.1, 0.1],
      tell: ([x, y]) => `x ${readable(x)}, y ${readable(y)}`,
    })));
  }

  /**
   * The handle of the whole wave: dragging it sideways changes the phase, up and down the amplitude.
   * @param {[number, number]} at
   */
  #grabWave([x0, y0]) {
    if (this.#isGuessing) return this.#drawGuess([x0, y0]);
    const task = this.#task;
    const { amplitude, phase } = task;
    if (Math.abs(y0 - task.value(x0)) > 1.2) return undefined;
    const up = task.value(x0) >= 0 ? 1 : -1;
    return (/** @type {[number, number]} */ [x, y]) => task.bend(amplitude + up * (y - y0), phase - (x - x0));
  }

  /** @param {[number, number]} start */
  #drawGuess(start) {
    let last = start;
    const move = (/** @type {[number, number]} */ to) => {
      this.#guess?.draw(last, to);
      last = to;
      this.#figure.redraw();
    };
    move(start);
    return move;
  }
}
