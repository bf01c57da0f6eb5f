// @ts-check
import { ticksUpTo } from '../../shared/axes.js';
import { enable, find } from '../../shared/dom.js';
import { STEPS } from './fits.js';
import { readable } from '../../shared/numbers.js';
import { lossChart } from '../figures/loss-chart.js';
import { offerFiles } from '../figures/save.js';
import { inWords, readSettings, showRefusal, toRefusal, writeSettings } from '../lab/settings.js';
import { TITLES } from './starts.js';

/**
 * @typedef {import('../lab/protocol.js').Progress} Progress
 * @typedef {import('../lab/protocol.js').Settings} Settings
 * @typedef {'reptile' | 'joint'} Trained
 */

/** @type {Trained[]} */
const BOTH = ['reptile', 'joint'];

/** Meta-training in the visitor's browser: Reptile, then joint training with as many gradient steps. */
export class Training {
  #root;
  #lab;
  #starts;
  #say;
  #chart;
  /** @type {AbortController | undefined} */
  #running;
  /** @type {Settings} of the run that is shown */
  #settings = {};
  /** @type {Record<Trained, Progress[]>} */
  #looks = { reptile: [], joint: [] };
  /** What is shown if the run fails: the one from before, as far as it was kept. */
  #good = { settings: this.#settings, looks: this.#looks };

  /**
   * @param {HTMLElement} root
   * @param {import('../lab/client.js').Lab} lab
   * @param {import('./starts.js').Starts} starts
   * @param {(text: string) => void} say
   */
  constructor(root, lab, starts, say) {
    this.#root = root;
    this.#lab = lab;
    this.#starts = starts;
    this.#say = say;
    const svg = find(root, '.training-losses', SVGSVGElement);
    this.#chart = lossChart(svg, 'gradient steps altogether', () => {
      const end = this.#gradients('reptile', this.#settings.meta_iterations || 1);
      return { lines: this.#lines(), ticks: ticksUpTo(end), end };
    });
    find(root, 'form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.run();
    });
    find(root, '.stop', HTMLButtonElement).addEventListener('click', () => this.#running?.abort());
    offerFiles(find(root, '.save', HTMLElement), 'sine-training', svg, () => this.#sheet());
  }

  /** The settings in the form. */
  get settings() {
    return readSettings(find(this.#root, 'form', HTMLFormElement));
  }

  /** @param {any} settings of unknown origin */
  restore(settings) {
    writeSettings(find(this.#root, 'form', HTMLFormElement), settings);
  }

  /** Trains once without being asked, if the visitor has not asked before. */
  async begin() {
    if (!this.#running) await this.run();
  }

  /** Trains with the settings in the form; a run in progress is stopped. */
  async run() {
    const { settings } = this;
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    this.#showError(undefined);
    try {
      const theta = await this.#lab.ask('initialize', settings);
      if (running.signal.aborted) return;
      this.#settings = settings;
      this.#looks = { reptile: [], joint: [] };
      this.#showProgress();
      this.#setRunning(true);
      for (const name of BOTH) {
        const order = { settings, joint: name === 'joint', steps: STEPS };
        await this.#lab.train(order, (look) => {
          if (name === 'reptile' && look.metaIteration === 0) {
            this.#starts.try('random', { theta, about: `untrained, seed ${settings.seed}` }, settings);
          }
          this.#look(name, look);
        }, running.signal);
        this.#keep();
      }
      this.#say(`Both are trained. ${this.#told()}`);
    } catch (error) {
      this.#fail(toRefusal(error));
    } finally {
      if (this.#running === running) this.#setRunning(false);
    }
  }

  /** @param {{ code: string, message: string }} refusal */
  #fail(refusal) {
    if (refusal.code === 'aborted') return this.#keep();
    this.#starts.revert();
    ({ settings: this.#settings, looks: this.#looks } = this.#good);
    this.#showProgress('The run from before. ');
    this.#showError(refusal);
    this.#say(inWords(refusal));
  }

  #keep() {
    this.#starts.keep();
    const { reptile, joint } = this.#looks;
    this.#good = { settings: this.#settings, looks: { reptile, joint: [...joint] } };
  }

  /** @param {{ code: string, message: string } | undefined} refusal */
  #showError(refusal) {
    showRefusal(find(this.#root, 'form', HTMLElement), find(this.#root, '.error', HTMLElement), refusal);
  }

  /** @param {boolean} isRunning */
  #setRunning(isRunning) {
    const [stop, train] = ['.stop', '.train'].map((name) => find(this.#root, name, HTMLButtonElement));
    enable([[stop, isRunning], [train, true]]);
    this.#root.toggleAttribute('data-running', isRunning);
    this.#chart.redraw();
  }

  /**
   * @param {Trained} name
   * @param {Progress} look
   */
  #look(name, look) {
    const { metaIteration, total, theta } = look;
    this.#looks[name].push(look);
    const settings = this.#settings;
    const isWhole = metaIteration === total;
    const count = isWhole ? readable(total) : `${readable(metaIteration)} of ${readable(total)}`;
    const k = name === 'reptile' ? settings.inner_steps : 1;
    const about = `${count} meta-iterations, k = ${k}, seed ${settings.seed}`;
    // Before the first meta-iteration both are the random start; the ones from the run before show more.
    if (metaIteration > 0) this.#starts.try(name, { theta, about }, settings);
    this.#showProgress();
  }

  /** @param {string} [which] run it is, in words */
  #showProgress(which = '') {
    for (const name of BOTH) {
      const look = this.#looks[name].at(-1);
      const bar = find(this.#root, `progress.${name}`, HTMLProgressElement);
      bar.max = look?.total ?? 1;
      bar.value = look?.metaIteration ?? 0;
    }
    const told = this.#told();
    find(this.#root, '.told', HTMLElement).textContent = told && which + told;
    this.#chart.redraw();
  }

  #told() {
    return BOTH.flatMap((name) => {
      const look = this.#looks[name].at(-1);
      if (!look) return [];
      const { metaIteration, total, seconds, loss } = look;
      const pace = seconds > 0 ? `, ${readable(Math.round(metaIteration / seconds))} a second` : '';
      return [`${TITLES[name]}: ${readable(metaIteration)} of ${readable(total)} meta-iterations in ` +
        `${seconds.toFixed(1)} s${pace}; loss ${readable(loss)}.`];
    }).join(' ');
  }

  /**
   * @param {Trained} name
   * @param {number} metaIteration
   */
  #gradients(name, metaIteration) {
    return metaIteration * (name === 'reptile' ? (this.#settings.inner_steps ?? 1) : 1);
  }

  #lines() {
    return BOTH.map((name) => ({
      name,
      title: TITLES[name],
      xs: this.#looks[name].map((look) => this.#gradients(name, look.metaIteration)),
      losses: this.#looks[name].map(({ loss }) => loss),
    }));
  }

  /** @returns {import('../figures/save.js').Sheet} */
  #sheet() {
    return {
      title: `Loss on the fixed curve after ${STEPS} gradient steps, during meta-training`,
      about: this.#settings,
      columns: ['start', 'meta_iteration', 'gradient_steps', 'loss', 'seconds'],
      rows: BOTH.flatMap((name) => this.#looks[name].map(({ metaIteration, loss, seconds }) =>
        [name, metaIteration, this.#gradients(name, metaIteration), loss, Number(seconds.toFixed(3))])),
    };
  }
}
