// @ts-check
import { clamp } from '../../shared/numbers.js';
import { text } from '../../shared/svg.js';

/** The room that a short name takes: text cannot be measured before it is drawn. */
const ROOM = { width: 24, above: 16, below: 8 };

/**
 * A short name beside a place of a picture: on its other side where it would leave the picture.
 *
 * @param {ArrayLike<number>} place in pixels
 * @param {[number, number]} away from there
 * @param {string} name
 * @param {{ width: number, height: number }} picture
 */
export function nameBeside(place, [dx, dy], name, { width, height }) {
  const end = place[0] + dx + Math.sign(dx) * ROOM.width;
  const shift = end < 0 || end > width ? -dx : dx;
  const y = clamp(place[1] + dy, ROOM.above, height - ROOM.below);
  return text(place[0] + shift, y, shift < 0 ? 'end' : 'start', name);
}
