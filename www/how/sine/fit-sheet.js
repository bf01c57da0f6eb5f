// @ts-check
import { counted } from '../../shared/numbers.js';
import { fitAfter, GRID } from './fits.js';

/**
 * The figure as a table: the points, the wave, and each fit.
 *
 * @param {import('./task.js').Task} task
 * @param {[string, import('../lab/protocol.js').Adapted][]} adapted
 * @param {number} step
 * @param {Record<string, string | number>} about
 * @returns {import('../figures/save.js').Sheet}
 */
export function fitSheet(task, adapted, step, about) {
  const points = task.points.map(([x, y]) => `${x.toFixed(3)} ${y.toFixed(3)}`).join('; ');
  return {
    title: `A sine wave and its fits after ${counted(step, 'gradient step')}`,
    about: { ...about, steps: step, points },
    columns: ['x', 'wave', ...adapted.map(([name]) => name)],
    rows: Array.from(GRID, (x, i) => [x, task.value(x), ...adapted.map(([, each]) => fitAfter(each, step)[i])]),
  };
}
