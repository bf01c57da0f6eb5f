// @ts-check
import { Axes } from '../../shared/axes.js';
import { find } from '../../shared/dom.js';
import { Figure } from '../../shared/figure.js';
import { clamp, fixed } from '../../shared/numbers.js';
import { line, shape } from '../../shared/svg.js';
import { Handles } from '../figures/handles.js';
import { nameBeside } from './label.js';
import { dot, gradientsAfter, plus, twoSteps } from './minibatches.js';

/** @typedef {import('./minibatches.js').Vector} Vector */

/** Half the width of the visible part of the plane. */
const HALF_WIDTH = 3.2;
const LIMIT = { x: 2.9, y: 1.7 };
/** How far an update takes θ of the way, as ε does. */
const STEP_SIZE = 0.5;

/** The gradients of two minibatches as arrows, and what two inner steps make of them. */
export class InnerProduct {
  #root;
  #picture = shape('g', { role: 'img' });
  #figure;
  #handles;
  #say;
  /** @type {Vector} */
  #theta = [-1.2, -1];
  /** At θ; the arrows show the steps down, which are their opposites. @type {[Vector, Vector]} */
  #gradients = [[-2.1, -0.5], [-0.3, -1.8]];

  /**
   * @param {HTMLElement} root
   * @param {(text: string) => void} say
   */
  constructor(root, say) {
    this.#root = root;
    this.#say = say;
    const svg = find(root, '.arrows', SVGSVGElement);
    svg.append(this.#picture);
    this.#figure = new Figure(svg, (width) => Math.min(460, 0.64 * width), (width, height) => this.#draw(width, height));
    this.#handles = new Handles(svg, this.#figure);
    this.#handles.use([this.#tipOf(0), this.#tipOf(1), {
      name: 'θ', kind: 'theta-start', at: () => this.#theta, nudge: [0.1, 0.1], tell: inPlace,
      move: (to) => this.#moveTo(within(to)),
    }]);
    find(root, '[name=rate]', HTMLInputElement).addEventListener('input', () => this.#change());
    find(root, '.one-step', HTMLButtonElement).addEventListener('click', () => {
      const { sum, second } = twoSteps(this.#gradients, this.#rate);
      this.#moveTo(within(plus(this.#theta, plus(sum, second), STEP_SIZE)));
    });
    this.#change();
  }

  get #rate() {
    return find(this.#root, '[name=rate]', HTMLInputElement).valueAsNumber;
  }

  /** @param {Vector} to the losses stay where they are */
  #moveTo(to) {
    this.#gradients = gradientsAfter(this.#gradients, plus(to, this.#theta, -1));
    this.#theta = to;
    this.#change();
  }

  /** @param {0 | 1} which @returns {import('../figures/handles.js').Handle} */
  #tipOf(which) {
    return {
      name: `Step on minibatch ${which + 1}`, kind: `tip ${'ab'[which]}`,
      at: () => plus(this.#theta, this.#gradients[which], -1),
      move: (to) => {
        // The whole loss moves with its gradient.
        this.#gradients[which] = plus(this.#theta, within(to), -1);
        this.#change();
      },
      nudge: [0.1, 0.1], tell: inPlace,
    };
  }

  #change() {
    find(this.#root, '.rate-text', HTMLElement).textContent = this.#rate.toFixed(2);
    const told = this.#tell();
    find(this.#root, '.told', HTMLElement).textContent = told;
    if (this.#root.contains(document.activeElement)) this.#say(told);
    this.#figure.redraw();
  }

  #tell() {
    const [g1, g2] = this.#gradients;
    const product = dot(g1, g2);
    const cosine = product / Math.max(1e-9, Math.hypot(...g1) * Math.hypot(...g2));
    const degrees = Math.round((Math.acos(clamp(cosine, -1, 1)) * 180) / Math.PI);
    const { sum, second } = twoSteps(this.#gradients, this.#rate);
    const [bySum, byBoth] = [sum, plus(sum, second)].map((step) => dot(...gradientsAfter(this.#gradients, step)));
    const effect = product > 0 ? 'a step on one also helps on the other' : 'a step on one undoes some of the other';
    return `The gradients are ${degrees}° apart, their inner product is ${fixed(product, 2)}: ${effect}. ` +
      `After the sum it would be ${fixed(bySum, 2)}; after two inner steps, with the second term, it is ${fixed(byBoth, 2)}.`;
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
    const { sum, second } = twoSteps(this.#gradients, this.#rate);
    const bySum = plus(this.#theta, sum);
    const at = (/** @type {Vector} */ [x, y]) => /** @type {Vector} */ ([axes.x(x), axes.y(y)]);
    const [origin, middle, end] = [this.#theta, bySum, plus(bySum, second)].map(at);
    const tips = this.#gradients.map((gradient) => at(plus(this.#theta, gradient, -1)));
    this.#picture.replaceChildren(
      arrow(origin, middle, 'sum-step'),
      arrow(middle, end, 'second-step'),
      ...tips.map((tip, i) => arrow(origin, tip, `gradient ${'ab'[i]}`)),
      ...tips.map((tip, i) => nameBeside(tip, [12, -10], `−g${'₁₂'[i]}`, { width, height })),
      nameBeside(origin, [-14, 18], 'θ', { width, height }),
    );
    this.#picture.setAttribute('aria-label', this.#tell());
    this.#handles.draw(axes);
  }
}

/** @param {Vector} from in pixels @param {Vector} to @param {string} name */
function arrow([x1, y1], [x2, y2], name) {
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  const length = Math.hypot(x2 - x1, y2 - y1);
  // The head of a short one would hide it.
  const scale = Math.min(1, length / 20);
  return shape('g', { class: `arrow ${name}` }, line({ x1, y1, x2, y2 }),
    ...(length > 2 ? [shape('polyline', {
    points: '-10,-5 0,0 -10,5', transform: `translate(${x2} ${y2}) rotate(${angle}) scale(${scale})`, 'vector-effect': 'non-scaling-stroke',
  })] : []));
}

/** @param {Vector} at */
const inPlace = ([x, y]) => `x ${fixed(x, 2)}, y ${fixed(y, 2)}`;

/** @param {Vector} at @returns {Vector} */
const within = ([x, y]) => [clamp(x, -LIMIT.x, LIMIT.x), clamp(y, -LIMIT.y, LIMIT.y)];
