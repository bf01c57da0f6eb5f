// @ts-check

/** Ours: a quarter of a cell unit is a sixteenth of a pixel of what the network sees. */
const TOLERANCE = 0.25;

/**
 * A stroke while it is drawn. Points that a straight line replaces within the tolerance are
 * dropped as they come, so that a long stroke stays cheap: from the last point kept, the
 * directions that pass all dropped points form a cone, and a point outside of it is a bend.
 */
export class LiveStroke {
  /** As x, y, x, y. */
  #kept = [0, 0];
  #last = { x: 0, y: 0, distance: 0 };
  #cone = { from: -Infinity, to: Infinity, middle: 0 };
  #bounds = { left: 0, top: 0, right: 0, bottom: 0 };

  /**
   * @param {number} x
   * @param {number} y
   */
  constructor(x, y) {
    this.#kept = [x, y];
    this.#last = { x, y, distance: 0 };
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
      this.#kept.push(this.#last.x, this.#last.y);
      this.#last.distance = 0;
      this.#cone = { from: -Infinity, to: Infinity, middle: 0 };
      this.#extends(x, y);
    }
    this.#last.x = x;
    this.#last.y = y;
  }

  /** The larger side of what was drawn so far. */
  get extent() {
    const { left, top, right, bottom } = this.#bounds;
    return Math.max(right - left, bottom - top);
  }

  /** A copy, as x, y, x, y. */
  toArray() {
    const { x, y } = this.#last;
    const kept = this.#kept;
    const isKept = kept[kept.length - 2] === x && kept[kept.length - 1] === y;
    return isKept ? kept.slice() : [...kept, x, y];
  }

  /**
   * Whether a straight line from the last kept point still passes all that follows it.
   * @param {number} x
   * @param {number} y
   */
  #extends(x, y) {
    const dx = x - this.#kept[this.#kept.length - 2];
    const dy = y - this.#kept[this.#kept.length - 1];
    const distance = Math.hypot(dx, dy);
    // A pen that turns back leaves a tip that must stay.
    if (distance < this.#last.distance - TOLERANCE) return false;
    this.#last.distance = Math.max(this.#last.distance, distance);
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
