// @ts-check
import { find } from '../../shared/dom.js';
import { Latest } from '../../shared/latest.js';
import { clamp, counted, fixed } from '../../shared/numbers.js';
import { Player } from '../figures/player.js';
import { LIMIT, RingPicture } from './ring-picture.js';
import { offerFiles } from '../figures/save.js';
import { inWords, readSettings, showRefusal, toRefusal, writeSettings } from '../lab/settings.js';

/**
 * @typedef {import('../lab/protocol.js').Path} Path
 * @typedef {{ x: number, y: number, radius: number }} Circle
 */

const PACE = { ms: 350, calmMs: 1050, calmSteps: 10 };

/** Two tasks in the plane, and the path of Reptile between them: the tasks can be dragged, the updates stepped through. */
export class Rings {
  /** @type {Record<'a' | 'b', Circle>} */
  circles = { a: { x: -3, y: -1, radius: 1.8 }, b: { x: 3, y: 0.8, radius: 1.6 } };
  /** The start of theta. @type {[number, number]} */
  start = [-0.6, 2.7];
  /** @type {Path | undefined} */
  path;
  /** The settings that gave the path. @type {Record<string, number>} */
  settings = {};
  #root;
  #lab;
  #say;
  #picture;
  #player;
  #latest = new Latest(() => this.#compute());

  /**
   * @param {HTMLElement} root
   * @param {import('../lab/client.js').Lab} lab
   * @param {(text: string) => void} say
   */
  constructor(root, lab, say) {
    this.#root = root;
    this.#lab = lab;
    this.#say = say;
    const svg = find(root, '.rings', SVGSVGElement);
    this.#picture = new RingPicture(svg, this);
    for (const input of root.querySelectorAll('input[data-setting]')) {
      input.addEventListener('input', () => this.update());
    }
    const [slider, play] = [find(root, '[name=turn]', HTMLInputElement), find(root, '.play', HTMLButtonElement)];
    this.#player = new Player(slider, play, PACE, () => this.#show());
    find(root, '.one-step', HTMLButtonElement).addEventListener('click', () => this.#player.go(this.turn + 1));
    offerFiles(find(root, '.save', HTMLElement), 'two-tasks', svg, () => this.#sheet());
    this.update();
  }

  /** How many outer updates are shown. */
  get turn() {
    return this.#player.step;
  }

  /** What the visitor has made of the figure, as plain data. */
  get state() {
    return { circles: this.circles, start: this.start, turn: this.turn, settings: readSettings(this.#root) };
  }

  /** @param {any} state as above, of unknown origin: what makes no sense stays as it is */
  restore(state) {
    const { circles, start, turn, settings } = Object(state);
    for (const which of /** @type {const} */ (['a', 'b'])) {
      const { x, y, radius } = Object(Object(circles)[which]);
      if ([x, y, radius].every(Number.isFinite)) this.circles[which] = { ...within(x, y), radius: clamp(radius, 0.2, 4) };
    }
    if (Array.isArray(start) && start.length === 2 && start.every(Number.isFinite)) {
      const { x, y } = within(start[0], start[1]);
      this.start = [x, y];
    }
    writeSettings(this.#root, settings);
    if (Number.isFinite(turn)) this.#player.go(turn);
    this.update();
  }

  /** Computes the path anew. */
  update() {
    this.#picture.redraw();
    return this.#latest.update();
  }

  async #compute() {
    const { a, b } = this.circles;
    const [theta_x, theta_y] = this.start;
    const settings = {
      a_x: a.x, a_y: a.y, a_radius: a.radius, a_steepness: 1,
      b_x: b.x, b_y: b.y, b_radius: b.radius,
      theta_x, theta_y, meta_iterations: this.#player.last,
      ...readSettings(this.#root),
    };
    /** @type {{ code: string, message: string } | undefined} */
    let refusal;
    try {
      this.path = await this.#lab.ask('twoTasks', settings);
      this.settings = settings;
    } catch (error) {
      // The path from before stays.
      refusal = toRefusal(error);
      this.#say(inWords(refusal));
    }
    showRefusal(this.#root, find(this.#root, '.error', HTMLElement), refusal);
    this.#show();
  }

  #show() {
    this.#picture.redraw();
    find(this.#root, '.turn-text', HTMLElement).textContent = String(this.turn);
    const told = this.tell();
    find(this.#root, '.told', HTMLElement).textContent = told;
    if (this.#root.contains(document.activeElement)) this.#say(told);
  }

  /** Describes the figure in words. */
  tell() {
    const { path, turn } = this;
    if (!path) return 'Nothing computed yet.';
    const [x, y] = path.theta.subarray(2 * turn, 2 * turn + 2);
    const far = (/** @type {Float32Array} */ [px, py]) => Math.hypot(px - x, py - y).toFixed(2);
    return `After ${counted(turn, 'outer update')} θ is at (${fixed(x, 2)}, ${fixed(y, 2)}), ${far(path.nearest)} from the point nearest to both, ` +
      `${far(path.joint)} from the optimum of joint training.`;
  }

  /** @returns {import('../figures/save.js').Sheet} */
  #sheet() {
    const { path, settings } = this;
    const k = settings.inner_steps ?? 0;
    const rows = [];
    for (let turn = 0; path && turn < path.theta.length / 2 - 1; turn++) {
      for (let step = 0; step <= k; step++) {
        const at = 2 * (turn * (k + 1) + step);
        rows.push([turn, turn % 2 ? 'b' : 'a', step, path.inner[at], path.inner[at + 1]]);
      }
    }
    return {
      title: 'Serial Reptile between two tasks; step 0 of a meta-iteration is theta',
      about: { seed: 'none, nothing is random', ...settings },
      columns: ['meta_iteration', 'task', 'inner_step', 'x', 'y'],
      rows,
    };
  }
}

/** @param {number} x @param {number} y */
const within = (x, y) => ({ x: clamp(x, -LIMIT.x, LIMIT.x), y: clamp(y, -LIMIT.y, LIMIT.y) });
