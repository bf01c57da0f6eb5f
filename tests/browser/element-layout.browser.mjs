// Where a page puts <reptile-sketch>: it has a width in every layout, fits in narrow ones, can be read on any
// background, and keeps all that in another document.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hand } from './hand.mjs';
import { CANNOT_EMULATE, during, looks } from './sight.mjs';
import { symbol } from './symbols.mjs';
import { world } from './world.mjs';

const shared = world();
const { evaluate, openPage, ready, until } = shared;

const element = '<reptile-sketch id="a" labels="cat,dog,fish"></reptile-sketch>';

/** Pages in which an element is only as wide as it asks to be. */
const layouts = {
  'a flex row': `<div style="display: flex">${element}</div>`,
  'a flex row with a sibling': `<div style="display: flex; gap: 8px"><p>Draw:</p>${element}</div>`,
  'a centred flex row': `<div style="display: flex; justify-content: center; align-items: center">${element}</div>`,
  'a centred flex column': `<div style="display: flex; flex-direction: column; align-items: center">${element}</div>`,
  'an inline flex box': `<div style="display: inline-flex">${element}</div>`,
  'a centred grid': `<div style="display: grid; place-items: center; min-height: 300px">${element}</div>`,
  'centred grid columns': `<div style="display: grid; grid-template-columns: auto; justify-content: center">${element}</div>`,
  'an inline block': `<style>reptile-sketch { display: inline-block }</style><p style="margin: 0">${element}</p>`,
  'a float': `<style>reptile-sketch { float: left }</style>${element}`,
  'an absolute position': `<style>reptile-sketch { position: absolute; right: 0 }</style>${element}`,
  'a fixed position': `<style>reptile-sketch { position: fixed; left: 0; bottom: 0 }</style>${element}`,
  'a dialog': `<dialog style="padding: 0; border: 0; max-width: 100%">${element}</dialog>
    <script>document.querySelector('dialog').showModal()</script>`,
  'a popover': `<div popover style="padding: 0; border: 0">${element}</div>
    <script>document.querySelector('[popover]').showPopover()</script>`,
  'a table cell': `<table style="border-spacing: 0"><td style="padding: 0">${element}</table>`,
  'a table of its own': `<style>reptile-sketch { display: table }</style>${element}`,
  'a fieldset in a row': `<div style="display: flex"><fieldset style="padding: 0; border: 0; margin: 0">${element}</fieldset></div>`,
  'a flex box of its own': `<style>reptile-sketch { display: inline-flex }</style>${element}`,
  'a summary': `<details open style="float: left"><summary>Draw</summary>${element}</details>`,
  'its largest width': `<style>reptile-sketch { width: max-content; max-width: 100% }</style>${element}`,
};

/** The widths of the page, the element and its pads. */
const measure = () => evaluate(() => {
  const a = document.getElementById('a');
  const width = (e) => e.getBoundingClientRect().width;
  return {
    beside: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    page: document.documentElement.clientWidth,
    own: width(a),
    pads: [...a.shadowRoot.querySelectorAll('[part~=canvas]')].map(width),
  };
});

for (const [name, body] of Object.entries(layouts)) {
  test(`in ${name} it has its width, and on a phone it fits`, async () => {
    await openPage(`<style>body { margin: 0 }</style>${body}`);
    await ready('a');
    const wide = await measure();
    assert.ok(wide.own > 740 && wide.own <= 1100, `it is ${wide.own} wide`);
    for (const pad of wide.pads) assert.ok(pad > 165 && pad < 177, `the pads are ${wide.pads} wide`);
    await shared.browser.resize(375, 800);
    const narrow = await measure();
    await shared.browser.resize(1100, 1000);
    // Not every browser has windows as narrow as that.
    assert.ok(narrow.own > 300 && narrow.own <= narrow.page, `on a phone it is ${narrow.own} wide`);
    assert.ok(narrow.pads.every((pad) => pad > 70), `on a phone the pads are ${narrow.pads} wide`);
    assert.ok(narrow.beside <= 0, `it sticks out by ${narrow.beside}`);
  });
}

test('three of them share a row, and a cell\'s size and the number of labels count', async () => {
  await openPage(`<div style="display: flex; gap: 10px">${element}${element}${element}</div>
    <div style="float: left"><reptile-sketch id="small" labels="a,b" style="--reptile-cell-size: 60px"></reptile-sketch></div>
    <div style="float: left"><reptile-sketch id="two" labels="a,b"></reptile-sketch></div>`);
  await ready('a', 'small', 'two');
  const [one, two, three, small, more] = await evaluate(() =>
    [...document.querySelectorAll('reptile-sketch')].map((e) => e.getBoundingClientRect().width));
  assert.ok(one > 300 && Math.max(one, two, three) - Math.min(one, two, three) < 1, `${[one, two, three]}`);
  assert.ok(small > 180 && small < 300 && more > 500 && more < 600, `${[small, more]}`);
});

test('at the default size no text of a cell is cut, up to fourteen letters', async () => {
  await openPage('<reptile-sketch id="a" labels="watering spots,Christmas tree,lighthouse"></reptile-sketch>');
  await ready('a');
  const cut = await evaluate(() =>
    [...document.getElementById('a').shadowRoot.querySelectorAll('.name, .answer, button')]
      .filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.value || e.textContent));
  assert.deepEqual(cut, []);
});

test('in a page that makes its text larger no word of a button is broken', async () => {
  await openPage('<reptile-sketch id="a" style="font-size: 26px"></reptile-sketch>');
  await ready('a');
  const broken = await evaluate(() => [...document.getElementById('a').shadowRoot.querySelectorAll('.tools button')].filter((e) => {
    const text = document.createRange();
    text.selectNodeContents(e);
    return text.getClientRects().length > 1;
  }).map((e) => e.textContent));
  assert.deepEqual(broken, []);
});

test('in a page that doubles its text nothing is cut, and what is small grows too', async () => {
  for (const width of [1100, 375]) {
    await openPage(`<style>reptile-sketch { font-size: 200% }</style>${element}`);
    await shared.browser.resize(width, 1000);
    await ready('a');
    await evaluate(() => document.getElementById('a').addExample(0, [[0, 0, 100, 100]]));
    const { cut, sizes } = await evaluate(() => {
      const shown = [...document.getElementById('a').shadowRoot.querySelectorAll('.cell *, .foot *')]
        .filter((e) => e.matches('.name, .answer, .percent, .samples, .hint, .shots, .status, button') && e.getClientRects().length > 0)
        // Cells that are small have small texts, which are large in the large cell.
        .filter((e) => getComputedStyle(e.closest('.cell')?.querySelector('canvas') ?? e).pointerEvents !== 'none');
      return {
        cut: shown.filter((e) => e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight + 2).map((e) => e.value || e.textContent),
        sizes: shown.map((e) => parseFloat(getComputedStyle(e).fontSize)),
      };
    });
    await shared.browser.resize(1100, 1000);
    assert.deepEqual(cut, [], `at ${width}`);
    assert.ok(Math.min(...sizes) >= 25, `at ${width}: ${sizes}`);
  }
});

test('hidden until found it can be found, and hidden otherwise it is not there', async () => {
  await openPage('<reptile-sketch id="a" hidden="until-found"></reptile-sketch>');
  await ready('a');
  assert.deepEqual(await evaluate(() => ['until-found', ''].map((hidden) => {
    const a = document.getElementById('a');
    a.setAttribute('hidden', hidden);
    const { display, contentVisibility } = getComputedStyle(a);
    return display === 'none' ? display : contentVisibility;
  })), ['hidden', 'none']);
});

test('among vertical text, and in columns, it stays upright and whole', async () => {
  for (const style of ['writing-mode: vertical-rl', 'writing-mode: vertical-lr', 'columns: 2; width: 1090px']) {
    await openPage(`<div style="${style}; height: 700px"><p>Draw:</p>${element}</div>`);
    await ready('a');
    const { own, pads } = await measure();
    assert.ok(own > 500 && pads.every((pad) => pad > 120), `${style}: it is ${own} wide, and its pads ${pads}`);
  }
});

test('where there is hardly any room it can still be drawn on, and nothing sticks out', async () => {
  for (const [style, least] of [['width: min-content', 200], ['position: absolute', 200], ['width: 160px', 160], ['width: 120px', 120]]) {
    await openPage(`<span style="position: relative; display: inline-block"><button>Draw</button><div style="${style}">${element}</div></span>`);
    await ready('a');
    const { own, pads, beside } = await measure();
    assert.ok(own >= least && own < 300, `${style}: it is ${own} wide`);
    assert.ok(pads.every((pad) => pad > 25) && beside <= 0, `${style}: pads ${pads}, beside ${beside}`);
  }
});

test('its texts wrap where the page\'s do not, and where a name has no space', async () => {
  await shared.browser.resize(500, 800);
  const name = 'x'.repeat(120);
  for (const style of ['nowrap', 'pre']) {
    await openPage(`<div style="white-space: ${style}; width: 400px"><reptile-sketch id="a" labels="${name}, y${name}"></reptile-sketch></div>`);
    await ready('a');
    await until('it answers', () => /xxx/.test(document.getElementById('a').shadowRoot.querySelector('[part~=status]').textContent));
    assert.ok(await evaluate(() => {
      const status = document.getElementById('a').shadowRoot.querySelector('[part~=status]');
      return status.scrollWidth <= status.clientWidth && status.getBoundingClientRect().right <= innerWidth;
    }), style);
  }
  await shared.browser.resize(1100, 1000);
});

test('its texts are not spaced, indented, centred, cut, in capitals, shadowed or outlined as the page\'s are', async () => {
  const styles = () => evaluate(() => ['.status', '.percent', '.samples', '.hint', 'button', '.name'].map((selector) => {
    const style = getComputedStyle(document.getElementById('a').shadowRoot.querySelector(selector));
    return [selector, 'letterSpacing', 'wordSpacing', 'textIndent', 'textTransform', 'textShadow', 'fontSize', 'fontStyle', 'textAlign',
      'textAlignLast', 'textEmphasisStyle', 'wordBreak', 'hyphens', 'caretColor', 'webkitTextFillColor', 'webkitTextStrokeWidth']
      .map((name) => style[name] ?? name).join(', ');
  }));
  await openPage(element);
  await ready('a');
  const plain = await styles();
  await evaluate(() => {
    document.body.style = 'letter-spacing: 5px; word-spacing: 9px; text-indent: 60px; text-transform: uppercase; text-shadow: 2px 2px red; font: italic 40px serif; text-align: center; text-align-last: right; text-emphasis: dot; word-break: break-all; hyphens: auto; caret-color: red; -webkit-text-fill-color: transparent; -webkit-text-stroke: 2px red';
  });
  assert.deepEqual(await styles(), plain);
});

test('in a link, or what is struck out, none of its texts is lined', async () => {
  // Where a decoration is painted no script can see, but it reaches no box in a line.
  await openPage(`<a href="#here"><del><p>${element}</p></del></a>`);
  await ready('a');
  const lined = await evaluate(() => {
    const a = document.getElementById('a');
    const texts = [...a.shadowRoot.querySelectorAll('*')].filter(({ childNodes }) => [...childNodes].some(({ nodeType }) => nodeType === 3));
    const around = (at) => at.assignedSlot ?? at.parentElement ?? at.getRootNode().host;
    return texts.filter((text) => {
      for (let at = text; at; at = around(at)) {
        const { display, position, float, textDecorationLine } = getComputedStyle(at);
        if (textDecorationLine !== 'none') return true;
        if (/^inline-./.test(display) || /absolute|fixed/.test(position) || float !== 'none' || /^(OPTION|METER|SELECT)$/.test(at.tagName)) return false;
      }
      return false;
    }).map(({ className, tagName }) => className || tagName);
  });
  assert.deepEqual(lined, []);
});

test('on the full screen it can be read', async () => {
  await openPage(`<style>reptile-sketch { padding: 16px }</style>${element}`);
  await ready('a');
  await evaluate(() => addEventListener('pointerup', () => document.getElementById('a').requestFullscreen(), { once: true }));
  await shared.point('mouse', [[[2, 2]]]);
  await until('it is on the full screen', () => document.fullscreenElement?.id === 'a');
  assert.equal(await evaluate(() => getComputedStyle(document.getElementById('a')).backgroundColor), 'rgb(255, 255, 255)');
  assert.deepEqual(await contrasts(), {});
  await evaluate(() => document.exitFullscreen());
});

/** Pages whose colours stand in no relation to what they declare. */
const backgrounds = {
  'a dark page that declares nothing': '<style>body { background: #111; color: #eee }</style>',
  'a dark grey page that declares nothing': '<style>body { background: #222; color: #ccc }</style>',
  'a light card in a dark page': `<style>:root { color-scheme: dark }
    reptile-sketch { background: #fff; color: #222 }</style>`,
  'a page that is both': '<style>:root { color-scheme: light dark }</style>',
  'a light page that declares nothing': '<style>body { background: #fff; color: #333 }</style>',
  'a dark card in a light page': '<style>reptile-sketch { background: #123; color: #fff }</style>',
};

/** The least contrast of a text to what is behind it, and that of ink to paper. */
const contrasts = () => evaluate(() => {
  const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
    .getContext('2d', { willReadFrequently: true });
  const light = (colors) => {
    context.clearRect(0, 0, 1, 1);
    for (const color of colors) {
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
    }
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((value) =>
      value / 255 > 0.04045 ? ((value / 255 + 0.055) / 1.055) ** 2.4 : value / 255 / 12.92);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = document.createElement('i');
  page.style.background = 'Canvas';
  document.body.append(page);
  /** What is behind an element, the farthest first. */
  const grounds = (e) => (e ? grounds(e.parentElement ?? e.getRootNode().host) : [getComputedStyle(page).backgroundColor])
    .concat(e ? getComputedStyle(e).backgroundColor : []);
  const contrast = (e) => {
    const [a, b] = [light(grounds(e)), light([...grounds(e), getComputedStyle(e).color])].sort((a, b) => a - b);
    return Math.round(((b + 0.05) / (a + 0.05)) * 100) / 100;
  };
  const shadow = document.getElementById('a').shadowRoot;
  const [edit] = [...shadow.querySelectorAll('button')].filter((e) => e.textContent === 'Edit');
  edit.click();
  return Object.fromEntries(
    [...shadow.querySelectorAll('.name, .samples, .percent, .answer, .status, .hint, canvas, button:enabled')]
      .map((e, i) => [`${e.className || e.textContent || e.tagName} ${i}`, contrast(e)]).filter(([, value]) => value < 4.5));
});

for (const [name, style] of Object.entries(backgrounds)) {
  test(`it can be read on ${name}`, async () => {
    await openPage(style + element);
    await ready('a');
    assert.deepEqual(await contrasts(), {});
    await shared.browser.screenshot(`on-${name.replaceAll(' ', '-')}`);
  });
}

test('it can be read in the dark, on a page that is both and on one that declares nothing', async (context) => {
  if (!shared.browser.isChromium) return context.skip(CANNOT_EMULATE);
  for (const style of [':root { color-scheme: light dark }', '']) {
    await during(shared.browser, looks.dark, async () => {
      await openPage(`<style>${style}</style>${element}`);
      await ready('a');
      assert.deepEqual(await contrasts(), {}, style);
    });
  }
});

test('in a frame, and back again, it keeps its styles, its touch and its drawings', async () => {
  await openPage(`${element}<iframe style="width: 900px; height: 600px; border: 0" srcdoc="<!doctype html><body style='margin: 0'>"></iframe>`);
  await ready('a');
  const looksOf = () => evaluate(() => {
    const a = window.sketch ??= document.getElementById('a');
    const [canvas] = a.shadowRoot.querySelectorAll('[part~=canvas]');
    const { touchAction, cursor } = a.ownerDocument.defaultView.getComputedStyle(canvas);
    return { touchAction, cursor, width: canvas.getBoundingClientRect().width, sharp: canvas.width >= 170 };
  });
  const move = (isInFrame) => evaluate((isInFrame) => {
    (isInFrame ? document.querySelector('iframe').contentDocument : document).body.prepend(window.sketch);
  }, isInFrame);
  const home = await looksOf();
  assert.equal(home.touchAction, 'none');
  await move(true);
  assert.deepEqual(await looksOf(), home);
  // A canvas follows its size where it is now.
  await evaluate(() => window.sketch.style.setProperty('--reptile-cell-size', '90px'));
  await until('the canvas is small', () => window.sketch.shadowRoot.querySelector('canvas').width < 100);
  await evaluate(() => {
    window.sketch.style.removeProperty('--reptile-cell-size');
    window.sketch.clearAll();
  });
  const frame = await evaluate(() => {
    document.querySelector('iframe').scrollIntoView();
    const outer = document.querySelector('iframe').getBoundingClientRect();
    const { left, top, width } = window.sketch.shadowRoot.querySelector('canvas').getBoundingClientRect();
    return { left: outer.left + left, top: outer.top + top, width };
  });
  const [line] = symbol('zigzag');
  const points = Array.from({ length: line.length / 2 }, (_, i) =>
    [frame.left + (line[2 * i] * frame.width) / 100, frame.top + (line[2 * i + 1] * frame.width) / 100]);
  for (const by of ['mouse', 'touch']) await shared.browser.point(by, [points]);
  const drawn = await evaluate(() => {
    const canvas = window.sketch.shadowRoot.querySelector('canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return { strokes: window.sketch.getExample(0).map(({ length }) => length > 4), isInk: data.some((value) => value > 0) };
  });
  assert.deepEqual(drawn, { strokes: [true, true], isInk: true });
  await move(false);
  assert.deepEqual(await looksOf(), home);
});

test('a canvas that the browser took away is drawn again', async () => {
  await openPage(element);
  await ready('a');
  const isInk = await evaluate(() => {
    const canvas = document.getElementById('a').shadowRoot.querySelector('canvas');
    // What a lost context leaves behind, and the event that says that it can be drawn on again.
    canvas.width = canvas.width;
    canvas.dispatchEvent(new Event('contextrestored'));
    return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0);
  });
  assert.ok(isInk);
});

test('while a phone is turned nothing sticks out', async () => {
  await openPage(`<meta name="viewport" content="width=device-width"><style>body { margin: 8px }</style>${element}`);
  await ready('a');
  const person = hand(shared);
  for (const [width, height] of [[812, 375], [375, 812], [320, 568]]) {
    await shared.browser.resize(width, height);
    await person.settled('#a');
    const { beside } = await measure();
    assert.ok(beside <= 0, `at ${width} pixels it sticks out by ${beside}`);
  }
  await shared.browser.resize(1100, 1000);
});
