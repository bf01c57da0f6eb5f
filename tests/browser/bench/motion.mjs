// Whether the demo page moves at 60 frames a second: the inner loop played and scrubbed, in "See each step", by the times of
// its frames and by what the page's thread does in each; and the longest task while a pen draws on a computer that is six
// times as slow.

import { join } from 'node:path';
import { Browser } from '../browser.mjs';
import { root } from '../places.mjs';
import { serve } from '../server.mjs';
import { Contexts } from './contexts.mjs';
import { framesOf, tasksOf } from './frames.mjs';
import { median, quantile, round } from './statistics.mjs';

const MARK = 'frame of the motion';
const FRAMES = 240;
const SLOWER = 6;
const STROKE_POINTS = 200;

/** Runs in the page: plays the inner loop from its start, and gives the times of its frames. */
async function play(mark) {
  const loop = document.querySelector('.loop');
  const [button, slider] = [loop.querySelector('button'), loop.querySelector('input')];
  slider.value = '0';
  slider.dispatchEvent(new Event('input'));
  button.click();
  const times = [];
  do {
    times.push(await new Promise(requestAnimationFrame));
    performance.mark(mark);
  } while (button.textContent === 'Pause');
  return times;
}

/** Runs in the page: moves the slider to and fro, a place a frame. */
async function scrub(mark, frames) {
  const slider = document.querySelector('.loop input');
  const last = Number(slider.max);
  const times = [];
  for (let i = 0; i <= frames; i++) {
    times.push(await new Promise(requestAnimationFrame));
    performance.mark(mark);
    slider.value = String(last * (0.5 - 0.5 * Math.cos((6 * Math.PI * i) / frames)));
    slider.dispatchEvent(new Event('input'));
  }
  return times;
}

/** Runs in the page: a stroke on a pad, a point a frame. */
async function draw(mark, index, count) {
  const canvas = [...document.querySelector('reptile-sketch').shadowRoot.querySelectorAll('canvas')].at(index);
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const send = (type, i) => canvas.dispatchEvent(new PointerEvent(type, {
    clientX: left + width * (0.5 + 0.4 * Math.sin(i / 9)), clientY: top + height * (0.5 + 0.4 * Math.sin(i / 7 + 1)),
    pointerId: 1, button: 0, bubbles: true, composed: true,
  }));
  // Apart from the task that has compiled this function here, which no visitor's page has.
  await new Promise((done) => setTimeout(done));
  send('pointerdown', 0);
  for (let i = 1; i <= count; i++) {
    await new Promise(requestAnimationFrame);
    performance.mark(mark);
    send('pointermove', i);
  }
  send('pointerup', count);
  await new Promise((done) => setTimeout(done, 500));
}

/** The inner loop, with all that belongs to it. */
async function openLoop(browser) {
  await browser.evaluate(() => document.querySelector('#loop').click());
  await browser.until('the filters are there', () => document.querySelectorAll('.filters:not([hidden]) .tile').length === 12);
  await browser.until('it has been played', () => document.querySelector('.loop button').textContent === 'Play');
}

function rowOf(what, times, { work, clock }) {
  const gaps = times.slice(1).map((time, i) => time - times[i]);
  return {
    what,
    frames: gaps.length,
    frame_median_ms: round(median(gaps)),
    frame_p95_ms: round(quantile(gaps, 0.95)),
    work_median_ms: round(median(work)),
    work_p99_ms: round(quantile(work, 0.99)),
    clock,
  };
}

/** The longest task while the pen draws: the thread's own clock runs on while it is slowed. */
function longestOf(what, events) {
  const { tasks, clock } = tasksOf(events, MARK);
  const ms = tasks.map((task) => task.ms);
  return { what, tasks: tasks.length, p99_ms: round(quantile(ms, 0.99)), longest_ms: round(Math.max(...ms)), clock };
}

export async function measureMotion() {
  const server = await serve({ folders: { '/site/': join(root, 'dist') } });
  const browser = await Browser.open({ width: 1280, height: 1000 });
  const contexts = await Contexts.of(browser);
  try {
    await browser.goTo(`${server.origin}/site/`);
    await browser.until('there is an answer', () => document.querySelector('reptile-sketch')?.predictions);
    await openLoop(browser);
    const rows = [];
    for (const [what, move] of [['the inner loop, played', play], ['the inner loop, scrubbed', scrub]]) {
      let times;
      const events = await contexts.trace(async () => { times = await browser.evaluate(move, MARK, FRAMES); });
      rows.push(rowOf(what, times, framesOf(events, MARK)));
    }
    await browser.goTo(`${server.origin}/site/`);
    await browser.until('there is an answer', () => document.querySelector('reptile-sketch')?.predictions);
    await browser.cdp('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    const drawn = [];
    for (const [what, index] of [['drawing an example', 0], ['drawing the input', -1]]) {
      drawn.push(longestOf(what, await contexts.trace(() => browser.evaluate(draw, MARK, index, STROKE_POINTS))));
    }
    return { rows, drawn };
  } finally {
    contexts.close();
    await browser.close();
    server.close();
  }
}
