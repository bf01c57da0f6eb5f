// @ts-check

/** In cell units. Our choice: it is about a sixteenth of a pixel of the network's input. */
const TOLERANCE = 0.25;

/**
 * A stroke while it is drawn. Points that a straight line replaces within the tolerance are dropped as they come,
 * so that a long stroke stays cheap: the directions from the last kept point that pass all dropped points form a
 * cone, and a point outside of that cone is a bend.
 */
export class LiveStroke {
  /**
   * As x, y, x, y: the points kept, and after them the tip, which the next point may replace.
   * @type {number[]}
   */
  #points;
  #dotSize;
  #hasTip = false;
  #farthest = 0;
  #cone = { from: -Infinity, to: Infinity, middle: 0 };
  #bounds;

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} dotSize a stroke that stays within this many cell units is a dot
   */
  constructor(x, y, dotSize) {
    this.#points = [x, y];
    this.#dotSize = dotSize;
    this.#bounds = { left: x, top: y, right: x, bottom: y };
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  add(x, y) {
    const bounds = this.#bounds;
    bounds.left = Math.min(bounds.left, x);
    bounds.right = Math.max(bounds.right, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.bottom = Math.max(bounds.bottom, y);
    if (!this.#extends(x, y)) {
      this.#hasTip = false;
      this.#farthest = 0;
      this.#cone = { from: -Infinity, to: Infinity, middle: 0 };
      this.#extends(x, y);
    }
    if (this.#hasTip) this.#points.length -= 2;
    this.#points.push(x, y);
    this.#hasTip = true;
  }

  /** The points so far; not a copy, because there may be many and the pen moves often. */
  get points() {
    return this.#points;
  }

  /** What is kept when the pen lifts. */
  get finished() {
    const { left, top, right, bottom } = this.#bounds;
    const isDot = Math.max(right - left, bottom - top) < this.#dotSize;
    return isDot ? this.#points.slice(0, 2) : this.#points;
  }

  /**
   * Whether a straight line from the last kept point still passes all that follows it.
   * @param {number} x
   * @param {number} y
   */
  #extends(x, y) {
    const kept = this.#points.length - (this.#hasTip ? 4 : 2);
    const dx = x - this.#points[kept];
    const dy = y - this.#points[kept + 1];
    const distance = Math.hypot(dx, dy);
    // Where the pen turns back, the tip must be kept.
    if (distance < this.#farthest - TOLERANCE) return false;
    this.#farthest = Math.max(this.#farthest, distance);
    if (distance <= TOLERANCE) return true;
    const cone = this.#cone;
    if (cone.from === -Infinity) cone.middle = Math.atan2(dy, dx);
    let angle = Math.atan2(dy, dx) - cone.middle;
    if (angle > Math.PI) angle -= 2 * Math.PI;
    if (angle < -Math.PI) angle += 2 * Math.PI;
    if (angle < cone.from || angle > cone.to) return false;
    const width = Math.asin(TOLERANCE / distance);
    cone.from = Math.max(cone.from, angle - width);
    cone.to = Math.min(cone.to, angle + width);
    return true;
  }
}
