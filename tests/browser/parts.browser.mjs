// Two parts of the demo page that are loaded when they are asked for: other hands put the visitor's drawings to the test,
// and the network is meta-trained from nothing.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Key } from './browser.mjs';
import { hand } from './hand.mjs';
import { symbol } from './symbols.mjs';
import { world } from './world.mjs';

const shared = world();
const person = hand(shared);
const { evaluate, until } = shared;

beforeEach(async () => {
  await shared.openDemo();
  await evaluate(() => localStorage.clear());
  await shared.openDemo();
  await person.settled();
});

const told = (part) => evaluate((part) => document.querySelector(`.${part} .told`).textContent, part);
const fallen = () => evaluate(() => [...document.querySelectorAll('.columns')].map((columns) =>
  [columns.querySelector('.score').textContent, columns.querySelectorAll('.fallen .mini').length, columns.querySelectorAll('.right').length]));

test('forty other hands are told apart from both starts, and a person is counted beside them', { timeout: 180_000 }, async () => {
  await person.press('^let other hands');
  await until('all have drawn', () => /Of 40 drawings/.test(document.querySelector('.hands .told')?.textContent), undefined);
  const [reptile, random] = await fallen();
  assert.match(await told('hands'), new RegExp(`${reptile[2]} are told right from Reptile’s start and ${random[2]} from random weights. Seed \\d+\\.`));
  assert.deepEqual([reptile[0], reptile[1]], [`${reptile[2]} of 40`, 40]);
  assert.deepEqual([random[0], random[1]], [`${random[2]} of 40`, 40]);
  const notes = await evaluate(() => [...document.querySelectorAll('.columns .note')].map((e) => e.textContent));
  const [ofReptile, ofRandom] = notes.map((note) => note.match(/of 100 characters (\d+\.\d) are told right, of 100 sketches (\d+\.\d)/).slice(1).map(Number));
  assert.ok(ofReptile[0] > 95 && ofReptile.every((percent, i) => percent > ofRandom[i] + 10), `${notes}`);
  assert.ok(reptile[2] >= 34, `${reptile[2]} of the worked example's drawings`);
  const label = await evaluate(() => {
    const buttons = [...document.querySelectorAll('.people button')];
    buttons[0].click();
    return buttons.length;
  });
  assert.equal(label, 3);
  await until('a person counts', () => /people \d of 1/.test(document.querySelector('.score').textContent));
  await person.press('^try a challenge');
  await until('the gallery is there', () => document.querySelector('.gallery button'));
  await person.press('^b, d, p, q');
  await until('nobody is asked about drawings that were not tested', () => document.querySelector('.hands .people').getClientRects().length === 0);
});

test('a seed gives the same hands again, and the start is the one that the demo has', { timeout: 180_000 }, async () => {
  const drawn = () => evaluate(() => [...document.querySelectorAll('.columns:first-child .fallen path')].map((path) => path.getAttribute('d')).sort());
  const done = (seed) => until('all have drawn', (seed) => new RegExp(`^Of 40.*Seed ${seed}\\.`).test(document.querySelector('.hands .told')?.textContent), seed);
  await person.press('^let other hands');
  await done('\\d+');
  const seed = (await told('hands')).match(/Seed (\d+)/)[1];
  const first = await drawn();
  await evaluate((seed) => { document.querySelector('.hands input').value = seed; }, seed);
  await evaluate(() => { document.querySelector('.hands .told').textContent = ''; });
  await person.focus('.hands input', '');
  await shared.browser.press(Key.ENTER);
  await done(seed);
  assert.deepEqual(await drawn(), first);
  await evaluate(() => { document.querySelector('.hands input').value = '-1'; });
  await person.press('^forty other hands');
  assert.match(await told('hands'), /^A seed is a whole number from 0/);
  await evaluate(() => { document.querySelector('.hands input').value = ''; });

  await person.press('^start from nothing');
  await until('it is there', () => document.querySelector('.training button'));
  await give([strokeFile(['circle', 'cross', 'zigzag', 'tee'])]);
  await until('there are weights', () => !document.querySelector('.training button:nth-of-type(5)').disabled);
  await person.press('^put');
  await until('the demo has them', () => document.querySelector('reptile-sketch').weights.length > 0);
  await person.press('^forty other hands');
  await done('\\d+');
  assert.match(await told('hands'), /told right from the weights trained here and \d+ from random/);
  assert.match(await evaluate(() => document.querySelector('.columns').textContent), /^From the weights trained here: \d+ of 40They were not measured/);
});

test('where what other hands need does not come, it says so in words for people, and can be tried again', { timeout: 180_000 }, async () => {
  const path = '/some/where/train-worker.js';
  shared.expectProblems(/train-worker/);
  shared.server.answers[path] = { status: 404, body: '', headers: { 'content-type': 'text/plain' } };
  try {
    await person.press('^let other hands');
    await until('it is said', () => document.querySelector('.hands .told')?.textContent.startsWith('What this part needs does not load'));
  } finally {
    delete shared.server.answers[path];
  }
  await person.press('^forty other hands');
  await until('they draw', () => document.querySelectorAll('.fallen .mini').length > 2);
});

test('the network is trained from nothing, stopped, gone on with, saved, loaded again and put to use', { timeout: 300_000 }, async () => {
  await person.press('^start from nothing');
  await until('it is there', () => document.querySelector('.training button'));
  await until('its axes are there before anything is learned', () => document.querySelector('.training .axes'));
  assert.equal(await told('training'), 'Nothing learned yet.');
  const notes = await evaluate(() => [...document.querySelectorAll('.training .note')].map((e) => e.textContent).join(' '));
  const [first, tenfold, shipped] = notes.match(/after 2,400 tasks (\d+\.\d) .*after 24,000 (\d+\.\d);.*people’s drawings, (\d+\.\d)/).slice(1).map(Number);
  assert.ok(first > 90 && tenfold > first && shipped > tenfold, notes);
  await person.press('^train$');
  await until('the curve has a second point', () => document.querySelector('.accuracy')?.getAttribute('points').split(' ').length > 1);
  await until('the own drawings are answered', () => /Your last drawing/.test(document.querySelectorAll('.training .told')[1].textContent));
  await person.press('^stop$');
  await until('it has stopped', () => /^\d+ tasks/.test(document.querySelector('.training .told').textContent));
  const tasks = Number((await told('training')).match(/^\d+/)[0]);
  assert.ok(tasks >= 100, await told('training'));
  const accuracy = Number((await told('training')).match(/(\d+)% on alphabets/)[1]);
  assert.ok(accuracy > 60, `${accuracy}%`);

  await evaluate(() => {
    window.saved = [];
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      window.saved.push(blob);
      return createObjectURL(blob);
    };
    // A download of a test has nowhere to go.
    HTMLAnchorElement.prototype.click = () => {};
  });
  await person.press('^download');
  await until('it is saved', () => window.saved.length > 0);
  await evaluate(() => {
    const files = new DataTransfer();
    files.items.add(new File([window.saved[0]], 'theta.safetensors'));
    const input = document.querySelector('.training input[type=file]');
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
  });
  await until('it is loaded', () => /^0 tasks of/.test(document.querySelector('.training .told').textContent));
  assert.ok(Math.abs(Number((await told('training')).match(/(\d+)% on/)[1]) - accuracy) <= 12, await told('training'));

  await evaluate(() => { window.seen.events.length = 0; });
  await person.press('^put');
  await until('the demo answers with it', () => window.seen.events.some(({ type }) => type === 'predict'));
  const held = () => evaluate(() => {
    const { weights, init } = document.querySelector('reptile-sketch');
    return [weights.length, init, document.querySelector('#start-note').textContent.match(/trained here|untrained weights|Reptile found/)[0]];
  });
  const own = [await evaluate(() => window.saved[0].size), '', 'trained here'];
  assert.deepEqual(await held(), own);
  // The switch goes to random weights, and back to those of the page; one's own can be put in from either.
  for (const expected of [[0, 'random', 'untrained weights'], own, [0, 'random', 'untrained weights'], [0, '', 'Reptile found']]) {
    await evaluate(() => { window.seen.events.length = 0; });
    await (expected === own ? person.press('^put') : person.click('input', 'random weights'));
    await until('the demo answers with those', () => window.seen.events.some(({ type }) => type === 'predict'));
    assert.deepEqual(await held(), expected);
    assert.match((await person.state()).status, /^This /);
  }
});

test('what was learned outlives its worker: it can be saved, put to use, and gone on with', { timeout: 180_000 }, async () => {
  await evaluate(() => {
    window.trained = [];
    window.Worker = class extends Worker {
      constructor(...args) {
        super(...args);
        window.trained.push(this);
      }
    };
    window.saved = [];
    URL.createObjectURL = (blob) => `blob:${window.saved.push(blob)}`;
    HTMLAnchorElement.prototype.click = () => {};
  });
  await person.press('^start from nothing');
  await until('it is there', () => document.querySelector('.training button'));
  await person.press('^train$');
  await until('it is measured', () => document.querySelector('.accuracy')?.getAttribute('points').split(' ').length > 1);
  // Its worker shall be idle: what was on its way when it was stopped has come.
  const before = await evaluate(() => {
    const [button, told] = ['button.main', '.told'].map((name) => document.querySelector(`.training ${name}`));
    button.click();
    return told.textContent;
  });
  await until('it has stopped', (before) => document.querySelector('.training .told').textContent !== before, before);
  assert.equal(await evaluate(() => document.querySelector('.training button.main').textContent), 'Go on');
  // A browser that ends it says nothing, and a minute is short here.
  await evaluate(() => {
    window.trained.at(-1).terminate();
    const { setInterval } = window;
    window.setInterval = (act, ms) => {
      window.setInterval = setInterval;
      return setInterval(act, ms / 50);
    };
  });
  await person.press('^go on$');
  await until('that is said', () => /^The worker stopped.*is kept/.test(document.querySelector('.training .told').textContent));
  await person.press('^download');
  await until('it is saved', () => window.saved.length > 0);
  await evaluate(() => { window.seen.events.length = 0; });
  await person.press('^put');
  await until('the demo answers with it', () => window.seen.events.some(({ type }) => type === 'predict'));
  await person.press('^go on$');
  await until('it has learned more', () => Number(/^\d+/.exec(document.querySelector('.training .told').textContent)?.[0]) > 100);
  assert.equal(await evaluate(() => window.trained.length), 2);
  assert.match(await told('training'), /tasks of 2,400 in/);
});

/** Opens the page once more, and this part of it. */
async function reopen() {
  await evaluate(() => location.reload());
  await until('the page is there again', () => document.querySelector('reptile-sketch')?.predictions && !document.querySelector('.training'));
  await person.press('^start from nothing');
  await until('it is there', () => document.querySelector('.training button'));
}

test('what was learned outlives a reload, until it is started over', { timeout: 180_000 }, async () => {
  await person.press('^start from nothing');
  await until('it is there', () => document.querySelector('.training button'));
  await person.press('^train$');
  await until('it is measured', () => document.querySelector('.accuracy')?.getAttribute('points').split(' ').length > 2);
  await reopen();
  assert.match(await told('training'), /^[1-9]\d* tasks of 2,400 in \d+ s: \d+% on alphabets that it never sees/);
  const before = Number((await told('training')).match(/^\d+/)[0]);
  await evaluate(() => { window.seen.events.length = 0; });
  await person.press('^put');
  await until('the demo answers with it', () => window.seen.events.some(({ type }) => type === 'predict'));
  await person.press('^go on$');
  await until('it has learned more', (before) =>
    Number(/^\d+/.exec(document.querySelector('.training .told').textContent)?.[0]) > before, before);
  await person.press('^start over');
  await reopen();
  assert.equal(await told('training'), 'Nothing learned yet.');
});

test('stopped and gone on with at once it is one run, and new drawings are answered anew', { timeout: 120_000 }, async () => {
  await person.press('^start from nothing');
  await until('it is there', () => document.querySelector('.training button'));
  const begun = Date.now();
  await evaluate(() => document.querySelector('.training button.main').click());
  await until('tasks are done', () => / [1-9]\d* tasks? of/.test(` ${document.querySelector('.training .told').textContent}`));
  // Each time off and on again, before the tasks come that are on their way.
  await evaluate(() => { for (let i = 0; i < 12; i++) document.querySelector('.training button.main').click(); });
  await evaluate(() => new Promise((done) => setTimeout(done, 4000)));
  await person.press('^stop$');
  await evaluate(() => new Promise((done) => setTimeout(done, 1000)));
  const seconds = Number((await told('training')).match(/in (\d+) s/)[1]);
  assert.ok(seconds <= (Date.now() - begun) / 1000 + 1, `${seconds} s in ${Date.now() - begun} ms`);
  await evaluate((drawings) => document.querySelector('reptile-sketch').fromJSON(
    { labels: ['p', 'q'], examples: drawings.slice(0, 2).map((drawing) => [drawing]), input: drawings[0] },
  ), ['circle', 'cross'].map((name) => symbol(name)));
  await until('the new drawings are answered', () => /: p \d+%, q \d+%/.test(document.querySelectorAll('.training .told')[1].textContent));
});

test('a file that is no weights is refused in words, and the training can go on', { timeout: 120_000 }, async () => {
  await person.press('^start from nothing');
  await until('it is there', () => document.querySelector('.training button'));
  await evaluate(() => {
    const files = new DataTransfer();
    files.items.add(new File(['no weights'], 'theta.safetensors'));
    const input = document.querySelector('.training input[type=file]');
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
  });
  await until('it is refused', () => /weights file/.test(document.querySelector('.training .told').textContent));
  await person.press('^train$');
  await until('it begins', () => /^\d+ task/.test(document.querySelector('.training .told').textContent));
});

/** Gives files to the training as a visitor does: by its button, or dropped on it. */
const give = (files, how) => evaluate((files, how) => {
  const data = new DataTransfer();
  for (const { name, text } of files) data.items.add(new File([text], name));
  if (how === 'drop') {
    document.querySelector('.training').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    return;
  }
  const input = document.querySelector('.source input');
  input.files = data.files;
  input.dispatchEvent(new Event('change'));
}, files, how);

const source = () => evaluate(() => document.querySelector('.source span').textContent);
const inPoints = (drawing) => drawing.map((stroke) => stroke.flatMap((x, i) => (i % 2 ? [] : [[x, stroke[i + 1]]])));
const inColumns = (drawing) => drawing.map((stroke) => [0, 1].map((axis) => stroke.filter((_, i) => i % 2 === axis)));

const strokeFile = (names) => ({
  name: 'mine.json',
  text: JSON.stringify(Object.fromEntries(names.map((name) => [name, [0, 1, 2].map((hand) => inPoints(symbol(name, hand)))]))),
});
const lineFile = (name) => ({
  name: `${name}.ndjson`,
  text: [0, 1].map((hand) => `${JSON.stringify({ word: name, recognized: true, drawing: inColumns(symbol(name, hand)) })}\n`).join(''),
});

test('it is trained on files of the visitor’s own, and on made-up alphabets again', { timeout: 180_000 }, async () => {
  await person.press('^start from nothing');
  await until('it is there', () => document.querySelector('.source button'));
  await give([strokeFile(['circle', 'cross', 'zigzag', 'tee'])]);
  await until('they are read', () => /12 drawings of yours in 4 classes/.test(document.querySelector('.source span').textContent));
  assert.match(await told('training'), /^0 tasks of 2,400/);
  await person.press('^train$');
  await until('it learns', () => /^[1-9]\d* tasks/.test(document.querySelector('.training .told').textContent));
  await person.press('^stop$');
  await give(['circle', 'cross', 'square'].map(lineFile), 'drop');
  await until('the others are read', () => /6 drawings of yours in 3 classes/.test(document.querySelector('.source span').textContent));
  await person.press('^back to made-up');
  await until('it is as before', () => /made-up alphabets\. Or drop/.test(document.querySelector('.source span').textContent));
});

test('what was learned from files of the visitor’s own outlives a reload, with the files', { timeout: 180_000 }, async () => {
  await person.press('^start from nothing');
  await until('it is there', () => document.querySelector('.source button'));
  await give([strokeFile(['circle', 'cross']), { ...strokeFile(['zigzag', 'tee']), name: 'die zweite „Datei“ %2F.json' }]);
  await until('they are read', () => /12 drawings of yours in 4 classes/.test(document.querySelector('.source span').textContent));
  await person.press('^train$');
  await until('it is measured', () => document.querySelector('.accuracy')?.getAttribute('points').split(' ').length > 1);
  await until('it is kept', () => localStorage.getItem('reptile-sketch.training'));
  await reopen();
  assert.match(await source(), /12 drawings of yours in 4 classes/);
  assert.match(await told('training'), /^[1-9]\d* tasks of 2,400/);
  const before = Number((await told('training')).match(/^\d+/)[0]);
  await person.press('^go on$');
  await until('it has learned more', (before) =>
    Number(/^\d+/.exec(document.querySelector('.training .told').textContent)?.[0]) > before, before);
  await person.press('^stop$');
  assert.match(await source(), /12 drawings of yours in 4 classes/);
  // A browser may make room for other things.
  await evaluate(() => new Promise((resolve) => {
    indexedDB.deleteDatabase('reptile-sketch.training').onsuccess = () => resolve(undefined);
  }));
  await reopen();
  await until('that is said', () => /the drawings are not/.test(document.querySelector('.training .told').textContent));
  await person.press('^go on$');
  await until('it goes on', () => /It learns from made-up/.test(document.querySelector('.source span').textContent));
});

test('files that are no drawings, too few or cut are refused in words, and what there is stays', { timeout: 120_000 }, async () => {
  await person.press('^start from nothing');
  await until('it is there', () => document.querySelector('.source button'));
  await give([strokeFile(['circle', 'cross', 'zigzag'])]);
  await until('they are read', () => /in 3 classes/.test(document.querySelector('.source span').textContent));
  const cut = lineFile('circle');
  for (const [files, message] of [
    [[{ name: 'notes.json', text: 'my notes' }], /notes\.json: neither/],
    [[strokeFile(['circle', 'cross'])], /only 2 classes with two drawings or more; training takes at least 3/],
    [[{ ...cut, text: cut.text.slice(0, -20) }], /circle\.ndjson: line 2/],
    [[{ name: 'none.ndjson', text: '' }], /none\.ndjson: the file is empty/],
  ]) {
    await give(files);
    await until(`${message} is said`, (pattern) => new RegExp(pattern).test(document.querySelector('.training .told').textContent), message.source);
    assert.match(await source(), /9 drawings of yours in 3 classes/);
  }
});
