// @ts-check
import { logTicks } from '../../shared/axes.js';
import { LossChart } from '../../shared/chart.js';
import { legend } from '../../shared/legend.js';

/**
 * A chart of squared errors, with a legend and a scale that fits them.
 *
 * @param {SVGSVGElement} svg
 * @param {string} label of the x axis
 * @param {() => import('../../shared/chart.js').Content} read
 */
export const lossChart = (svg, label, read) => new LossChart(svg, {
  label,
  unit: 'mean squared error',
  heightOf: (width) => Math.min(260, Math.max(200, 0.4 * width)),
  legend,
  scaleOf: (lines) => logTicks(lines.flatMap(({ losses }) => Array.from(losses))),
}, read);
