// Measures the embedded weights for `./build.sh figures DATA`: the command line on each task, then
// the browser on the episodes of the first, and the two against each other; then what training without drawings by
// people reaches. All of it goes to
// tests/fixtures/figures.json; tests/figures.rs makes the tables from that, and tests/page.rs what the demo page says.
//
// It fails when the browser and the command line disagree, or when the accuracy is too low.

import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Browser } from './browser.mjs';
import { root, target } from './places.mjs';
import { serve } from './server.mjs';
import { measureTraining } from './training-figures.mjs';

const program = join(target, 'release', 'reptile-sketch');
const images = '--data omniglot-train.zip --only omniglot-validation.txt';
const sketches = '--data quickdraw-train.zip quickdraw-more.zip --only sketches.txt';
const strokes = '--strokes omniglot-strokes-recovered.json.gz --only omniglot-validation.txt';

/** The tasks; the browser repeats the first. */
const tasks = [
  ['3-way 1-shot', `${images} --ways 3 --shots 1 --episodes 5000`],
  ['5-way 1-shot', `${images} --ways 5 --shots 1 --episodes 2000`],
  ['20-way 1-shot', `${images} --ways 20 --shots 1 --episodes 500`],
  ['5-way 1-shot, classes also turned', `${images} --ways 5 --shots 1 --episodes 2000 --turn-classes`],
  ['20-way 1-shot, classes also turned', `${images} --ways 20 --shots 1 --episodes 500 --turn-classes`],
  ['3-way 5-shot', `${images} --ways 3 --shots 5 --episodes 2000`],
  ['5-way 5-shot', `${images} --ways 5 --shots 5 --episodes 1000`],
  ['3-way 1-shot, transductive', `${images} --ways 3 --shots 1 --episodes 5000 --transductive`],
  ['3-way 1-shot, from strokes', `${strokes} --ways 3 --shots 1 --episodes 5000`],
  ...['rotate', 'mouse', 'touch', 'scale', 'pen'].map((change) => [
    `3-way 1-shot, from strokes, queries changed: ${change}`,
    `${strokes} --ways 3 --shots 1 --episodes 5000 --perturb ${change}`,
  ]),
  ['sketches, 3-way 1-shot', `${sketches} --ways 3 --shots 1 --episodes 5000`],
  ['sketches, 3-way 5-shot', `${sketches} --ways 3 --shots 5 --episodes 2000`],
  ['3-way 1-shot, random weights', `${images} --ways 3 --shots 1 --episodes 5000 --init random`],
  ['sketches, 3-way 1-shot, random weights', `${sketches} --ways 3 --shots 1 --episodes 5000 --init random`],
];

/** Families of symbols that are much alike, which need no data. */
const families = 'evaluate --families --episodes 1000 --seed 1 --json';

const tolerance = 1e-3;
const leastAccuracy = 0.985;
const leastFromNothing = 0.9;
const episodesAtOnce = 250;

/** Writes the list of the held-out sketches. */
async function writeSketches(data, file) {
  const program = join(root, 'tools/held-out.mjs');
  await writeFile(file, execFileSync('node', [program, data, '--sketches']));
}

/** The output of the command line for a task, with `answers` if a file for them is named. */
function measure(data, [task, options], scratch, answers) {
  console.log(`${task} ...`);
  const args = `evaluate ${options} --seed 1 --json`;
  const words = args.split(' ').map((word) => (word === 'sketches.txt' ? join(scratch, word) : word));
  const output = execFileSync(program, [...words, ...(answers ? ['--answers', answers] : [])], {
    cwd: data,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { accuracy, ci95, nll, ece, none_auroc, weights } = JSON.parse(output);
  const command = `cargo run --release -- ${args}`;
  return { weights, figures: { task, command, accuracy, ci95, nll, ece, none_auroc } };
}

/** Puts those files of a zip into a folder. */
function extract(zip, files, folder) {
  const script = 'import json, sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2], json.load(sys.stdin))';
  execFileSync('python3', ['-c', script, zip, folder], { input: JSON.stringify(files) });
}

/** Imports the module into the page, and prepares what a chunk of episodes needs. */
async function setUp(entry) {
  const { SketchClassifier } = await import(entry);
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const read = async (url) => {
    const reply = await fetch(url);
    if (!reply.ok) throw new Error(`${url}: ${reply.status}`);
    const image = await createImageBitmap(await reply.blob());
    const { width, height } = image;
    Object.assign(context.canvas, { width, height });
    context.drawImage(image, 0, 0);
    image.close();
    return context.getImageData(0, 0, width, height);
  };
  const known = new Map();
  window.bitmap = (url) => known.get(url) ?? known.set(url, read(url)).get(url);
  window.classifier = await SketchClassifier.load();
  return navigator.userAgent;
}

/** Plays episodes, `{ support, query }`, in which URLs stand for drawings, class by class. */
async function play(episodes) {
  const { bitmap, classifier } = window;
  const results = [];
  for (const { support, query } of episodes) {
    const labelled = support.flatMap((urls, label) => urls.map((url) => ({ label: `${label}`, url })));
    const examples = labelled.map(async ({ label, url }) => ({ label, drawing: await bitmap(url) }));
    const drawings = await Promise.all(query.flat().map(bitmap));
    const adapted = await classifier.adapt(await Promise.all(examples));
    let episodeMs = adapted.elapsedMs;
    const probabilities = [];
    for (const drawing of drawings) {
      const { predictions, elapsedMs } = await classifier.classify(drawing);
      episodeMs += elapsedMs;
      probabilities.push(predictions.map(({ probability }) => probability));
    }
    results.push({ probabilities, adaptMs: adapted.elapsedMs, episodeMs });
  }
  return results;
}

/** The results of all episodes in the browser, in their order. */
async function playAll(episodes, zip, folder) {
  const name = (drawing) => drawing.slice(drawing.indexOf('/') + 1);
  const url = (drawing) => `/drawings/${name(drawing).split('/').map(encodeURIComponent).join('/')}`;
  const each = (classes, change) => classes.map((drawings) => drawings.map(change));
  const files = new Set(episodes.flatMap(({ support, query }) => [support, query].flat(2).map(name)));
  extract(zip, [...files], folder);
  const server = await serve({
    folders: { '/site/': join(root, 'dist'), '/drawings/': folder },
    pages: { '/page.html': '<!doctype html><title>figures</title><link rel="icon" href="data:,">' },
  });
  let browser;
  try {
    browser = await Browser.open();
    await browser.goTo(`${server.origin}/page.html`);
    const userAgent = await browser.evaluate(setUp, '/site/index.js');
    const results = [];
    while (results.length < episodes.length) {
      const chunk = episodes.slice(results.length, results.length + episodesAtOnce);
      const inUrls = chunk.map(({ support, query }) => ({ support: each(support, url), query: each(query, url) }));
      results.push(...await browser.evaluate(play, inUrls));
      console.log(`in the browser: ${results.length} of ${episodes.length} episodes`);
    }
    return { userAgent, results };
  } finally {
    await browser?.close();
    server.close();
  }
}

const top = (probabilities) => probabilities.indexOf(Math.max(...probabilities));

/** 1 for the right answer; as in the crate, a tie with the true class at the top counts its share. */
function correct(probabilities, truth) {
  const most = Math.max(...probabilities);
  return probabilities[truth] === most ? 1 / probabilities.filter((p) => p === most).length : 0;
}

function isClose(probabilities) {
  const [first, second] = probabilities.toSorted((a, b) => b - a);
  return first - second < tolerance;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Times are not accurate to more digits. */
function rounded(milliseconds) {
  return Number(milliseconds.toFixed(2));
}

/** The figures of the browser; `disagreements` are different answers that are not close. */
function compare(episodes, { userAgent, results }) {
  const figures = { episodes: episodes.length, accuracy: 0, largest_difference: 0, answers: 0,
    different_answers: 0, disagreements: 0 };
  let right = 0;
  episodes.forEach(({ query, probabilities: theirs }, i) => {
    const truths = query.flatMap((drawings, label) => drawings.map(() => label));
    const { probabilities: ours } = results[i];
    truths.forEach((truth, j) => {
      // NaN must not pass for a small difference.
      const differences = theirs[j].map((p, k) => Math.abs(p - (ours[j][k] ?? NaN)));
      if (!differences.every(Number.isFinite)) throw new Error(`episode ${i}: ${ours[j]} for ${theirs[j]}`);
      figures.largest_difference = Math.max(figures.largest_difference, ...differences);
      figures.answers += 1;
      if (top(ours[j]) !== top(theirs[j])) {
        figures.different_answers += 1;
        if (!isClose(theirs[j])) figures.disagreements += 1;
      }
      right += correct(ours[j], truth);
    });
  });
  // As many queries in every episode, so the mean over episodes is the mean over queries.
  figures.accuracy = right / figures.answers;
  const adapt_ms = rounded(median(results.map(({ adaptMs }) => adaptMs)));
  const episode_ms = rounded(median(results.map((result) => result.episodeMs)));
  return { ...figures, adapt_ms, episode_ms, user_agent: userAgent };
}

/** Why the figures are not acceptable, if they are not. */
function faults({ accuracy, largest_difference, disagreements }, native) {
  const found = [];
  if (!(largest_difference <= tolerance)) found.push(`a probability differs by ${largest_difference} in the browser`);
  if (disagreements > 0) found.push(`${disagreements} answers differ in the browser, and are not close`);
  for (const [where, value] of [['the command line', native], ['the browser', accuracy]]) {
    if (!(value >= leastAccuracy)) found.push(`the accuracy of ${where}, ${100 * value} %, is under ${100 * leastAccuracy} %`);
  }
  return found;
}

const data = resolve(process.argv[2]);
const scratch = await mkdtemp(join(tmpdir(), 'reptile-figures-'));
try {
  const answers = join(scratch, 'answers.json');
  await writeSketches(data, join(scratch, 'sketches.txt'));
  const measured = tasks.map((task, i) => measure(data, task, scratch, i === 0 ? answers : undefined));
  const { episodes } = JSON.parse(await readFile(answers, 'utf8'));
  const zip = join(data, 'omniglot-train.zip');
  const browser = compare(episodes, await playAll(episodes, zip, join(scratch, 'drawings')));
  const figures = {
    made_by: './build.sh figures DATA (tests/browser/figures.mjs)',
    weights: measured[0].weights,
    tasks: measured.map(({ figures }) => figures),
    families: JSON.parse(execFileSync(program, families.split(' '), { encoding: 'utf8' })).families,
    browser,
    glyph_training: await measureTraining(data, scratch),
  };
  await writeFile(join(root, 'tests/fixtures/figures.json'), `${JSON.stringify(figures, null, 2)}\n`);
  console.log(JSON.stringify(figures, null, 2));
  const found = faults(browser, figures.tasks[0].accuracy);
  for (const { where, meta_iterations, accuracy } of figures.glyph_training) {
    if (!(accuracy >= leastFromNothing)) found.push(`${where}, ${meta_iterations} meta-iterations on glyphs reach only ${100 * accuracy} %`);
  }
  for (const fault of found) console.error(`figures: ${fault}`);
  if (found.length > 0) process.exitCode = 1;
} finally {
  await rm(scratch, { recursive: true, force: true });
}
