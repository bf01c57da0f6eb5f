// @ts-check

/**
 * @typedef {object} Cell
 * @property {string} title
 * @property {number[][]} drawing in units of the cell
 * @property {string} told under it
 * @property {boolean} isMarked
 *
 * @typedef {{ ink: string, paper: string, quiet: string, accent: string, font: string }} Colours
 *
 * @typedef {{ size: number, colour: string, isBold?: boolean }} Letters
 * @typedef {object} Pen what a picture is drawn with: letters of an SVG, or pixels of a canvas
 * @property {(x: number, y: number, width: number, height: number, fill: string, stroke?: string) => void} box
 * @property {(points: number[], width: number, colour: string) => void} line a single point is a dot
 * @property {(x: number, y: number, content: string, letters: Letters) => void} text
 */

const SIDE = 220;
const GAP = 24;
const MARGIN = 32;
const HEAD = 30;
const FOOT = 64;
const ACROSS = 6;
/** As wide as the element draws it, in units of the cell. */
const LINE_WIDTH = 3.6;

/** @param {Cell[]} cells */
function sizeOf({ length }) {
  const across = Math.min(length, ACROSS);
  const rows = Math.ceil(length / ACROSS);
  return {
    width: 2 * MARGIN + across * (SIDE + GAP) - GAP,
    height: MARGIN + rows * (HEAD + SIDE + FOOT) + MARGIN,
  };
}

/**
 * Draws all cells, with what is told of each, and a line below.
 * @param {Pen} pen
 * @param {Cell[]} cells
 * @param {string} told
 * @param {Colours} colours
 */
function drawCells(pen, cells, told, colours) {
  const { width, height } = sizeOf(cells);
  pen.box(0, 0, width, height, colours.paper);
  cells.forEach(({ title, drawing, told, isMarked }, i) => {
    const x = MARGIN + (i % ACROSS) * (SIDE + GAP);
    const y = MARGIN + HEAD + Math.floor(i / ACROSS) * (HEAD + SIDE + FOOT);
    const colour = isMarked ? colours.accent : colours.ink;
    /** @type {Letters} */
    const letters = { size: 17, colour, isBold: true };
    pen.text(x + 2, y - 12, cut(title, letters, colours.font), letters);
    pen.box(x, y, SIDE, SIDE, colours.paper, isMarked ? colours.accent : colours.quiet);
    for (const stroke of drawing) {
      const points = stroke.map((value, j) => (j % 2 ? y : x) + (value * SIDE) / 100);
      pen.line(points, (LINE_WIDTH * SIDE) / 100, colours.ink);
    }
    pen.text(x + 2, y + SIDE + 26, cut(told, letters, colours.font), letters);
  });
  pen.text(MARGIN + 2, height - MARGIN, told, { size: 15, colour: colours.quiet });
}

/**
 * @param {Cell[]} cells
 * @param {string} told
 * @param {Colours} colours
 */
export function toSvg(cells, told, colours) {
  const { width, height } = sizeOf(cells);
  /** @type {string[]} */
  const shapes = [];
  drawCells({
    box: (x, y, width, height, fill, stroke) => shapes.push(
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"`
      + (stroke ? ` rx="12" stroke="${stroke}" stroke-width="2"/>` : '/>')),
    line: (points, width, colour) => shapes.push(
      `<polyline points="${(points.length === 2 ? [...points, ...points] : points).map(short).join(' ')}" fill="none" `
      + `stroke="${colour}" stroke-width="${short(width)}" stroke-linecap="round" stroke-linejoin="round"/>`),
    text: (x, y, content, { size, colour, isBold }) => shapes.push(
      `<text x="${x}" y="${y}" fill="${colour}" font-size="${size}"${isBold ? ' font-weight="650"' : ''}>${escaped(content)}</text>`),
  }, cells, told, colours);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" `
    + `font-family="${escaped(colours.font)}"><title>${escaped(told)}</title>${shapes.join('')}</svg>`;
}

/**
 * @param {Cell[]} cells
 * @param {string} told
 * @param {Colours} colours
 * @returns {Promise<Blob>}
 */
export function toPng(cells, told, colours) {
  const { width, height } = sizeOf(cells);
  // Twice as fine, for dense screens.
  const canvas = Object.assign(document.createElement('canvas'), { width: 2 * width, height: 2 * height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.scale(2, 2);
  context.lineCap = context.lineJoin = 'round';
  drawCells({
    box: (x, y, width, height, fill, stroke) => {
      context.beginPath();
      context.roundRect(x, y, width, height, stroke ? 12 : 0);
      Object.assign(context, { fillStyle: fill, strokeStyle: stroke, lineWidth: 2 });
      context.fill();
      if (stroke) context.stroke();
    },
    line: (points, width, colour) => {
      context.beginPath();
      context.moveTo(points[0], points[1]);
      for (let i = points.length > 2 ? 2 : 0; i < points.length; i += 2) context.lineTo(points[i], points[i + 1]);
      Object.assign(context, { strokeStyle: colour, lineWidth: width });
      context.stroke();
    },
    text: (x, y, content, letters) => {
      context.font = fontOf(letters, colours.font);
      context.fillStyle = letters.colour;
      context.fillText(content, x, y);
    },
  }, cells, told, colours);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('The picture is too large.'))), 'image/png'));
}

/** @param {Letters} letters @param {string} font */
const fontOf = ({ size, isBold }, font) => `${isBold ? '650 ' : ''}${size}px ${font}`;

/**
 * What of a text is as wide as a cell.
 * @param {string} text
 * @param {Letters} letters
 * @param {string} font
 */
function cut(text, letters, font) {
  const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
  ruler.font = fontOf(letters, font);
  let shown = text;
  for (let kept = [...text].slice(0, SIDE); ruler.measureText(shown).width > SIDE;) {
    kept = kept.slice(0, -1);
    shown = `${kept.join('')}…`;
  }
  return shown;
}

/** @param {number} value */
const short = (value) => Math.round(value * 10) / 10;

/** Without what XML cannot hold. @param {string} text */
const escaped = (text) =>
  text.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd').replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
