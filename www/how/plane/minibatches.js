// @ts-check

/** @typedef {[number, number]} Vector */

/**
 * Two minibatches of one task in the plane. Each has a quadratic loss, a valley that is flat along one direction; the
 * two valleys cross, so that the gradients agree in some places and not in others.
 */

/** How steep the valleys are across and along. */
const STEEP = { across: 1, along: 0.2 };

/** The second derivatives of a valley that runs at an angle. @param {number} degrees @returns {[Vector, Vector]} */
function curvature(degrees) {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const { across, along } = STEEP;
  return [
    [along * c * c + across * s * s, (along - across) * c * s],
    [(along - across) * c * s, along * s * s + across * c * c],
  ];
}

const CURVATURES = [curvature(55), curvature(-35)];

/** @param {[Vector, Vector]} matrix @param {Vector} by @returns {Vector} */
const times = ([a, b], by) => [dot(a, by), dot(b, by)];

/** @param {Vector} a @param {Vector} b */
export const dot = (a, b) => a[0] * b[0] + a[1] * b[1];

/** @param {Vector} a @param {Vector} b @param {number} [factor] of b @returns {Vector} */
export const plus = (a, b, factor = 1) => [a[0] + factor * b[0], a[1] + factor * b[1]];

/**
 * The change of both gradients with θ is constant, so the gradients in one place say what they are everywhere.
 * @param {[Vector, Vector]} gradients at θ
 * @param {Vector} step away from θ
 * @returns {[Vector, Vector]}
 */
export const gradientsAfter = ([g1, g2], step) =>
  [plus(g1, times(CURVATURES[0], step)), plus(g2, times(CURVATURES[1], step))];

/**
 * Where two inner steps lead, and what the sum of the gradients at θ alone would do. The two minibatches come in either
 * order equally often, so it is the mean of both orders.
 *
 * *Source*: Nichol, Achiam, Schulman 2018, section 5.1: the difference is half the squared rate times the gradient of
 * the inner product.
 *
 * @param {[Vector, Vector]} gradients at θ
 * @param {number} rate
 * @returns {{ sum: Vector, second: Vector }} as steps away from θ: by the sum, and what comes on top
 */
export function twoSteps([g1, g2], rate) {
  const sum = plus([0, 0], plus(g1, g2), -rate);
  const bend = plus(times(CURVATURES[1], g1), times(CURVATURES[0], g2));
  return { sum, second: plus([0, 0], bend, (rate * rate) / 2) };
}
