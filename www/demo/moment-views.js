// @ts-check
import { line, shape, strokesOf, text } from '../shared/svg.js';

/**
 * @typedef {import('./course.js').Moment} Moment
 * @typedef {{ x: number, y: number }} Place
 *
 * @typedef {object} View a picture of a moment; it is made anew when what is drawn changes
 * @property {SVGElement} root
 * @property {(moment: Moment) => void} show
 */

/** The side of a small drawing in the picture, in pixels. */
const SMALL = 34;

/**
 * Three classes as the corners of a triangle: the nearer a drawing is to one, the likelier it is that class.
 *
 * @param {number} width
 * @param {number} height
 * @param {string[]} labels
 * @param {number[][][]} drawings of the examples; the last drawing behind them, if there is one
 * @param {Moment[]} moments
 * @returns {View}
 */
export function triangle(width, height, labels, drawings, moments) {
  const radius = Math.min((width - 90) / 1.74, (height - 70) / 1.5);
  const [cx, cy] = [width / 2, 34 + radius];
  const corners = [210, 330, 90].map((degrees) => {
    const angle = (degrees * Math.PI) / 180;
    return { x: cx + radius * Math.cos(angle), y: cy - radius * Math.sin(angle) };
  });
  const placeOf = (/** @type {number[]} */ shares) => ({
    x: shares.reduce((sum, share, i) => sum + share * corners[i].x, 0),
    y: shares.reduce((sum, share, i) => sum + share * corners[i].y, 0),
  });
  const ends = (/** @type {Moment} */ { examples, input }) => [...examples, ...(input ? [input] : [])].map(placeOf);
  const ways = moments.map(ends);
  const trails = drawings.map((_, i) => shape('polyline', {
    class: i < labels.length ? 'trail' : 'trail last', points: ways.map((places) => at(places[i])).join(' '),
  }));
  const marks = drawings.map((drawing, i) => small(drawing, i < labels.length ? 'mark' : 'mark last'));
  const names = corners.map(({ x, y }, i) =>
    text(x, i === 2 ? y - 24 : y + 36, 'middle', cut(labels[i], width / 3)));
  const root = shape('g', {},
    shape('polygon', { class: 'frame', points: corners.map(at).join(' ') }), ...names, ...trails, ...marks);
  return {
    root,
    show: (moment) => ends(moment).forEach(({ x, y }, i) =>
      marks[i]?.setAttribute('transform', `translate(${x.toFixed(2)} ${y.toFixed(2)})`)),
  };
}

/**
 * Any number of classes: for each a bar of what the last drawing is taken for, and a line for how well its own example
 * is known.
 *
 * @param {number} width
 * @param {string[]} labels
 * @param {number[][][]} drawings as above
 * @returns {View & { height: number }}
 */
export function bars(width, labels, drawings) {
  const [left, row] = [Math.min(150, width / 3), SMALL + 10];
  const whole = width - left - 12;
  const rows = labels.map((label, i) => {
    const y = i * row + 8;
    const bar = shape('rect', { class: 'share', x: left, y: y + 8, height: SMALL - 16, width: 0 });
    const own = line({ class: 'own', y1: y + 3, y2: y + SMALL - 3 });
    const picture = small(drawings[i], 'mark');
    // With room for its frame.
    picture.setAttribute('transform', `translate(${SMALL / 2 + 4} ${y + SMALL / 2})`);
    return {
      bar, own,
      root: shape('g', {}, picture, text(SMALL + 14, y + SMALL / 2 + 4, 'start', cut(label, left - SMALL - 18)),
        shape('rect', { class: 'frame', x: left, y: y + 8, width: whole, height: SMALL - 16 }), bar, own),
    };
  });
  return {
    root: shape('g', {}, ...rows.map(({ root }) => root)),
    height: labels.length * row + 16,
    show: ({ examples, input }) => rows.forEach(({ bar, own }, i) => {
      bar.setAttribute('width', ((input?.[i] ?? 0) * whole).toFixed(2));
      const x = (left + examples[i][i] * whole).toFixed(2);
      own.setAttribute('x1', x);
      own.setAttribute('x2', x);
    }),
  };
}

/** @param {number[][]} drawing @param {string} name */
function small(drawing, name) {
  const strokes = strokesOf(drawing.map((stroke) => stroke.map((value) => ((value - 50) * SMALL) / 100)));
  return shape('g', { class: name },
    shape('rect', { x: -SMALL / 2 - 3, y: -SMALL / 2 - 3, width: SMALL + 6, height: SMALL + 6, rx: 7 }), ...strokes);
}

/** @param {Place} place */
const at = ({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`;

/** @param {string} label @param {number} width in pixels */
const cut = (label, width) => (label.length * 8 > width ? `${label.slice(0, Math.max(1, Math.floor(width / 8) - 1))}…` : label);
