// What a very long stroke costs the page's own thread: 10,000 points on the demo page, as a pen gives them that
// reports 16 in a frame. The thread's tasks are taken from the browser's own trace.

import { join } from 'node:path';
import { Browser } from '../browser.mjs';
import { root } from '../places.mjs';
import { serve } from '../server.mjs';
import { Contexts } from './contexts.mjs';
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
      rows.push({ pad, points: POINTS, ...frames(events) });
    }
    return rows;
  } finally {
    contexts.close();
    await browser.close();
    server.close();
  }
}

/** The milliseconds of each frame in which the page's thread was at work, from one mark to the next. */
function frames(events) {
  const marks = events.filter(({ name, cat }) => name === MARK && cat.includes('user_timing'));
  const { pid, tid } = marks[0];
  const times = [...new Set(marks.map(({ ts }) => ts))].sort((a, b) => a - b);
  const work = times.map(() => 0);
  const tasks = events.filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X' && /RunTask$/.test(event.name));
  let end = 0;
  for (const task of tasks.sort((a, b) => a.ts - b.ts)) {
    // One task may be within another.
    if (task.ts < end) continue;
    end = task.ts + task.dur;
    // A frame's mark lies within the task that draws it.
    const frame = times.findLastIndex((time) => time <= end);
    if (frame >= 0) work[frame] += (task.tdur ?? task.dur) / 1000;
  }
  // After the last mark comes the end of the stroke, which is not a frame.
  const all = work.slice(0, -1);
  const late = all.slice(-100);
  return {
    frames: all.length,
    median_ms: round(median(all)),
    p99_ms: round(quantile(all, 0.99)),
    last_100_median_ms: round(median(late)),
    first_100_median_ms: round(median(all.slice(0, 100))),
    clock: tasks.some(({ tdur }) => tdur !== undefined) ? 'cpu' : 'wall',
  };
}
