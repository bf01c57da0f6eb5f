// The texts of <reptile-sketch>: replaced by those of another language, in part, wrongly, and from right to left.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawings, elements } from './elements.mjs';
import { hand } from './hand.mjs';
import { symbol } from './symbols.mjs';

const { shared, evaluate, openPage, ready, settled, status, teach, until } = elements();
const person = hand(shared);

/** Every text that the first element shows or tells a screen reader, but for numbers and its labels. */
const texts = () => evaluate(() => {
  const { shadowRoot } = document.getElementById('a');
  const found = [document.getElementById('a').validationMessage];
  for (const element of shadowRoot.querySelectorAll('*')) {
    found.push(...['aria-label', 'aria-valuetext', 'title', 'placeholder'].map((name) => element.getAttribute(name)));
    found.push(...[...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => data));
  }
  return [...new Set(found.filter((text) => /\p{L}/u.test(text ?? '')))];
});

/** Goes through the states of an element that is loaded, and collects what is said in each. */
async function said() {
  const seen = [];
  const note = async () => seen.push(...await texts());
  const act = (run, ...args) => evaluate(run, ...args);
  await settled('a');
  await note();
  await person.draw(0, drawings[0]);
  await settled('a');
  await note();
  await act(() => document.getElementById('a').clearAll());
  await note();
  await act((drawing) => document.getElementById('a').setExample(0, drawing), drawings[0]);
  await note();
  await act((drawing) => document.getElementById('a').setExample(1, drawing), drawings[1]);
  await note();
  await act((drawing) => {
    document.getElementById('a').setExample(2, drawing);
    document.getElementById('a').addExample(2, drawing);
  }, drawings[2]);
  await note();
  for (const input of [symbol('cross', 1), [[0, 0, 100, 0, 100, 100, 0, 100, 0, 0], [20, 20, 25, 25]]]) {
    await act((input) => document.getElementById('a').setInput(input), input);
    await settled('a');
    await note();
  }
  await act(() => { document.getElementById('a').steps = 0; });
  await settled('a');
  await note();
  await act(() => { document.getElementById('a').steps = 5; });
  const buttons = () => evaluate(() => [...document.getElementById('a').shadowRoot.querySelectorAll('button')].length);
  for (let i = 0, count = await buttons(); i < count; i++) {
    await act((i) => [...document.getElementById('a').shadowRoot.querySelectorAll('button')].at(i).click(), i);
    await note();
  }
  await act(() => document.getElementById('a').shadowRoot.querySelector('canvas').dispatchEvent(
    new KeyboardEvent('keydown', { key: '4', code: 'Digit4', bubbles: true, composed: true, cancelable: true })));
  await note();
  await act(() => document.getElementById('a').setInput([[NaN, 1]]));
  await note();
  return new Set(seen);
}

const page = '<form><reptile-sketch id="a" required></reptile-sketch></form>';

for (const [name, language] of [['german', 'de'], ['japanese', 'ja']]) {
  test(`in ${name} no English is left, in any state`, async () => {
    await openPage(page);
    await ready('a');
    const english = await said();
    assert.ok(english.size > 60, `only ${english.size} texts were seen`);
    await openPage(page, { language });
    const missing = await evaluate(async (name, language) => {
      const strings = (await import(`/package/docs/strings/${language}.js`))[name];
      document.getElementById('a').strings = strings;
      return Object.keys(document.getElementById('a').strings).filter((key) => !(key in strings));
    }, name, language);
    assert.deepEqual(missing, [], 'texts that are not translated');
    await ready('a');
    const other = await said();
    assert.deepEqual([...other].filter((text) => english.has(text)), []);
    await shared.browser.screenshot(`in-${name}`);
  });
}

test('some of the texts are replaced, a function by a text too, and null brings the English ones back', async () => {
  await openPage('<reptile-sketch id="a"></reptile-sketch>');
  await ready('a');
  const seen = await evaluate(() => {
    const a = document.getElementById('a');
    const now = () => [...a.shadowRoot.querySelectorAll('button, .shots')].map(({ textContent }) => textContent);
    a.strings = { undo: 'Take back', shots: 'several', erase: 'Rub out' };
    a.addExample(0, [[0, 0, 50, 50]]);
    a.addExample(0, [[0, 0, 50, 50]]);
    const replaced = now();
    a.strings = { redo: 'Again' };
    const others = now();
    a.strings = null;
    return { replaced, others, english: now(), redo: a.strings.redo };
  });
  for (const text of ['Take back', 'several', 'Rub out', 'Redo']) assert.ok(seen.replaced.includes(text), text);
  assert.ok(seen.others.includes('Undo') && seen.others.includes('Again'), `${seen.others}`);
  assert.ok(!seen.english.includes('Again') && seen.redo === 'Redo');
});

test('plurals are the page\'s: a function gets what it counts', async () => {
  await openPage('<reptile-sketch id="a" labels="a,b,c,d,e"></reptile-sketch>');
  await ready('a');
  const counts = await evaluate((drawing) => {
    const a = document.getElementById('a');
    a.strings = { missing: (empty, ways) => `${empty.length} of ${ways}: ${empty}` };
    a.clearAll();
    const counts = [];
    for (const i of [0, 1, 2, 3, 4]) {
      a.setExample(i, drawing);
      counts.push(a.shadowRoot.querySelector('[part~=status]').textContent);
    }
    return counts;
  }, drawings[0]);
  assert.deepEqual(counts, ['4 of 5: b,c,d,e', '3 of 5: c,d,e', '2 of 5: d,e', '1 of 5: e', '0 of 5: ']);
});

test('a text that throws is as if it were not there, and one that is none is refused', async () => {
  await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('a');
  await evaluate(() => {
    document.getElementById('a').strings = { result: () => { throw new Error('no'); }, percent: () => undefined.x, even: 'x' };
  });
  await teach('a', drawings, symbol('cross', 1));
  assert.match(await status(), /This looks like cross \(\d+%\)/);
  for (const strings of ['{ nothing: "x" }', '{ undo: 7 }', '{ undo: () => "x" }']) {
    await evaluate((strings) => {
      window.seen.events.length = 0;
      document.getElementById('a').strings = Function(`return ${strings}`)();
    }, strings);
    const { detail } = await until('it is refused', () => window.seen.events.find(({ type }) => type === 'reptile-error'));
    assert.equal(detail.code, 'bad-setting', strings);
  }
});

test('what is undefined or null, or comes out of a function so, is English', async () => {
  await openPage('<reptile-sketch id="a" labels="circle,cross,zigzag"></reptile-sketch>');
  await ready('a');
  const undo = await evaluate(() => {
    const a = document.getElementById('a');
    a.strings = { undo: undefined, redo: null, result: () => undefined, percent: () => null, answer: async () => 'x', shots: (n) => n };
    return [a.strings.undo, a.strings.redo, a.strings.shots(3)];
  });
  assert.deepEqual(undo, ['Undo', 'Redo', '3']);
  await teach('a', drawings, symbol('cross', 1));
  assert.match(await status(), /^This looks like cross \(\d+%\)/);
  assert.ok((await texts()).includes('= cross'), `${await texts()}`);
  assert.ok(!(await evaluate(() => window.seen.events.some(({ type }) => type === 'reptile-error'))));
  await evaluate(() => { document.getElementById('a').strings = { undo: 7 }; });
  assert.match(await status(), /The text undo must be a string/);
});

test('texts that come while a name is written do not touch it, and those from before the element count', async () => {
  await openPage();
  await evaluate(() => {
    const early = Object.assign(document.createElement('other-sketch'), { id: 'a', strings: { undo: 'Take back' } });
    document.body.append(early);
    window.reptile.defineReptileSketch('other-sketch');
  });
  await ready('a');
  const [undo, name] = await evaluate(() => {
    const { shadowRoot } = document.getElementById('a');
    const undo = [...shadowRoot.querySelectorAll('button')].map(({ textContent }) => textContent);
    const name = shadowRoot.querySelector('input.name');
    name.value = 'half a na';
    document.getElementById('a').strings = { undo: 'Back' };
    return [undo, name.value];
  });
  assert.ok(undo.includes('Take back'));
  assert.equal(name, 'half a na');
});

test('from right to left the cells are in reading order, and drawings are not mirrored', async () => {
  await openPage('<div dir="rtl"><reptile-sketch id="a" labels="אחד,שתיים,שלוש"></reptile-sketch></div>', { language: 'he' });
  await ready('a');
  const lefts = [];
  for (let i = 0; i < 4; i++) lefts.push((await person.pad(i, '#a')).left);
  assert.deepEqual(lefts, lefts.toSorted((a, b) => b - a));
  await person.press('^erase$', 0);
  await person.draw(0, [[20, 30, 40, 60, 80, 70]], { element: '#a' });
  const [stroke] = await evaluate(() => document.getElementById('a').getExample(0));
  assert.ok(Math.abs(stroke[0] - 20) < 1 && Math.abs(stroke.at(-2) - 80) < 1, `${stroke}`);
  const { beside, fill } = await evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const bar = document.getElementById('a').shadowRoot.querySelector('[part~=bar]');
    return { beside: scrollWidth - clientWidth, fill: getComputedStyle(bar).backgroundPositionX };
  });
  assert.deepEqual([beside, fill], [0, '100%']);
});

test('names from right to left take no numbers along in a sentence from left to right', async () => {
  await openPage('<reptile-sketch id="a" labels="שלום,مرحبا,one"></reptile-sketch>');
  await ready('a');
  const { text, places } = await evaluate(() => {
    const [text] = document.getElementById('a').shadowRoot.querySelector('[part~=status]').childNodes;
    const range = document.createRange();
    const place = (index) => {
      range.setStart(text, index);
      range.setEnd(text, index + 1);
      return range.getBoundingClientRect().left;
    };
    return { text: text.data, places: ['ا', '(', '%', ')'].map((letter) => place(text.data.lastIndexOf(letter))) };
  });
  assert.match(text, /مرحبا/);
  assert.deepEqual(places, places.toSorted((a, b) => a - b), text);
});

test('texts that are in no object are refused, and those from before stay', async () => {
  await openPage('<reptile-sketch id="a"></reptile-sketch>');
  await ready('a');
  assert.deepEqual(await evaluate(() => {
    const element = document.getElementById('a');
    element.strings = { undo: 'Back' };
    const texts = [5, true, 'Back', ['Back'], new Map([['undo', 'Zurück']]), () => ({}), Symbol('texts'), 5n];
    for (const given of texts) element.strings = given;
    const refused = window.seen.events.filter(({ type, detail }) => type === 'reptile-error' && detail.code === 'bad-setting');
    return [refused.length - texts.length, element.strings.undo];
  }), [0, 'Back']);
});

test('texts that Preact takes back, as an empty text, are the English ones again', async () => {
  await openPage('<reptile-sketch id="a"></reptile-sketch>');
  await ready('a');
  assert.deepEqual(await evaluate(() => {
    const element = document.getElementById('a');
    element.strings = { undo: 'Back' };
    element.strings = '';
    return [element.strings.undo, window.seen.events.filter(({ type }) => type === 'reptile-error').length];
  }), ['Undo', 0]);
});

test('an English sentence ends at its end in a page from right to left', async () => {
  await openPage('<div dir="rtl"><reptile-sketch id="a"></reptile-sketch></div>');
  await ready('a');
  assert.ok(await evaluate(() => {
    const { firstChild: text } = document.getElementById('a').shadowRoot.querySelector('.status');
    const at = (i) => {
      const range = document.createRange();
      range.setStart(text, i);
      range.setEnd(text, i + 1);
      return range.getBoundingClientRect().left;
    };
    return at(text.length - 1) > at(text.length - 2);
  }));
});

for (const width of [160, 200, 240, 299, 320, 375]) {
  test(`in a place ${width} pixels wide no word of the small input is cut`, async () => {
    await openPage(`<div style="width: ${width}px"><reptile-sketch id="a"></reptile-sketch></div>`);
    await ready('a');
    const found = await evaluate(() => {
      const { shadowRoot } = document.getElementById('a');
      shadowRoot.querySelector('canvas').click();
      return ['span.name', '.answer'].map((selector) => {
        const element = shadowRoot.querySelector(selector);
        const range = document.createRange();
        range.selectNodeContents(element);
        const [text, box] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
        const isWhole = ['left', 'top'].every((side) => text[side] > box[side] - 2) && ['right', 'bottom'].every((side) => text[side] < box[side] + 2);
        return [element.textContent, isWhole];
      });
    });
    assert.deepEqual(found, [['Which one?', true], ['= drawing 2', true]]);
  });
}
