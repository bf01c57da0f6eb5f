// @ts-check
import { clamp } from '../../shared/numbers.js';

/**
 * @typedef {object} Pace
 * @property {number} ms between two steps
 * @property {number} calmMs between two stops, where motion is unwelcome
 * @property {number} calmSteps from one stop to the next
 */

/** A slider for steps, and a button that plays them. */
export class Player {
  #slider;
  #button;
  #pace;
  #onStep;
  #timer = 0;

  /**
   * @param {HTMLInputElement} slider
   * @param {HTMLButtonElement} button
   * @param {Pace} pace
   * @param {() => void} onStep
   */
  constructor(slider, button, pace, onStep) {
    this.#slider = slider;
    this.#button = button;
    this.#pace = pace;
    this.#onStep = onStep;
    slider.addEventListener('input', () => {
      this.#stop();
      onStep();
    });
    button.addEventListener('click', () => (this.#timer ? this.#stop() : this.#play()));
  }

  get step() {
    return Number(this.#slider.value);
  }

  get last() {
    return Number(this.#slider.max);
  }

  /** @param {number} step */
  go(step) {
    this.#slider.value = String(clamp(step, 0, this.last));
    this.#onStep();
  }

  #play() {
    if (this.step >= this.last) this.go(0);
    const { ms, calmMs, calmSteps } = this.#pace;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#timer = window.setInterval(() => {
      this.go(this.step + (calm ? calmSteps : 1));
      if (this.step >= this.last) this.#stop();
    }, calm ? calmMs : ms);
    this.#button.textContent = 'Pause';
  }

  #stop() {
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#button.textContent = 'Play';
  }
}
