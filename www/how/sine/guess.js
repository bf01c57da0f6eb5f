// @ts-check
import { GRID } from './fits.js';

/** The share of the width that a guess has to cover. */
const ENOUGH = 0.8;

/** A curve that the visitor has drawn through the points, before seeing what networks make of them. */
export class Guess {
  /** For each place of the grid; NaN where nothing is drawn. */
  heights = new Float32Array(GRID.length).fill(NaN);

  get isEnough() {
    return this.heights.filter(Number.isFinite).length >= ENOUGH * GRID.length;
  }

  /**
   * Draws a straight piece; what was there before goes.
   * @param {[number, number]} from
   * @param {[number, number]} to
   */
  draw([x0, y0], [x1, y1]) {
    const gap = GRID[1] - GRID[0];
    const [least, most] = [Math.min(x0, x1) - gap / 2, Math.max(x0, x1) + gap / 2];
    GRID.forEach((x, i) => {
      if (x < least || x > most) return;
      const share = x1 === x0 ? 1 : Math.min(1, Math.max(0, (x - x0) / (x1 - x0)));
      this.heights[i] = y0 + share * (y1 - y0);
    });
  }

  /** The mean squared error where something is drawn. @param {(x: number) => number} wave */
  lossOn(wave) {
    const errors = Array.from(this.heights, (y, i) => (y - wave(GRID[i])) ** 2).filter(Number.isFinite);
    return errors.reduce((sum, error) => sum + error, 0) / errors.length;
  }
}
