// <reptile-sketch> as a control of a form: its value, its validity, its label, and what a browser keeps of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawings } from './elements.mjs';
import { hand } from './hand.mjs';
import { heard } from './sight.mjs';
import { symbol } from './symbols.mjs';
import { world } from './world.mjs';

const shared = world();
const person = hand(shared);
const { evaluate, openPage, ready, until } = shared;

const attributes = 'id="a" name="answer" labels="circle,cross,zigzag"';
const form = (more = '') => `<form action="/page.html"><reptile-sketch ${attributes} ${more}></reptile-sketch></form>`;

/** Sets all drawings by program, and waits for the answer. */
async function teach(input) {
  await evaluate((drawings, input) => {
    const a = document.getElementById('a');
    drawings.forEach((drawing, i) => a.setExample(i, drawing));
    a.setInput(input);
  }, drawings, input);
  await until('it answers', () => document.getElementById('a').value !== '');
}

/** Keeps the events of the first element, with the value at that time. */
const listen = () => evaluate(() => {
  window.heard = [];
  const a = document.getElementById('a');
  for (const type of ['input', 'change']) a.addEventListener(type, () => window.heard.push([type, a.value]));
});
const changes = () => evaluate(() => window.heard.filter(([type]) => type === 'change').map(([, value]) => value));

test('its value and its predictions are never those of the drawing before', async () => {
  await openPage(form());
  await ready('a');
  await teach(symbol('circle', 1));
  const seen = await evaluate(async (others) => {
    const a = document.getElementById('a');
    const now = () => [a.value, a.predictions, new FormData(document.forms[0]).get('answer')];
    const seen = [];
    const answered = () => new Promise((done) => a.addEventListener('predict', done, { once: true }));
    for (const change of [() => a.setInput(others[0]), () => a.setExample(0, others[1]), () => a.undo(), () => a.redo(),
      () => a.fromJSON({ ...a.toJSON(), input: others[1] }), () => { a.steps = 3; }]) {
      change();
      seen.push(now());
      await answered();
      if (a.value === '' || a.predictions === null) seen.push('no answer came');
    }
    return seen;
  }, [symbol('zigzag', 1), symbol('tee', 1)]);
  assert.deepEqual(seen, Array(6).fill(['', null, null]));
});

test('a change comes once the pen is lifted and the answer is another one, and only by hand', async () => {
  await openPage(form());
  await ready('a');
  await listen();
  await teach(symbol('circle', 1));
  assert.deepEqual(await changes(), [], 'a program is told of its own doing');
  await person.press('Erase', 3);
  assert.deepEqual(await changes(), ['']);
  await person.draw(3, symbol('zigzag', 1));
  await person.settled();
  assert.deepEqual(await changes(), ['', 'zigzag']);
  const events = await evaluate(() => window.heard.map(([type]) => type));
  assert.equal(events.at(-1), 'change');
  assert.ok(events.filter((type) => type === 'input').length > 2);
  // Another stroke, with the same answer.
  await person.draw(3, [symbol('zigzag', 1)[0].slice(0, 4)]);
  await person.settled();
  await person.press('^undo');
  await person.settled();
  await person.press('^undo');
  await person.settled();
  assert.deepEqual(await changes(), ['', 'zigzag', '']);
  await evaluate(() => document.getElementById('a').clearAll());
  await teach(symbol('cross', 1));
  assert.equal((await changes()).length, 3);
  // The same answer as the one that the user gave last, but the program has cleared it meanwhile.
  await evaluate(() => document.getElementById('a').clear());
  await person.draw(3, symbol('zigzag', 1));
  await person.settled();
  assert.deepEqual((await changes()).slice(3), ['zigzag']);
});

test('a name that a framework takes back, as undefined or null, is none', async () => {
  await openPage(form());
  await ready('a');
  await teach(symbol('circle', 1));
  assert.deepEqual(await evaluate(() => [undefined, 'other', null, ''].map((name) => {
    document.getElementById('a').name = name;
    return [...new FormData(document.forms[0]).keys()].join();
  })), ['', 'other', '', '']);
});

test('what binds a variable to its value by input, as v-model does, has the answer in the end, also the same once more', async () => {
  await openPage(form());
  await ready('a');
  await teach(symbol('circle', 1));
  await evaluate(() => {
    const a = document.getElementById('a');
    window.heard = [];
    for (const type of ['input', 'change', 'predict']) a.addEventListener(type, () => window.heard.push([type, a.value]));
  });
  for (const stroke of [symbol('zigzag', 1), [symbol('zigzag', 1)[0].slice(0, 4)]]) {
    await evaluate(() => { window.heard.length = 0; });
    await person.draw(3, stroke);
    await person.settled();
    const [bound, value, order] = await evaluate(() => [window.heard.findLast(([type]) => type === 'input')[1],
      document.getElementById('a').value, window.heard.map(([type]) => type).slice(-3)]);
    assert.notEqual(value, '');
    assert.equal(bound, value);
    assert.deepEqual(order.filter((type) => type !== 'change').slice(-2), ['predict', 'input'], 'it comes with the answer');
  }
  // A program that sets a drawing knows of it.
  await evaluate(() => { window.heard.length = 0; });
  await teach(symbol('cross', 1));
  assert.deepEqual(await evaluate(() => window.heard.filter(([type]) => type !== 'predict')), []);
});

test('a label that the user writes is another value', async () => {
  await openPage(form());
  await ready('a');
  await teach(symbol('cross', 1));
  await listen();
  await person.click('input', 'Label of example cross');
  await shared.browser.press(['p', 'l', 'u', 's', '\uE007']);
  await person.settled();
  assert.equal((await changes()).at(-1), await evaluate(() => document.getElementById('a').value));
  assert.match(await evaluate(() => document.getElementById('a').value), /plus/);
});

test('required, it is valid only with an answer to what the user drew', async () => {
  await openPage(form('required'));
  await ready('a');
  const state = () => evaluate(() => {
    const a = document.getElementById('a');
    const { valid, valueMissing, customError } = a.validity;
    return { valid, valueMissing, customError, message: a.validationMessage, will: a.willValidate,
      checked: a.checkValidity(), form: document.forms[0].checkValidity(), matches: a.matches(':invalid') };
  });
  const missing = { valid: false, valueMissing: true, customError: false, will: true, checked: false, form: false, matches: true };
  const sample = await state();
  assert.deepEqual({ ...sample, message: undefined }, { ...missing, message: undefined }, 'the sample counts');
  assert.match(sample.message, /sample|example/i);
  await evaluate(() => document.getElementById('a').clearAll());
  assert.match((await state()).message, /Draw a symbol in all three first/);
  await teach(symbol('circle', 1));
  assert.deepEqual(await state(), { valid: true, valueMissing: false, customError: false, message: '', will: true,
    checked: true, form: true, matches: false });
  await evaluate(() => document.getElementById('a').setCustomValidity('Not a circle, please.'));
  assert.deepEqual(await state(), { ...missing, valueMissing: false, customError: true, message: 'Not a circle, please.' });
  await evaluate(() => document.getElementById('a').setCustomValidity(''));
  assert.ok((await state()).valid);
  await evaluate(() => document.getElementById('a').clear());
  assert.ok((await state()).valueMissing);
  await evaluate(() => { document.getElementById('a').required = false; });
  assert.ok((await state()).valid);
  assert.equal(await evaluate(() => document.getElementById('a').hasAttribute('required')), false);
});

test('required counts before the element is in a page, too', async () => {
  await openPage('<reptile-sketch required></reptile-sketch>');
  assert.ok(await evaluate(() => {
    const a = document.createElement('reptile-sketch');
    a.required = true;
    return a.validity.valueMissing && a.validationMessage !== '' && document.querySelector('reptile-sketch').matches(':invalid');
  }));
});

test('a form that is sent without it stays, and the keyboard is where to draw', async () => {
  await openPage(`${form('required blank')}<button form="f">Send</button>`);
  await ready('a').catch(() => {});
  const seen = await evaluate(async () => {
    const a = document.getElementById('a');
    let sent = 0, invalid = 0;
    document.forms[0].addEventListener('submit', (event) => { sent++; event.preventDefault(); });
    a.addEventListener('invalid', () => { invalid++; });
    document.forms[0].requestSubmit();
    await new Promise((done) => setTimeout(done, 50));
    const [first] = a.shadowRoot.querySelectorAll('[part~=canvas]');
    const isFocused = document.activeElement === a && a.shadowRoot.activeElement === first;
    return { sent, invalid, isFocused, reported: a.reportValidity() };
  });
  assert.deepEqual(seen, { sent: 0, invalid: 1, isFocused: true, reported: false });
});

test('disabled, or in a disabled fieldset, it is barred from validation and cannot be drawn on', async () => {
  await openPage(`<form><fieldset><legend>Draw</legend><reptile-sketch ${attributes} required></reptile-sketch></fieldset></form>`);
  await ready('a');
  await teach(symbol('circle', 1));
  const set = (isDisabled) => evaluate((isDisabled) => {
    document.querySelector('fieldset').disabled = isDisabled;
    const a = document.getElementById('a');
    return [a.willValidate, new FormData(document.forms[0]).get('answer'), a.disabled];
  }, isDisabled);
  assert.deepEqual(await set(true), [false, null, false]);
  await person.draw(3, symbol('zigzag', 1));
  assert.equal((await person.settled()).value, 'circle');
  // Without the element's own attribute, the fieldset's still counts.
  await evaluate(() => {
    document.getElementById('a').disabled = true;
    document.getElementById('a').disabled = false;
  });
  await person.draw(3, symbol('zigzag', 1));
  assert.equal((await person.settled()).value, 'circle');
  assert.deepEqual(await set(false), [true, 'circle', false]);
  await person.press('Erase', 3);
  await person.draw(3, symbol('zigzag', 1));
  assert.equal((await person.settled()).value, 'zigzag');
});

test('a reset of the form empties it, and Undo brings the drawings back', async () => {
  await openPage(form('required'));
  await ready('a');
  await teach(symbol('circle', 1));
  await listen();
  const after = await evaluate(() => {
    document.forms[0].reset();
    const a = document.getElementById('a');
    return [a.value, a.getInput().length, a.validity.valueMissing, new FormData(document.forms[0]).get('answer')];
  });
  assert.deepEqual(after, ['', 0, true, null]);
  assert.deepEqual(await changes(), []);
  await evaluate(() => document.getElementById('a').undo());
  await until('it answers', () => document.getElementById('a').value === 'circle');
});

test('focus() and a click on its label go to where there is something to draw', async () => {
  await openPage(`<label for="a">Your sign</label><button>else</button>
    <label>Around it ${form()}</label>`);
  await ready('a');
  const focused = () => evaluate(() => {
    const a = document.getElementById('a');
    return document.activeElement === a ? [...a.shadowRoot.querySelectorAll('[part~=canvas]')].indexOf(a.shadowRoot.activeElement) : -1;
  });
  await evaluate(() => document.getElementById('a').focus());
  assert.equal(await focused(), 3);
  await evaluate(() => {
    document.getElementById('a').clear(1);
    document.querySelector('button').focus();
  });
  assert.equal(await focused(), -1);
  await person.click('label', 'Your sign');
  assert.equal(await focused(), 1);
  await evaluate(() => {
    document.querySelector('button').focus();
    document.getElementById('a').disabled = true;
    document.getElementById('a').focus();
  });
  assert.equal(await focused(), -1);
  if (!shared.browser.isChromium) return;
  assert.ok((await heard(shared.browser)).some(({ role, name }) => role === 'group' && name.startsWith('Your sign')));
});

test('with autofocus the keyboard is where to draw in a new page, and stays where it is', async () => {
  await openPage('<reptile-sketch id="a" autofocus></reptile-sketch>');
  await ready('a');
  assert.equal(await evaluate(() => document.activeElement?.id), 'a');
  await openPage('<input id="text"><main></main>');
  assert.equal(await evaluate(() => {
    document.getElementById('text').focus();
    document.querySelector('main').innerHTML = '<reptile-sketch id="a" autofocus></reptile-sketch>';
    return document.activeElement?.id;
  }), 'text');
});

test('its property labels holds the labels on the page, as nodes, as of every form control', async () => {
  await openPage(`<label for="a">Your sign</label>${form()}<p><label for="a">Once more</label></p>`);
  await ready('a');
  assert.deepEqual(await evaluate(() => {
    const a = document.getElementById('a');
    const { labels } = a;
    return [labels instanceof NodeList, Array.from(labels, ({ textContent, control }) => [textContent, control === a]),
      a.classes];
  }), [true, [['Your sign', true], ['Once more', true]], ['circle', 'cross', 'zigzag']]);
});

test('on the way back to the page what was drawn is there, and samples are still samples', async (context) => {
  if (!shared.browser.isChromium) return context.skip('only Chromium restores the state of custom elements');
  // A page that listens to this is not kept as it is, but loaded anew.
  await openPage(`<script>addEventListener('unload', () => {})</script>${form()}`);
  await ready('a');
  shared.server.pages['/elsewhere.html'] = '<!doctype html><head><title>elsewhere</title><link rel="icon" href="data:,"></head>';
  const awayAndBack = async () => {
    await shared.browser.goTo(`${shared.server.origin}/elsewhere.html`);
    await evaluate(() => { setTimeout(() => history.back()); });
    await until('it is ready', () => window.seen?.events.some(({ type }) => type === 'ready'));
    return person.settled();
  };
  const answer = () => evaluate(() => new FormData(document.forms[0]).get('answer'));
  // One example by hand; the rest are samples.
  await person.draw(0, symbol('circle'));
  const before = await person.settled();
  assert.deepEqual((await awayAndBack()).data, before.data);
  assert.equal(await answer(), null, 'a sample is an answer');
  await person.draw(3, symbol('circle', 1));
  const { data, value } = await person.settled();
  assert.equal(data.input.length, 1, 'the stroke is added to a sample');
  const back = await awayAndBack();
  assert.deepEqual([back.data, back.value, await answer()], [data, value, value]);
  assert.equal(await evaluate(() => {
    document.getElementById('a').undo();
    return document.getElementById('a').getInput().length;
  }), 1, 'undo takes back what was restored');
});

test('state of another version, or of something else, is passed over', async () => {
  await openPage('<reptile-sketch id="a"></reptile-sketch>');
  await ready('a');
  const found = await evaluate(async () => {
    const a = document.getElementById('a');
    const before = JSON.stringify(a);
    const good = { ...a.toJSON(), samples: [] };
    const states = ['', 'text', 'null', '5', '{}', JSON.stringify({ ...good, labels: 3 }), JSON.stringify({ ...good, samples: undefined }),
      JSON.stringify({ ...good, samples: null, examples: [] }), JSON.stringify({ ...good, input: [[1]] }), new File(['x'], 'x'), null];
    for (const state of states) a.formStateRestoreCallback(state, 'restore');
    const early = document.createElement('reptile-sketch');
    document.body.append(early);
    early.formStateRestoreCallback('{}', 'restore');
    if (JSON.stringify(early) !== before) return 'the worked example is gone';
    a.formStateRestoreCallback(JSON.stringify({ ...good, samples: [0, 99, 'x'] }), 'restore');
    return [JSON.stringify(a) === before, window.seen.events.filter(({ type }) => type === 'reptile-error')];
  });
  assert.deepEqual(found, [true, []]);
});
