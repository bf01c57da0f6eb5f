// Points over logarithmic axes, as SVG.

const WIDTH = 640;
const HEIGHT = 400;
const MARGIN = { left: 70, right: 20, top: 40, bottom: 50 };

/**
 * @param {{ x: number, y: number, series: string }[]} points
 * @param {{ title: string, x: string, y: string }} labels
 */
export function chart(points, labels) {
  const x = axis(points.map((point) => point.x), MARGIN.left, WIDTH - MARGIN.right);
  const y = axis(points.map((point) => point.y), HEIGHT - MARGIN.bottom, MARGIN.top);
  const series = [...new Set(points.map((point) => point.series))];
  const color = (name) => `hsl(${(series.indexOf(name) * 360) / series.length} 70% 40%)`;
  const text = (content, at) => `<text ${at}>${content}</text>`;
  const marks = points.map((point) =>
    `<circle cx="${x.at(point.x)}" cy="${y.at(point.y)}" r="4" fill="${color(point.series)}"/>`);
  // A line of this slope shows growth in proportion.
  const first = points.reduce((least, point) => (point.x > least.x ? point : least));
  const slope = first.y / first.x;
  const line = `<path d="M${x.at(x.from)} ${y.at(x.from * slope)}L${x.at(x.to)} ${y.at(x.to * slope)}" stroke="#888" stroke-dasharray="4"/>`;
  const ticks = [
    ...x.ticks.map((value) => `<path d="M${x.at(value)} ${y.at(y.from)}V${y.at(y.to)}" stroke="#ddd"/>`
      + text(value, `x="${x.at(value)}" y="${HEIGHT - MARGIN.bottom + 18}" text-anchor="middle"`)),
    ...y.ticks.map((value) => `<path d="M${x.at(x.from)} ${y.at(value)}H${x.at(x.to)}" stroke="#ddd"/>`
      + text(value, `x="${MARGIN.left - 8}" y="${y.at(value) + 4}" text-anchor="end"`)),
  ];
  const legend = series.map((name, i) => text(name, `x="${MARGIN.left + 12}" y="${MARGIN.top + 18 + 16 * i}" fill="${color(name)}"`));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="none">
<rect width="100%" height="100%" fill="#fff"/>
<g fill="#222">${ticks.join('\n')}
${text(labels.title, `x="${MARGIN.left}" y="22" font-size="14"`)}
${text(labels.x, `x="${WIDTH / 2}" y="${HEIGHT - 10}" text-anchor="middle"`)}
${text(labels.y, `transform="translate(16 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle"`)}
${legend.join('\n')}</g>
${line}
${marks.join('\n')}
</svg>
`;
}

/** From one power of ten to another. */
function axis(values, start, end) {
  const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  const at = (value) => Math.round(start + ((Math.log10(value) - low) / (high - low)) * (end - start));
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => Number((10 ** (low + i)).toPrecision(1)));
  return { at, ticks, from: 10 ** low, to: 10 ** high };
}
