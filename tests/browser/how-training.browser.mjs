// Meta-training in how.html: what it reaches, how it is stopped, and which settings are refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { howPage } from './how-page.mjs';
import { world } from './world.mjs';

const shared = world();
const { person, open, fill, train, losses, openTrained, textOf } = howPage(shared);
const { evaluate, until } = shared;

test('training in the page lowers the loss on the fixed curve, and joint training does less', async () => {
  await openTrained();
  // A third of the run in OpenAI's post: after a shorter one, a single wave says little.
  await train(10_000);
  const told = await textOf('#training .told');
  assert.match(told, /Reptile: 10,000 of 10,000 meta-iterations in [\d.]+ s, [\d,]+ a second/);
  const [reptile, joint] = [...told.matchAll(/loss ([\d.]+)\./g)].map(([, loss]) => Number(loss));
  const label = await evaluate(() => document.querySelector('.training-losses').getAttribute('aria-label'));
  const [, first] = label.match(/Reptile from ([\d.]+) to/);
  assert.ok(reptile < Number(first) && reptile < joint, `${label} ${told}`);
  await until('the playground has what was trained', () =>
    document.querySelector('tr.reptile .about').textContent.startsWith('10,000 meta-iterations, k = 5, seed 0'));
  await until('it is computed', () => Number(document.querySelector('tr.reptile .on-wave').textContent)
    < Number(document.querySelector('tr.random .on-wave').textContent));
  const after = await losses();
  assert.ok(after.reptile < after.joint, JSON.stringify(after));
});

test('the playground trains by itself when it is seen, not before', async () => {
  await shared.browser.resize(1100, 300);
  await open();
  assert.equal(await textOf('#training .told'), 'Not started.');
  await shared.browser.resize(1100, 1000);
  await evaluate(() => document.querySelector('#playground').scrollIntoView({ behavior: 'instant' }));
  await until('it trains', () => document.querySelector('#training progress.reptile').value > 0);
  assert.match(await textOf('#training .told'), /of 30,000 meta-iterations/);
});

test('stopping ends a training at once, and what was learned stays', async () => {
  await openTrained();
  await fill('#training', 'meta_iterations', 2_000_000);
  await person.press('^Train$');
  await until('it trains', () => /^[\d,]+ of 2,000,000/.test(document.querySelector('tr.reptile .about').textContent));
  await person.press('^Stop$');
  await until('it has stopped', () => !document.querySelector('#training').hasAttribute('data-running'));
  const about = await textOf('tr.reptile .about');
  await new Promise((done) => setTimeout(done, 400));
  assert.equal(await textOf('tr.reptile .about'), about);
});

for (const [name, value] of [['inner_steps', 0], ['inner_steps', 1.5], ['step_size', 2], ['learning_rate', -1], ['seed', -1], ['meta_iterations', '']]) {
  test(`${name} ${value === '' ? 'empty' : value} is refused with the library's message at the field, and nothing changes`, async () => {
    await openTrained();
    const before = await losses();
    await fill('#training', name, value);
    await person.press('^Train$');
    await until('it is refused', () => !document.querySelector('#training-error').hidden);
    assert.match(await textOf('#training-error'), new RegExp(`^${name} is [^()]+$`), 'with the library’s code');
    const field = await evaluate((name) => {
      const input = document.querySelector(`#training [name=${name}]`);
      return [input.getAttribute('aria-invalid'), input.getAttribute('aria-describedby')];
    }, name);
    assert.deepEqual(field, ['true', 'training-error']);
    assert.deepEqual(await losses(), before);
  });
}

test('a training that diverges says where, and the playground goes back to the last good start', async () => {
  await openTrained();
  const [before, about] = [await losses(), await textOf('tr.reptile .about')];
  const progress = () => evaluate(() => [...document.querySelectorAll('#training progress')].map(({ value, max }) => [value, max]));
  const [full, told] = [await progress(), await textOf('#training .told')];
  await fill('#training', 'learning_rate', 50);
  await person.press('^Train$');
  await until('it has diverged', () => /diverged/.test(document.querySelector('#training-error').textContent));
  assert.match(await textOf('#training-error'), /^It diverged.*meta-iteration \d+.*step \d+[^()]*$/);
  assert.deepEqual([await progress(), await textOf('#training .told')], [full, `The run from before. ${told}`]);
  assert.equal(await textOf('tr.reptile .about'), about);
  await until('the fits are back', (before) =>
    document.querySelector('tr.reptile .on-wave').textContent === before, String(before.reptile));
  assert.deepEqual(await losses(), before);
});

test('a training of which nothing is heard any more is given up in words, and one that only takes long is not', async () => {
  await openTrained();
  const about = await textOf('tr.reptile .about');
  await evaluate(() => {
    window.workers = [];
    window.Worker = class extends Worker {
      constructor(...args) {
        super(...args);
        window.workers.push(this);
      }
    };
    // A minute is short here.
    const { setInterval } = window;
    window.setInterval = (act, ms) => setInterval(act, ms / 20);
  });
  await fill('#training', 'meta_iterations', 300_000);
  await person.press('^Train$');
  await until('it trains', () => document.querySelector('#training progress.reptile').value > 0);
  await new Promise((done) => setTimeout(done, 4000));
  assert.ok(await evaluate(() => document.querySelector('#training').hasAttribute('data-running')));
  // A browser that ends it says nothing.
  await evaluate(() => window.workers.at(-1).terminate());
  await until('it is said', () => /worker stopped/.test(document.querySelector('#training-error').textContent));
  assert.equal(await textOf('tr.reptile .about'), about);
});
