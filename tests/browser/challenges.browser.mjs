// The challenges of the demo page: each can be played to its end, says plainly what went wrong, and costs no drawing.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Key } from './browser.mjs';
import { hand } from './hand.mjs';
import { symbol } from './symbols.mjs';
import { world } from './world.mjs';

const shared = world();
const person = hand(shared);
const { evaluate, until } = shared;
const INPUT = -1;

beforeEach(async () => {
  await shared.openDemo();
  await evaluate(() => localStorage.clear());
  await shared.openDemo();
  await person.settled();
});

async function start(name) {
  await person.press('^try a challenge');
  await until('there is a gallery', () => document.querySelector('.gallery'));
  await person.press(name);
  await until('it asks', () => /Round 1 of/.test(document.querySelector('.game .prompt')?.textContent));
}

const prompt = () => evaluate(() => document.querySelector('.game .prompt').textContent);
const log = () => evaluate(() => [...document.querySelectorAll('.game .log li')].map(({ className, textContent }) => [className, textContent]));

/** Draws what is asked for; `fault` draws another symbol of the set. */
async function answerRound(fault = 0) {
  const drawing = await evaluate((fault) => {
    const sketch = document.querySelector('reptile-sketch');
    const name = document.querySelector('.game .prompt b').textContent;
    const index = sketch.classes.indexOf(name);
    return sketch.getExample((index + fault) % sketch.classes.length);
  }, fault);
  const round = (await log()).length;
  await person.draw(INPUT, drawing.map((stroke) => stroke.map((value, i) => (i % 2 ? 0.9 : 0.95) * value + 3)));
  await person.press('^judge it');
  await until('it is judged', (round) => document.querySelectorAll('.game .log li').length > round, round);
}

for (const name of ['^An unknown alphabet', '^b, d, p, q', '^Faces', '^Arrows']) {
  test(`${name.slice(1)}: every symbol is asked for once, and what is drawn is judged`, async () => {
    await start(name);
    const [, rounds] = (await prompt()).match(/Round 1 of (\d)/);
    for (let round = 0; round < Number(rounds); round++) await answerRound();
    const results = await log();
    assert.equal(new Set(results.map(([, text]) => text.match(/Asked for (.*?):/)[1])).size, Number(rounds));
    const won = results.filter(([kind]) => kind === 'won').length;
    assert.ok(won >= Number(rounds) - 1, JSON.stringify(results));
    assert.match(await prompt(), new RegExp(`^${won} of ${rounds} were recognised`));
    await person.press('^again');
    assert.match(await prompt(), /Round 1 of/);
  });
}

test('a failure is told as plainly as a success', async () => {
  await start('^Arrows');
  await answerRound(1);
  const [[kind, text]] = await log();
  assert.equal(kind, 'lost');
  assert.match(text, /^✗ Asked for \w+: it says \w+ \(\d+%\)/);
});

test('fooling: it counts where the network is wrong, with the drawings that are there', async () => {
  const before = (await person.state()).data;
  await start('^Fool it');
  assert.deepEqual((await person.state()).data.examples, before.examples);
  const [asked] = await evaluate(() => [document.querySelector('.game .prompt b').textContent.replace('drawing ', '')]);
  const other = await evaluate((asked) => document.querySelector('reptile-sketch').getExample(Number(asked) % 3), asked);
  await person.draw(INPUT, other);
  await person.press('^judge it');
  await until('it is judged', () => document.querySelector('.game .log li'));
  assert.match((await log())[0].join(' '), /^won ✓ Meant as drawing \d: it says drawing \d/);
});

test('fooling: what is like none of them does not count', async () => {
  await start('^Fool it');
  const scribble = Array.from({ length: 120 }, (_, i) => 50 + 45 * Math.sin(i * (i % 2 ? 1.7 : 2.3)));
  await person.draw(INPUT, [scribble]);
  await person.press('^judge it');
  await until('it is judged', () => document.querySelector('.game .log li'));
  const [[kind, text]] = await log();
  assert.match(text, /hardly like any of them/);
  if (/says drawing (\d)/.exec(text)[1] !== /Meant as drawing (\d)/.exec(text)[1]) assert.match(text, /which does not count/);
  assert.equal(kind, 'lost');
});

test('six rounds against the clock: the time runs out by itself, each round has new letters', async () => {
  await start('^Six rounds');
  const first = JSON.stringify((await person.state()).data.examples);
  await answerRound();
  assert.notEqual(JSON.stringify((await person.state()).data.examples), first);
  await evaluate(() => {
    // The clock is the page's own; the test cannot wait for twelve seconds a round.
    const { now } = performance;
    performance.now = () => now.call(performance) + 11_000;
  });
  await until('the time is up', () => document.querySelectorAll('.game .log li').length === 2);
  assert.match((await log())[0].join(' '), /^lost ✗ Asked for letter \d: nothing was drawn in time/);
});

test('the clock stands still for who is in another tab', async () => {
  await start('^Six rounds');
  const seconds = () => evaluate(() => parseInt(document.querySelector('.clock').textContent));
  await evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    const { now } = performance;
    performance.now = () => now.call(performance) + 60_000;
  });
  await new Promise((done) => setTimeout(done, 600));
  assert.ok(await seconds() >= 8, `${await seconds()} s are left`);
  await evaluate(() => {
    delete document.hidden;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await until('it goes on', (before) => parseInt(document.querySelector('.clock').textContent) < before, await seconds());
  assert.deepEqual(await log(), []);
});

test('the keyboard goes to what is asked for, and back to the gallery at its end', async () => {
  await person.press('^try a challenge');
  await until('there is a gallery', () => document.querySelector('.gallery'));
  await person.focus('.gallery button', '^Arrows');
  await shared.browser.press(Key.ENTER);
  await until('it asks', () => /Round 1 of/.test(document.querySelector('.game .prompt')?.textContent));
  const focused = () => evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent);
  assert.equal(await focused(), 'Arrows');
  await shared.browser.press(Key.TAB);
  assert.equal(await focused(), 'Judge it');
  await shared.browser.press(Key.TAB);
  assert.equal(await focused(), 'End');
  await shared.browser.press(Key.ENTER);
  assert.match(await focused(), /^Arrows/);
});

test('judged by the keyboard, the next round can be judged by it, too', async () => {
  await start('^Arrows');
  await person.draw(INPUT, symbol('cross'));
  await person.focus('.game button', '^judge it');
  await shared.browser.press(Key.ENTER);
  await until('it is judged', () => document.querySelector('.game .log li'));
  assert.equal(await evaluate(() => document.activeElement?.textContent), 'Judge it');
});

test('where nothing is drawn, it says so once', async () => {
  await start('^Arrows');
  await person.press('^judge it');
  await person.press('^judge it');
  assert.equal((await prompt()).match(/Nothing is drawn yet/g).length, 1);
});

test('it follows what the visitor does to the cells, and says what is missing', async () => {
  await start('^Arrows');
  const index = await evaluate(() => document.querySelector('reptile-sketch').classes
    .indexOf(document.querySelector('.game .prompt b').textContent));
  await evaluate((index) => {
    const name = document.querySelector('reptile-sketch').shadowRoot.querySelectorAll('input.name')[index];
    name.value = 'new name';
    name.dispatchEvent(new Event('change'));
  }, index);
  await until('it asks by the new name', () => document.querySelector('.game .prompt b').textContent === 'new name');
  await person.press('^erase all');
  await person.draw(INPUT, symbol('cross'));
  await person.press('^judge it');
  assert.match(await prompt(), /Draw in every cell first/);
  assert.deepEqual(await log(), []);
});

test('it ends where other drawings come: those that are brought back, or from a link', async () => {
  const isOver = () => until('it is over', () => !document.querySelector('.game'));
  await person.draw(0, symbol('square'));
  await person.press('^copy link');
  const hash = await until('there is a link', () => location.hash);
  const mine = (await person.state()).data.examples;
  await start('^Arrows');
  assert.doesNotMatch(await evaluate(() => document.querySelector('#shared').textContent), /from a link/);
  await person.press('^bring mine back');
  await isOver();
  assert.deepEqual((await person.state()).data.examples, mine);
  await start('^Faces');
  await evaluate((hash) => {
    history.replaceState(null, '', location.pathname);
    location.hash = hash;
  }, hash);
  await isOver();
  assert.equal((await person.settled()).data.examples.length, 3);
});

test('of two that are begun at once one is played', async () => {
  await person.draw(0, symbol('square'));
  await person.press('^try a challenge');
  await until('there is a gallery', () => document.querySelector('.gallery'));
  await evaluate(() => {
    const [first, , third] = document.querySelectorAll('.gallery button');
    first.click();
    third.click();
  });
  await until('it asks', () => document.querySelector('.game .prompt'));
  await person.settled();
  assert.deepEqual(await evaluate(() => [...document.querySelectorAll('.game h2')].map((each) => each.textContent)), ['Faces']);
});

test('on a phone it leads to the cell to draw in, which it does not cover, and the newest result is seen', async () => {
  try {
    for (const [width, height] of [[375, 667], [320, 640], [667, 375], [320, 256]]) {
      await shared.browser.resize(width, height);
      await start('^Arrows');
      const top = await evaluate(() => document.querySelector('.game').getBoundingClientRect().top);
      assert.ok(top >= 0 && top < 40, `the prompt is at ${top} at ${width} x ${height}`);
      const inSight = await evaluate(() => {
        const { top, bottom } = [...document.querySelector('reptile-sketch').shadowRoot.querySelectorAll('canvas')].at(-1).getBoundingClientRect();
        return Math.min(bottom, innerHeight) - Math.max(top, document.querySelector('.game').getBoundingClientRect().bottom);
      });
      assert.ok(height < 600 || inSight > 150, `${inSight} pixels of the cell are in sight at ${width} x ${height}`);
      for (let round = 1; round <= 2; round++) {
        await answerRound(1);
        const { covered, isSeen } = await evaluate(() => {
          const box = (e) => e.getBoundingClientRect();
          const canvas = [...document.querySelector('reptile-sketch').shadowRoot.querySelectorAll('canvas')].at(-1);
          canvas.scrollIntoView({ block: 'end', behavior: 'instant' });
          const covered = box(document.querySelector('.game')).bottom - box(canvas).top;
          const log = document.querySelector('.log');
          return { covered, isSeen: box(log.firstChild).top >= box(log).top - 1 && log.firstChild.textContent.includes('✗') };
        });
        assert.ok(covered <= 0, `${covered} pixels are covered at ${width} x ${height} after round ${round}`);
        assert.ok(isSeen);
      }
      await person.press('^end$');
    }
  } finally {
    await shared.browser.resize(1100, 1000);
  }
});

test('a challenge covers own drawings and gives them back', async () => {
  for (const [i, name] of ['circle', 'cross', 'zigzag'].entries()) await person.draw(i, symbol(name));
  const mine = (await person.settled()).data;
  await start('^Faces');
  await answerRound();
  await person.press('^end$');
  assert.equal(await evaluate(() => document.querySelector('.game')), null);
  await person.press('^bring mine back');
  assert.deepEqual((await person.settled()).data, mine);
});

for (const width of [320, 1280]) {
  test(`at ${width} pixels nothing sticks out sideways, and every button is large enough`, async () => {
    await shared.browser.resize(width, 900);
    try {
      await start('^An unknown');
      await answerRound();
      const { scrolls, small } = await evaluate(() => ({
        scrolls: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        small: [...document.querySelectorAll('.game button, .gallery button')].filter((e) => e.getBoundingClientRect().height < 44).length,
      }));
      assert.deepEqual([scrolls <= 0, small], [true, 0]);
      await shared.browser.screenshot(`challenges-${width}`);
    } finally {
      await shared.browser.resize(1100, 1000);
    }
  });
}
