// @ts-check
import { enable, find } from '../../shared/dom.js';
import { fitSheet } from './fit-sheet.js';
import { Fits, STEPS } from './fits.js';
import { counted, readable } from '../../shared/numbers.js';
import { inWords } from '../lab/settings.js';
import { lossChart } from '../figures/loss-chart.js';
import { Player } from '../figures/player.js';
import { fillTable, offerFiles } from '../figures/save.js';
import { START_NAMES, TITLES } from './starts.js';
import { Task } from './task.js';
import { WavePicture } from './wave.js';

const PACE = { ms: 140, calmMs: 900, calmSteps: 8 };

/** The sine playground: a task that the visitor can change, and the fits from each start. */
export class Playground {
  #root;
  #lab;
  #starts;
  #task = new Task();
  #fits;
  #picture;
  #losses;
  #player;
  #say;
  #asked = 0;
  #isGuessing = false;

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
    this.#fits = new Fits(lab, this.#task, starts);
    this.#picture = new WavePicture(find(root, '.wave-picture', SVGSVGElement), this.#task, this.#fits);
    const [slider, play] = [find(root, '[name=step]', HTMLInputElement), find(root, '.play', HTMLButtonElement)];
    this.#player = new Player(slider, play, PACE, () => this.#tell());
    this.#losses = lossChart(find(root, '.step-losses', SVGSVGElement), 'gradient steps', () => ({
      lines: this.#adapted().map(([name, { losses }]) => ({
        name, title: TITLES[name], xs: Array.from(losses, (_, i) => i), losses,
      })),
      ticks: [0, 8, 16, 24, 32],
      end: STEPS,
      mark: this.#player.step,
    }));
    for (const changing of [this.#task, this.#fits, starts]) changing.addEventListener('change', () => this.#tell());
    this.#listen();
    this.#offer();
  }

  /** What the visitor has made of the figure, as plain data. */
  get state() {
    const boxes = [.../** @type {NodeListOf<HTMLInputElement>} */ (this.#root.querySelectorAll('[data-start]'))];
    return {
      task: this.#task.state,
      step: this.#player.step,
      hidden: boxes.filter(({ checked }) => !checked).map(({ dataset }) => dataset.start),
    };
  }

  /**
   * @param {any} state as above, of unknown origin
   * @returns {boolean} whether there is a task now
   */
  restore(state) {
    const { task, step, hidden } = Object(state);
    for (const name of START_NAMES) {
      const box = find(this.#root, `[data-start=${name}]`, HTMLInputElement);
      box.checked = !(Array.isArray(hidden) && hidden.includes(name));
      box.dispatchEvent(new Event('change'));
    }
    if (Number.isFinite(step)) this.#player.go(step);
    if (!this.#task.restore(task)) return false;
    this.#asked++;
    return true;
  }

  /**
   * @param {number} number of a held-out task
   */
  async open(number) {
    const asked = ++this.#asked;
    const wave = await this.#lab.ask('wave', { settings: this.#starts.settings, number });
    // Another task may have come meanwhile.
    if (asked === this.#asked) this.#task.become({ number, ...wave });
  }

  #adapted() {
    return START_NAMES.flatMap((name) => {
      const adapted = this.#fits.all[name];
      return adapted ? [/** @type {[typeof name, typeof adapted]} */ ([name, adapted])] : [];
    });
  }

  #listen() {
    const root = this.#root;
    const [amplitude, phase] = ['amplitude', 'phase'].map((name) => find(root, `[name=${name}]`, HTMLInputElement));
    const bend = () => this.#task.bend(amplitude.valueAsNumber, phase.valueAsNumber);
    amplitude.addEventListener('input', bend);
    phase.addEventListener('input', bend);
    find(root, '.new-task', HTMLButtonElement).addEventListener('click', () =>
      this.open(this.#task.number + 1).catch((error) => this.#say(error.message)));
    find(root, '.guess-first', HTMLButtonElement).addEventListener('click', () => this.#toggleGuess());
    this.#task.addEventListener('change', () => this.#endGuess());
    find(root, '.straighten', HTMLButtonElement).addEventListener('click', () => this.#task.straighten());
    for (const box of root.querySelectorAll('[data-start]')) {
      const name = /** @type {HTMLInputElement} */ (box).dataset.start ?? '';
      box.addEventListener('change', () =>
        root.classList.toggle(`without-${name}`, !(/** @type {HTMLInputElement} */ (box).checked)));
    }
    find(root, 'details', HTMLDetailsElement).addEventListener('toggle', () => this.#tell());
  }

  #toggleGuess() {
    if (!this.#isGuessing) {
      this.#endGuess();
      this.#isGuessing = true;
      this.#picture.startGuess();
      this.#tellGuess('Reveal', 'Draw the wave that you think the ten points lie on, from the left edge to the right one. Then reveal it.');
      return;
    }
    this.#isGuessing = false;
    const guess = this.#picture.reveal();
    const { step } = this.#player;
    const others = this.#adapted().map(([name, { losses }]) => `${TITLES[name]} by ${readable(losses[step])}`);
    const beside = others.length > 0 ? `; after ${counted(step, 'step')} ${others.join(', ')}` : '';
    this.#tellGuess('Guess again', guess
      ? `Your guess is off by ${readable(guess.lossOn((x) => this.#task.value(x)))}, as a mean squared error${beside}.`
      : 'That was too little to compare: draw over the whole width.');
  }

  /** Another task, or another wave: what was guessed is of no use. */
  #endGuess() {
    this.#isGuessing = false;
    this.#picture.forgetGuess();
    this.#tellGuess('Guess first', '');
  }

  /** @param {string} next what the button does @param {string} told */
  #tellGuess(next, told) {
    // Meanwhile the sliders would tell which wave it is.
    this.#root.classList.toggle('guessing', this.#isGuessing);
    find(this.#root, '.guess-first', HTMLButtonElement).textContent = next;
    find(this.#root, '.guess-told', HTMLElement).textContent = told;
    if (told) this.#say(told);
  }

  /** Updates the texts and numbers that describe the pictures. */
  #tell() {
    const root = this.#root;
    const step = this.#player.step;
    const { amplitude, phase, number, isOnWave } = this.#task;
    this.#picture.show(step);
    this.#losses.redraw();
    find(root, '[name=amplitude]', HTMLInputElement).value = amplitude.toFixed(2);
    find(root, '[name=phase]', HTMLInputElement).value = phase.toFixed(2);
    find(root, '.step-text', HTMLElement).textContent = String(step);
    find(root, '.amplitude-text', HTMLElement).textContent = amplitude.toFixed(2);
    find(root, '.phase-text', HTMLElement).textContent = phase.toFixed(2);
    enable([[find(root, '.straighten', HTMLButtonElement), !isOnWave], [find(root, '.new-task', HTMLButtonElement), true]]);
    find(root, '.which', HTMLElement).textContent = `Task ${number} of seed ${this.#starts.settings.seed}`;
    for (const name of START_NAMES) {
      const row = find(root, `tr.${name}`, HTMLElement);
      const adapted = this.#fits.all[name];
      find(row, '.about', HTMLElement).textContent = this.#starts.all[name]?.about ?? 'not trained yet';
      find(row, '.at-points', HTMLElement).textContent = adapted ? readable(adapted.pointLosses[step]) : '–';
      find(row, '.on-wave', HTMLElement).textContent = adapted ? readable(adapted.losses[step]) : '–';
    }
    const error = find(root, '.error', HTMLElement);
    error.textContent = this.#fits.error ? inWords(this.#fits.error) : '';
    error.hidden = !this.#fits.error;
    const told = this.#adapted().map(([name, { losses }]) => `${TITLES[name]} ${readable(losses[step])}`);
    // Before anything is trained there is none.
    if (told.length > 0 && root.contains(document.activeElement)) this.#say(`Loss after ${counted(step, 'step')}: ${told.join(', ')}.`);
    if (find(root, 'details', HTMLDetailsElement).open) {
      fillTable(find(root, 'details table', HTMLTableElement), 'Loss over the whole wave after each step', this.#lossSheet());
    }
  }

  #about() {
    const { number, amplitude, phase } = this.#task;
    const starts = Object.fromEntries(START_NAMES.flatMap((name) =>
      this.#starts.all[name] ? [[name, this.#starts.all[name].about]] : []));
    return {
      ...this.#starts.settings, ...starts, task: number, amplitude: amplitude.toFixed(3), phase: phase.toFixed(3),
    };
  }

  #lossSheet() {
    const adapted = this.#adapted();
    return {
      columns: ['step', ...adapted.map(([name]) => name)],
      rows: Array.from({ length: STEPS + 1 }, (_, i) => [i, ...adapted.map(([, { losses }]) => losses[i])]),
    };
  }

  #offer() {
    const [curves, losses] = this.#root.querySelectorAll('.save');
    offerFiles(/** @type {HTMLElement} */ (curves), 'sine-fits', find(this.#root, '.wave-picture', SVGSVGElement), () =>
      fitSheet(this.#task, this.#adapted(), this.#player.step, this.#about()));
    offerFiles(/** @type {HTMLElement} */ (losses), 'sine-losses', find(this.#root, '.step-losses', SVGSVGElement), () => ({
      title: 'Loss over the whole wave after each gradient step',
      about: this.#about(),
      ...this.#lossSheet(),
    }));
  }
}
