// @ts-check
import { Axes } from '../../shared/axes.js';
import { Figure } from '../../shared/figure.js';
import { Handles } from '../figures/handles.js';
import { clamp, fixed, readable } from '../../shared/numbers.js';
import { shape, text } from '../../shared/svg.js';
import { nameBeside } from './label.js';

/** Half the width of the visible part of the plane. */
const HALF_WIDTH = 5.4;
/** How far from the middle things can be dragged. */
export const LIMIT = { x: 5, y: 3 };

/** Draws the two rings, the path of theta, and the handles. */
export class RingPicture {
  #rings;
  #picture = shape('g', { role: 'img' });
  #figure;
  #handles;

  /**
   * @param {SVGSVGElement} svg
   * @param {import('./rings.js').Rings} rings
   */
  constructor(svg, rings) {
    this.#rings = rings;
    svg.append(this.#picture);
    this.#figure = new Figure(svg, (width) => Math.min(480, 0.64 * width), (width, height) => this.#draw(width, height));
    this.#handles = new Handles(svg, this.#figure);
    this.#handles.use([
      {
        name: 'Start of θ',
        kind: 'theta-start',
        at: () => rings.start,
        move: (to) => {
          rings.start = within(to);
          rings.update();
        },
        nudge: [0.2, 0.2],
        tell: place,
      },
      ...this.#handlesOf('a'),
      ...this.#handlesOf('b'),
    ]);
  }

  redraw() {
    this.#figure.redraw();
  }

  /**
   * @param {'a' | 'b'} which
   * @returns {import('../figures/handles.js').Handle[]}
   */
  #handlesOf(which) {
    const circle = () => this.#rings.circles[which];
    const inwards = which === 'a' ? 1 : -1;
    const name = which.toUpperCase();
    return [
      {
        name: `Middle of task ${name}`,
        kind: `middle ${which}`,
        at: () => [circle().x, circle().y],
        move: (to) => {
          [circle().x, circle().y] = within(to);
          this.#rings.update();
        },
        nudge: [0.2, 0.2],
        tell: place,
      },
      {
        name: `Radius of task ${name}`,
        kind: `rim ${which}`,
        at: () => [circle().x + inwards * circle().radius, circle().y],
        move: ([x]) => {
          circle().radius = clamp(inwards * (x - circle().x), 0.2, 4);
          this.#rings.update();
        },
        nudge: [0.2, 0.2],
        value: () => circle().radius,
        tell: () => `radius ${readable(circle().radius)}`,
      },
    ];
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  #draw(width, height) {
    const halfHeight = (HALF_WIDTH * height) / width;
    const axes = new Axes(
      { from: [-HALF_WIDTH, HALF_WIDTH], to: [0, width] },
      { from: [-halfHeight, halfHeight], to: [height, 0] },
    );
    const unit = width / (2 * HALF_WIDTH);
    const { circles, path } = this.#rings;
    const circleOf = (/** @type {'a' | 'b'} */ which) => {
      const { x, y, radius } = circles[which];
      return shape('circle', { class: `ring ${which}`, cx: axes.x(x), cy: axes.y(y), r: radius * unit });
    };
    const label = (/** @type {'a' | 'b'} */ which) => {
      const { x, y } = circles[which];
      return text(clamp(axes.x(x), 24, width - 24), axes.y(y) + 24, 'middle', `task ${which.toUpperCase()}`);
    };
    this.#picture.replaceChildren(circleOf('a'), circleOf('b'), label('a'), label('b'), ...(path ? this.#paths(axes, path) : []));
    const [a, b] = [circles.a, circles.b].map(({ x, y, radius }) =>
      `a circle of radius ${fixed(radius, 1)} around (${fixed(x, 1)}, ${fixed(y, 1)})`);
    this.#picture.setAttribute('aria-label', `Task A is solved on ${a}, task B on ${b}. ${this.#rings.tell()}`);
    this.#handles.draw(axes);
  }

  /**
   * @param {Axes} axes
   * @param {import('./rings.js').Path} path
   */
  #paths(axes, { theta, inner, nearest, joint }) {
    const { turn, settings: { inner_steps: k } } = this.#rings;
    const shapes = [];
    for (let i = 0; i < turn; i++) {
      const path = inner.subarray(2 * i * (k + 1), 2 * (i + 1) * (k + 1));
      const age = i === turn - 1 ? 'last' : 'old';
      shapes.push(lineOf(axes, path, `inner ${i % 2 ? 'b' : 'a'} ${age}`));
      if (age === 'last') {
        for (let j = 2; j < path.length; j += 2) {
          shapes.push(shape('circle', { class: `inner-dot ${i % 2 ? 'b' : 'a'}`, cx: axes.x(path[j]), cy: axes.y(path[j + 1]), r: 2.5 }));
        }
      }
    }
    const [x, y] = theta.subarray(2 * turn);
    return [
      ...shapes,
      lineOf(axes, theta.subarray(0, 2 * turn + 2), 'theta-path'),
      cross(axes.x(nearest[0]), axes.y(nearest[1])),
      diamond(axes.x(joint[0]), axes.y(joint[1])),
      shape('circle', { class: 'theta', cx: axes.x(x), cy: axes.y(y), r: 6 }),
      nameBeside([axes.x(x), axes.y(y)], [10, -8], 'θ', this.#figure),
    ];
  }
}

/** @param {[number, number]} at */
const place = ([x, y]) => `x ${readable(Number(x.toFixed(2)))}, y ${readable(Number(y.toFixed(2)))}`;

/**
 * @param {[number, number]} at
 * @returns {[number, number]}
 */
const within = ([x, y]) => [clamp(x, -LIMIT.x, LIMIT.x), clamp(y, -LIMIT.y, LIMIT.y)];

/**
 * @param {Axes} axes
 * @param {Float32Array} points
 * @param {string} name
 */
function lineOf(axes, points, name) {
  const [xs, ys] = [0, 1].map((i) => points.filter((_, j) => j % 2 === i));
  return shape('polyline', { class: name, points: axes.corners(xs, ys) });
}

/** @param {number} x @param {number} y */
const cross = (x, y) =>
  shape('path', { class: 'nearest', d: `M${x - 6} ${y - 6}L${x + 6} ${y + 6}M${x - 6} ${y + 6}L${x + 6} ${y - 6}` });

/** @param {number} x @param {number} y */
const diamond = (x, y) => shape('path', { class: 'joint-optimum', d: `M${x} ${y - 8}L${x + 8} ${y}L${x} ${y + 8}L${x - 8} ${y}Z` });
