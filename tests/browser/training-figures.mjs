// What training on made-up glyphs alone reaches on drawings by people, for `./build.sh figures DATA`: by the command line,
// and on the demo page as a visitor does it, who trains, and goes on for ten times as long. Some twenty minutes.

import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Browser } from './browser.mjs';
import { root, target } from './places.mjs';
import { serve } from './server.mjs';

const program = join(target, 'release', 'reptile-sketch');
const people = '--strokes omniglot-strokes-recovered.json.gz --only omniglot-validation.txt --ways 3 --shots 1 --episodes 5000 --seed 1 --json';
const TASKS_AN_ITERATION = 4;
/** About a minute, and about ten. */
const META_ITERATIONS = [600, 6000];
/** The page reports every hundred tasks, which is a matter of seconds. */
const SILENT_MS = 300_000;

const cargo = (words) => `cargo run --release -- ${words}`;

/** The accuracy of weights on drawings by people. */
function evaluate(data, weights) {
  const words = `evaluate ${people} --weights`.split(' ');
  const output = execFileSync(program, [...words, weights], { cwd: data, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const { accuracy, ci95 } = JSON.parse(output);
  return { accuracy, ci95, evaluation: cargo(`evaluate ${people} --weights glyphs.safetensors`) };
}

function trainNatively(data, scratch, metaIterations) {
  const weights = join(scratch, `native-${metaIterations}.safetensors`);
  const words = `train --glyphs 1000 --seed 0 --meta-iterations ${metaIterations} --out`;
  console.log(`${words} ...`);
  execFileSync(program, [...words.split(' '), weights], { stdio: ['ignore', 'inherit', 'ignore'] });
  return { where: 'native', meta_iterations: metaIterations, command: cargo(`${words} glyphs.safetensors`), ...evaluate(data, weights) };
}

/** Runs in the page: a seed of 0, and what is downloaded is kept. */
function prepare() {
  Math.random = () => 0;
  const { createObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    window.downloaded = blob;
    return createObjectURL(blob);
  };
  HTMLAnchorElement.prototype.click = () => {};
}

/** Runs in the page: presses a button of the training, or the one that shows it. */
const press = (name) => [...document.querySelectorAll('button')].find(({ textContent }) => textContent.startsWith(name)).click();

/** Runs in the page: how far it is. */
function progress() {
  const told = document.querySelector('.training .told').textContent;
  const [tasks, planned] = /^([\d,]+) tasks of ([\d,]+)/.exec(told)?.slice(1).map((text) => Number(text.replaceAll(',', ''))) ?? [];
  return { tasks, isDone: tasks === planned && /Go on/.test(document.querySelector('.training button').textContent) };
}

/** Waits until all that is planned is done. */
async function finish(browser) {
  for (let heardMs = Date.now(), before = 0; Date.now() - heardMs < SILENT_MS;) {
    const { tasks, isDone } = await browser.evaluate(progress);
    if (isDone) return tasks;
    if (tasks !== before) heardMs = Date.now();
    before = tasks;
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error('the training in the browser stands still');
}

async function download(browser, file) {
  await browser.evaluate(() => { window.downloaded = undefined; });
  await browser.evaluate(press, 'Download');
  await browser.until('the weights are there', () => Boolean(window.downloaded));
  const bytes = await browser.evaluate(async () => [...new Uint8Array(await window.downloaded.arrayBuffer())]);
  await writeFile(file, Uint8Array.from(bytes));
}

async function trainInBrowser(data, scratch) {
  const server = await serve({ folders: { '/site/': join(root, 'dist') } });
  let browser;
  const found = [];
  try {
    browser = await Browser.open();
    await browser.goTo(`${server.origin}/site/`);
    await browser.evaluate(prepare);
    await browser.evaluate(press, 'Start from nothing');
    await browser.until('the training is there', () => Boolean(document.querySelector('.training button')));
    for (const [i, metaIterations] of META_ITERATIONS.entries()) {
      await browser.evaluate(press, i === 0 ? 'Train' : 'Go on');
      await browser.until('it has begun', () => document.querySelector('.training button').textContent === 'Stop');
      console.log(`in the browser: ${metaIterations} meta-iterations ...`);
      const tasks = await finish(browser);
      if (tasks !== TASKS_AN_ITERATION * metaIterations) throw new Error(`${tasks} tasks in the browser`);
      const weights = join(scratch, `browser-${metaIterations}.safetensors`);
      await download(browser, weights);
      found.push({ where: 'browser', meta_iterations: metaIterations, ...evaluate(data, weights) });
    }
    return found;
  } finally {
    await browser?.close();
    server.close();
  }
}

/** The figures of training without drawings by people, natively and in a browser. */
export async function measureTraining(data, scratch) {
  const native = META_ITERATIONS.map((metaIterations) => trainNatively(data, scratch, metaIterations));
  return [...native, ...await trainInBrowser(data, scratch)];
}
