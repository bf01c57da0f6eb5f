// What a very long stroke costs the page's own thread: 10,000 points on the demo page, as a pen gives them that
// reports 16 in a frame. The thread's tasks are taken from the browser's own trace.

import { join } from 'node:path';
import { Browser } from '../browser.mjs';
import { root } from '../places.mjs';
import { serve } from '../server.mjs';
import { Contexts } from './contexts.mjs';
import { framesOf } from './frames.mjs';
import { median, quantile, round } from './statistics.mjs';

const POINTS = 10_000;
const POINTS_A_FRAME = 16;
const MARK = 'frame of the stroke';

/** Runs in the page: draws on a pad, the points of a frame as one event, and marks every frame. */
async function draw(index, count, each, mark) {
  const canvas = [...document.querySelector('reptile-sketch').shadowRoot.querySelectorAll('canvas')].at(index);
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const event = (type, i, coalescedEvents = []) => new PointerEvent(type, {
    // A curve that bends everywhere, so that hardly any of its points can be dropped.
    clientX: left + width * (0.5 + 0.42 * Math.sin(0.13 * i)),
    clientY: top + height * (0.5 + 0.42 * Math.sin(0.1711 * i + 1)),
    pointerId: 1, button: 0, bubbles: true, composed: true, coalescedEvents,
  });
  canvas.dispatchEvent(event('pointerdown', 0));
  for (let i = 1; i < count; i += each) {
    await new Promise(requestAnimationFrame);
    performance.mark(mark);
    const points = Array.from({ length: each }, (_, k) => event('pointermove', i + k));
    canvas.dispatchEvent(event('pointermove', i + each - 1, points));
  }
  await new Promise(requestAnimationFrame);
  performance.mark(mark);
  canvas.dispatchEvent(event('pointerup', count));
}

export async function measureStroke() {
  const server = await serve({ folders: { '/site/': join(root, 'dist') } });
  const browser = await Browser.open();
  const contexts = await Contexts.of(browser);
  try {
    const rows = [];
    for (const [pad, index] of [['an example', 0], ['the input', -1]]) {
      await browser.goTo(`${server.origin}/site/`);
      await browser.until('there is an answer', () => document.querySelector('reptile-sketch')?.predictions);
      const events = await contexts.trace(() => browser.evaluate(draw, index, POINTS, POINTS_A_FRAME, MARK));
      rows.push({ pad, points: POINTS, ...summaryOf(framesOf(events, MARK)) });
    }
    return rows;
  } finally {
    contexts.close();
    await browser.close();
    server.close();
  }
}

function summaryOf({ work, clock }) {
  return {
    frames: work.length,
    median_ms: round(median(work)),
    p99_ms: round(quantile(work, 0.99)),
    last_100_median_ms: round(median(work.slice(-100))),
    first_100_median_ms: round(median(work.slice(0, 100))),
    clock,
  };
}
