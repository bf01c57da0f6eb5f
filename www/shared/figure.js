// @ts-check
import { set } from './dom.js';

/** A picture as wide as its container, in CSS pixels, that is drawn at most once a frame. */
export class Figure {
  width = 0;
  height = 0;
  #svg;
  #draw;
  #frame = 0;

  /**
   * @param {SVGSVGElement} svg
   * @param {(width: number) => number} heightOf
   * @param {(width: number, height: number) => void} draw
   */
  constructor(svg, heightOf, draw) {
    this.#svg = svg;
    this.#draw = draw;
    new ResizeObserver(([{ contentRect }]) => {
      const width = Math.round(contentRect.width);
      if (width === this.width || width === 0) return;
      this.width = width;
      this.height = Math.round(heightOf(width));
      this.redraw();
    }).observe(svg);
  }

  /** Draws it with the next frame, if it has a size by then. */
  redraw() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.width === 0) return;
      // Not in the observer, because it changes the height that is observed.
      const viewBox = `0 0 ${this.width} ${this.height}`;
      set(this.#svg, 'viewBox', viewBox);
      this.#draw(this.width, this.height);
    });
  }
}
