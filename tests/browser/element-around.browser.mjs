// What stands around <reptile-sketch> while somebody draws: cards that can be swiped, held or dragged, and documents that
// are none of HTML.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Key } from './browser.mjs';
import { elements } from './elements.mjs';
import { hand } from './hand.mjs';

const { evaluate, openPage, point, ready, shared, until } = elements();
const person = hand(shared);

const tag = '<reptile-sketch id="a" blank></reptile-sketch>';

for (const by of /** @type {const} */ (['mouse', 'touch', 'pen'])) {
  test(`a card around it gives up its swipe, its drag and its long press when a stroke begins: ${by}`, async (context) => {
    if (shared.browser.cannot[by]) return context.skip(shared.browser.cannot[by]);
    await openPage(`<div id="card" style="padding: 50px">${tag}</div>`);
    await ready('a');
    await evaluate(() => {
      window.heard = [];
      const types = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'touchstart', 'touchmove', 'touchend', 'touchcancel'];
      for (const type of types) {
        document.getElementById('card').addEventListener(type, (event) => {
          window.heard.push(type);
          if (type === 'pointerdown') window.at = [event.clientX, event.clientY, event.pointerType];
          if (type === 'pointercancel') window.moved = Math.hypot(event.clientX - window.at[0], event.clientY - window.at[1]);
        });
      }
    });
    const heard = () => evaluate(() => window.heard.splice(0));
    await person.draw(0, [[10, 50, 50, 50, 90, 50]], { by });
    // Where there are no more moves without a button, nobody misses its end. In WebKit the driver's fingers are a mouse.
    const isMouse = await evaluate(() => window.at[2] === 'mouse');
    const expected = ['pointerdown', 'pointercancel', ...(isMouse ? ['pointerup'] : [])];
    const all = await heard();
    assert.deepEqual(all.slice(all.indexOf('pointerdown')), expected);
    assert.ok(await evaluate(() => window.moved < 1), 'nothing has moved until then');
    const { left, top } = await person.pad(0);
    await point(by, [[[left - 20, top + 20]]]);
    assert.ok((await heard()).includes('pointerup'), 'beside the cells the card hears everything');
    await evaluate(() => { document.getElementById('a').disabled = true; });
    await point(by, [[[left + 20, top + 20]]]);
    assert.ok((await heard()).includes('pointerup'), 'who cannot draw can swipe');
  });
}

test('a finger scrolls the page on a cell that is disabled, and draws on another', async () => {
  await openPage(tag);
  await ready('a');
  const action = () => evaluate(() => getComputedStyle(document.getElementById('a').shadowRoot.querySelector('canvas')).touchAction);
  assert.equal(await action(), 'none');
  await evaluate(() => { document.getElementById('a').disabled = true; });
  assert.equal(await action(), 'auto');
});

/** How scripts keep a browser from what it does at a press, to drag what is around the element themselves. */
const drags = { mouse: ['mousedown', 'pointerdown'], touch: ['touchstart', 'pointerdown'] };

for (const [by, types] of Object.entries(drags)) for (const type of types) {
  test(`its fields and buttons can be used in a card that is dragged from ${type} on: ${by}`, async () => {
    await openPage(`<div id="card" style="padding: 50px">${tag}</div>`);
    await ready('a');
    await evaluate((type) => {
      window.dragged = 0;
      document.getElementById('card').addEventListener(type, (event) => {
        // Such scripts leave alone what they know to be one.
        if (event.target.matches('input, select, button')) return;
        event.preventDefault();
        window.dragged++;
      }, { passive: false });
    }, type);
    const at = (selector) => evaluate((selector) => {
      const { left, top, width, height } = document.getElementById('a').shadowRoot.querySelector(selector).getBoundingClientRect();
      return [left + width / 2, top + height / 2];
    }, selector);
    await point(by, [[await at('input.name')]]);
    await until('the keyboard is there', () => document.getElementById('a').shadowRoot.activeElement?.matches('input.name'));
    await shared.browser.press('cat');
    await shared.browser.press(Key.ENTER);
    assert.equal(await evaluate(() => document.getElementById('a').classes[0]), 'cat');
    await point(by, [[await at('button[title="Ctrl+Z"]')]]);
    await until('it is undone', () => document.getElementById('a').classes[0] === '1');
    // A menu is closed at a press elsewhere, of which it may hear.
    if (type !== 'pointerdown') assert.equal(await evaluate(() => window.dragged), 0);
    else assert.ok(await evaluate(() => window.dragged) > 0);
  });
}

test('its fields and buttons, and the choice of a cell, follow no link around it and close no summary', async () => {
  for (const [width, parts] of [[900, ['input.name', '.tools button', 'button[title="Ctrl+Y"]']], [400, ['.cell:not(.large)', '.name']]]) {
    for (const around of ['a href="#followed"', 'details open><summary']) {
      await openPage(`<${around}><div style="width: ${width}px">${tag}</div>`);
      await ready('a');
      await evaluate((drawing) => {
        document.getElementById('a').setExample(0, drawing);
        document.getElementById('a').undo();
        window.clicks = 0;
        addEventListener('click', () => { window.clicks++; });
      }, [[10, 10, 90, 90]]);
      for (const part of parts) {
        await point('mouse', [[await evaluate((part) => {
          const { left, top, width, height } = document.getElementById('a').shadowRoot.querySelector(part).getBoundingClientRect();
          return [left + width / 2, top + height / 2];
        }, part)]]);
      }
      await until('all are clicked', (clicks) => window.clicks === clicks, parts.length);
      assert.deepEqual(await evaluate(() => [location.hash, document.querySelector('details')?.open ?? true]), ['', true]);
    }
  }
});

test('after a stroke everything can be clicked in a page with listeners that know no signals', async () => {
  // As those of zone.js before 0.13.1, and thus of Angular before 16.
  await openPage(`<script>
    const { addEventListener: add } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      return add.call(this, type, listener, options?.signal ? { ...options, signal: undefined } : options);
    };
  </script>${tag}<input id="box" type="checkbox">`);
  await ready('a');
  await person.draw(0, [[20, 20, 80, 20]]);
  const at = await evaluate(() => {
    const { left, top } = document.getElementById('box').getBoundingClientRect();
    return [left + 5, top + 5];
  });
  await point('mouse', [[at]]);
  await until('it is ticked', () => document.getElementById('box').checked);
  assert.equal(await evaluate(() => document.body.dispatchEvent(new MouseEvent('contextmenu', { cancelable: true }))), true);
});

test('no menu opens over the stroke of one hand when the other hand has lifted its pen', async () => {
  await openPage(`${tag}${tag.replace('"a"', '"b"')}`);
  await ready('a', 'b');
  assert.deepEqual(await evaluate(async () => {
    const pen = (id, type, pointerId) => {
      const canvas = document.getElementById(id).shadowRoot.querySelector('[part~=canvas]');
      const { left, top } = canvas.getBoundingClientRect();
      canvas.dispatchEvent(new PointerEvent(type, { pointerId, pointerType: 'touch', bubbles: true, composed: true, clientX: left + 50, clientY: top + 50 }));
    };
    const opens = () => document.body.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
    const rest = () => new Promise((done) => setTimeout(done, 50));
    pen('a', 'pointerdown', 11);
    pen('b', 'pointerdown', 12);
    pen('a', 'pointerup', 11);
    await rest();
    const during = opens();
    pen('b', 'pointerup', 12);
    await rest();
    return [during, opens()];
  }), [false, true]);
});

/** Documents of XML have no modules in Chrome, but each script may import one. */
const script = '<script href="/injected.js" src="/injected.js"></script><script>import("/package/element.js")</script>';
const documents = {
  'application/xhtml+xml': `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>${script}</head>
    <body><reptile-sketch id="a" labels="a,b"/></body></html>`,
  'image/svg+xml': `<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xhtml" width="900" height="700">
    ${script}<foreignObject width="850" height="600"><x:reptile-sketch id="a" labels="a,b"/></foreignObject></svg>`,
};

for (const [type, body] of Object.entries(documents)) {
  test(`it works in a document of the type ${type}`, async () => {
    shared.server.answers['/document'] = { status: 200, body, headers: { 'content-type': type } };
    // The browser asks for an icon.
    shared.expectProblems(/favicon/);
    await shared.browser.goTo(`${shared.server.origin}/document`);
    await ready('a');
    await person.draw(0, [[10, 10, 90, 90]]);
    await until('it is answered', () => document.getElementById('a').value);
    assert.equal(await evaluate(() => document.getElementById('a').getExample(0).length), 1);
  });
}

test('as a popover it is seen while it is open', async () => {
  await openPage(tag.replace('>', ' popover>'));
  const isSeen = () => evaluate(() => document.getElementById('a').checkVisibility());
  assert.equal(await isSeen(), false);
  await evaluate(() => document.getElementById('a').showPopover());
  assert.equal(await isSeen(), true);
  await ready('a');
  await evaluate(() => document.getElementById('a').hidePopover());
  assert.equal(await isSeen(), false);
});
