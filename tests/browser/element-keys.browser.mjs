// Keyboards of other scripts, keys that are held, and labels as frameworks give them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Key } from './browser.mjs';
import { drawings, elements } from './elements.mjs';

const { evaluate, openPage, ready, shared } = elements();

async function opened(attributes = 'blank') {
  await openPage(`<reptile-sketch id="a" ${attributes}></reptile-sketch>`);
  await ready('a');
}

/** Presses keys on the first cell, as keyboards of other layouts report them; how many strokes there are then. */
const pressed = (keys) => evaluate((keys) => {
  const element = document.getElementById('a');
  const canvas = element.shadowRoot.querySelector('[part~=canvas]');
  for (const key of keys) canvas.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...key }));
  return element.getExample(0).length;
}, keys);

for (const [layout, undo, redo] of [
  ['Cyrillic', 'я', 'н'], ['Greek', 'ζ', 'υ'], ['Hebrew', 'ז', 'ט'], ['Arabic', 'ئ', 'غ'],
]) {
  test(`undo and redo by keys on a keyboard that is ${layout}`, async () => {
    await opened();
    await evaluate((drawing) => document.getElementById('a').setExample(0, drawing), drawings[0]);
    assert.equal(await pressed([{ key: undo, code: 'KeyZ', ctrlKey: true }]), 0);
    assert.ok(await pressed([{ key: redo, code: 'KeyY', metaKey: true }]) > 0);
    assert.equal(await pressed([{ key: undo, code: 'KeyZ', ctrlKey: true }]), 0);
    assert.ok(await pressed([{ key: undo.toUpperCase(), code: 'KeyZ', ctrlKey: true, shiftKey: true }]) > 0);
  });
}

test('on a German keyboard Y and Z are where they are written', async () => {
  await opened();
  await evaluate((drawing) => document.getElementById('a').setExample(0, drawing), drawings[0]);
  assert.equal(await pressed([{ key: 'z', code: 'KeyY', ctrlKey: true }]), 0);
  assert.ok(await pressed([{ key: 'y', code: 'KeyZ', ctrlKey: true }]) > 0);
});

test('Enter held on Undo does not bounce to Redo', async () => {
  await opened();
  await evaluate((drawing) => document.getElementById('a').setExample(0, drawing), drawings[0]);
  assert.deepEqual(await evaluate(() => {
    const { shadowRoot } = document.getElementById('a');
    const [undo, redo] = ['Undo', 'Redo'].map((name) => [...shadowRoot.querySelectorAll('button')]
      .find((button) => button.textContent.startsWith(name) || button.title.startsWith(name)));
    const isAllowed = (button, repeat) => button.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true, repeat }));
    return [isAllowed(undo, false), isAllowed(undo, true), isAllowed(redo, true), isAllowed(redo, false)];
  }), [true, true, false, true]);
});

for (const property of ['classes', 'labels']) test(`${property} may be a string, as frameworks set the property for an attribute`, async () => {
  await opened();
  const labels = (given) => evaluate((property, given) => {
    const element = document.getElementById('a');
    element[property] = given;
    return element.classes;
  }, property, given);
  assert.deepEqual(await labels('cat, dog,fish'), ['cat', 'dog', 'fish']);
  assert.deepEqual(await labels(',,,'), ['1', '2', '3', '4']);
  assert.deepEqual(await labels(['one, two', 'three']), ['one, two', 'three']);
  assert.deepEqual(await labels(null), ['1', '2', '3']);
});

test('Enter that ends the composition of a word leaves the keyboard in the name', async () => {
  await opened();
  const isWriting = (press) => evaluate((press) => {
    const { shadowRoot } = document.getElementById('a');
    shadowRoot.querySelector('input.name').focus();
    shadowRoot.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, ...press }));
    return shadowRoot.activeElement !== null;
  }, press);
  assert.equal(await isWriting({ isComposing: true }), true);
  assert.equal(await isWriting({ keyCode: 229 }), true);
  assert.equal(await isWriting({ keyCode: 13 }), false);
});

/** Puts the keyboard on the first part of the element that a selector finds. */
const focus = (selector) => evaluate((selector) => document.getElementById('a').shadowRoot.querySelector(selector).focus(), selector);

/** Notes what the page hears of. @param {string[]} types */
const listen = (...types) => evaluate((types) => {
  window.heard = [];
  for (const type of types) {
    document.addEventListener(type, ({ key = type }) => { if (!window.heard.includes(key)) window.heard.push(key); });
  }
}, types);
const heard = () => evaluate(() => window.heard.splice(0));

test('keys that do something in the element do nothing in the page', async () => {
  await opened();
  await listen('keydown', 'keypress', 'keyup');
  const name = () => evaluate(() => document.getElementById('a').shadowRoot.querySelector('input.name').value);
  await focus('input.name');
  await shared.browser.press('cat?');
  assert.deepEqual(await heard(), []);
  assert.equal(await name(), 'cat?');
  // A page of slides turns over at such keys, and one with a canvas of its own deletes what is selected there.
  for (const key of [Key.ARROW_LEFT, Key.BACK_SPACE, 'r', Key.DELETE, Key.HOME, Key.END]) await shared.browser.press(key);
  assert.deepEqual(await heard(), []);
  assert.equal(await name(), 'car');
  await shared.browser.press('k', [Key.CONTROL]);
  await shared.browser.press(Key.TAB);
  assert.deepEqual(await heard(), ['Control', 'k', 'Tab']);
  await focus('select');
  for (const key of ['h', Key.ARROW_UP]) await shared.browser.press(key);
  assert.deepEqual(await heard(), []);
  await focus('canvas');
  await evaluate(() => document.addEventListener('keydown', ({ key }) => window.heard.push(`${key} down`)));
  await shared.browser.press('1q');
  assert.deepEqual(await heard(), ['1', 'q', 'q down']);
  assert.equal(await evaluate(() => document.getElementById('a').getExample(0).length > 0), true);
});

test('buttons are pressed by keys that do something in the page, too', async () => {
  await opened();
  await evaluate((drawing) => document.getElementById('a').setExample(0, drawing), drawings[0]);
  await evaluate(() => {
    for (const type of ['keydown', 'keyup']) document.addEventListener(type, (event) => / |Enter/.test(event.key) && event.preventDefault());
  });
  for (const [key, title] of [[' ', 'Ctrl+Z'], [Key.ENTER, 'Ctrl+Y']]) {
    await focus(`button[title="${title}"]`);
    await shared.browser.press(key);
    assert.equal(await evaluate(() => document.getElementById('a').getExample(0).length > 0), title === 'Ctrl+Y', title);
  }
});

test('what is copied, cut and pasted in a name is none of the page\'s business', async () => {
  await opened();
  await listen('copy', 'cut', 'paste', 'keydown');
  await evaluate(() => document.addEventListener('paste', (event) => event.preventDefault()));
  await focus('input.name');
  await shared.browser.press('ab');
  for (const key of 'axvv') await shared.browser.press(key, [Key.CONTROL]);
  assert.deepEqual(await heard(), ['Control']);
  assert.equal(await evaluate(() => document.getElementById('a').shadowRoot.querySelector('input.name').value), 'abab');
  // Marked, as selections are in a page, the rest of the element is copied as usual.
  await focus('canvas');
  await shared.browser.press('c', [Key.CONTROL]);
  assert.deepEqual(await heard(), ['Control', 'c', 'copy']);
});

test('what only looks like a key, as when a password manager fills in a form, is no error', async () => {
  await opened();
  await evaluate(() => {
    const { shadowRoot } = document.getElementById('a');
    for (const type of ['keydown', 'keypress', 'keyup']) {
      for (const element of shadowRoot.querySelectorAll('input, canvas, select, button')) {
        element.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
      }
    }
  });
});
