// The page that explains, under a person's hand: its figures, its training, its files and its looks.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { Key } from './browser.mjs';
import { hand } from './hand.mjs';
import { world } from './world.mjs';

const shared = world();
const person = hand(shared);
const { evaluate, until } = shared;
const budgetBytes = 150_000;

/** Opens the page at the top, where nothing runs yet. */
async function open() {
  await shared.browser.goTo(`${shared.server.origin}/some/where/how.html`);
  await until('the figures are drawn', () => document.querySelectorAll('#rings .handle').length === 5
    && document.querySelector('#rings .theta'));
}

/** Sets a field as typing does. */
const fill = (place, name, value) => evaluate((place, name, value) => {
  const input = document.querySelector(`${place} [name=${name}]`);
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}, place, name, String(value));

/** Trains so long, and waits until both are done. */
async function train(metaIterations, settings = {}) {
  for (const [name, value] of Object.entries({ ...settings, meta_iterations: metaIterations })) {
    await fill('#training', name, value);
  }
  await person.press('^Train$');
  await until('both are trained', (count) => {
    const [reptile, joint] = document.querySelectorAll('#training progress');
    return reptile.max === count && reptile.value === count && joint.value === joint.max
      && !document.querySelector('#training').hasAttribute('data-running');
  }, metaIterations);
}

/** Reads the playground's numbers, when the fits are those of what is there now. */
const losses = () => evaluate(() => Object.fromEntries(['reptile', 'joint', 'random'].map((name) =>
  [name, Number(document.querySelector(`tr.${name} .on-wave`).textContent)])));

/** The page as a person has it who has waited for a short training. */
async function openTrained() {
  await open();
  await evaluate(() => document.querySelector('#training').scrollIntoView({ behavior: 'instant' }));
  await train(300);
  await fill('#playground', 'step', 8);
  await until('the fits are there', () => document.querySelectorAll('.wave-picture polyline.curve').length === 3);
  await settled();
}

/** Waits until the numbers no longer change. */
async function settled() {
  for (let before, quiet = 0; quiet < 4;) {
    const now = await textOf('.starts');
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    await new Promise((done) => setTimeout(done, 60));
  }
}

/** Where a point of the wave, or any handle, is on the screen. */
const placeOf = (selector, nth = 0) => evaluate((selector, nth) => {
  const svg = document.querySelectorAll(selector)[nth].closest('svg');
  svg.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { left, top, width, height } = document.querySelectorAll(selector)[nth].getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}, selector, nth);

const textOf = (selector) => evaluate((selector) => document.querySelector(selector).textContent, selector);

test('training in the page lowers the loss on the fixed curve, and joint training does less', async () => {
  await openTrained();
  // A third of the post's run: one wave says little about shorter ones.
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
  assert.equal(await textOf('#training .told'), 'Not begun.');
  await shared.browser.resize(1100, 1000);
  await evaluate(() => document.querySelector('#playground').scrollIntoView({ behavior: 'instant' }));
  await until('it trains', () => document.querySelector('#training progress.reptile').value > 0);
  assert.match(await textOf('#training .told'), /of 10,000 meta-iterations/);
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
    assert.match(await textOf('#training-error'), new RegExp(`^${name}: .+ \\(bad-setting\\)$`));
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
  await fill('#training', 'learning_rate', 50);
  await person.press('^Train$');
  await until('it has diverged', () => /diverged/.test(document.querySelector('#training-error').textContent));
  assert.match(await textOf('#training-error'), /meta-iteration \d+.*step \d+.*\(diverged\)/);
  assert.equal(await textOf('tr.reptile .about'), about);
  await until('the fits are back', (before) =>
    document.querySelector('tr.reptile .on-wave').textContent === before, String(before.reptile));
  assert.deepEqual(await losses(), before);
});

for (const by of /** @type {const} */ (['mouse', 'touch', 'pen'])) {
  test(`a point is dragged by ${by}: the fit changes, and it can be put back`, async () => {
    await openTrained();
    const before = await textOf('tr.reptile .at-points');
    const [x, y] = await placeOf('.handle.point', 4);
    await shared.point(by, [[[x, y], [x, y + 20], [x + 5, y + 60]]]);
    await until('the fit follows', (before) => document.querySelector('tr.reptile .at-points').textContent !== before, before);
    const [, after] = await placeOf('.handle.point', 4);
    assert.ok(Math.abs(after - y - 60) < 3, `it is ${after - y} pixels lower`);
    await person.press('^Points onto the wave');
    const [, back] = await placeOf('.handle.point', 4);
    assert.ok(Math.abs(back - y) < 12, `it is ${back - y} pixels off`);
  });

  test(`the wave is dragged by ${by}: amplitude and phase follow`, async () => {
    await openTrained();
    const numbers = () => evaluate(() => ['amplitude', 'phase'].map((name) =>
      Number(document.querySelector(`#playground [name=${name}]`).value)));
    const [amplitude, phase] = await numbers();
    await placeOf('.wave');
    // A place of the wave that is far from every point.
    const [x, y] = await evaluate(() => {
      const centers = [...document.querySelectorAll('.handle.point')].map((e) => e.getBoundingClientRect())
        .map(({ left, top, width, height }) => [left + width / 2, top + height / 2]);
      const wave = document.querySelector('.wave');
      const { left, top } = wave.closest('svg').getBoundingClientRect();
      const all = Array.from(wave.points, ({ x, y }) => [x + left, y + top]);
      const gap = ([x, y]) => Math.min(...centers.map(([u, v]) => Math.hypot(u - x, v - y)));
      return all.slice(5, -5).reduce((a, b) => (gap(b) > gap(a) ? b : a));
    });
    await shared.point(by, [[[x, y], [x + 20, y - 10], [x + 40, y - 25]]]);
    await until('the numbers follow', (before) =>
      document.querySelector('#playground [name=phase]').value !== before.toFixed(2), phase);
    const [newAmplitude, newPhase] = await numbers();
    assert.ok(Math.abs(newAmplitude - amplitude) > 0.1 && newPhase !== phase, `${newAmplitude}, ${newPhase}`);
  });
}

test('points move by the arrow keys, and the sliders bend the wave', async () => {
  await openTrained();
  await evaluate(() => document.querySelector('.handle.point').focus());
  const tellY = () => evaluate(() => Number(document.activeElement.getAttribute('aria-valuenow')));
  const before = await tellY();
  await shared.browser.press(Key.ARROW_UP.repeat(3));
  await until('it is higher', (before) =>
    Math.abs(Number(document.activeElement.getAttribute('aria-valuenow')) - before - 0.3) < 0.02, before);
  assert.match(await evaluate(() => document.activeElement.getAttribute('aria-valuetext')), /^x .+, y .+/);
  await person.focus('input[type=range]', 'Amplitude');
  const heights = () => evaluate(() => document.querySelector('.wave').getBoundingClientRect().height);
  const [low] = [await heights()];
  await shared.browser.press(Key.END);
  await until('the wave is at its highest', (low) =>
    document.querySelector('.wave').getBoundingClientRect().height > low, low);
  await person.focus('input[type=range]', 'Gradient steps');
  await shared.browser.press(Key.HOME);
  assert.equal(await textOf('.step-text'), '0');
});

test('playing goes through the steps to the last one, and a new task has the next number', async () => {
  await openTrained();
  await fill('#playground', 'step', 28);
  await person.press('^Play$', 0);
  await until('it has come to the end', () => document.querySelector('#playground [name=step]').value === '32'
    && document.querySelector('#playground .play').textContent === 'Play');
  assert.equal(await textOf('#playground .which'), 'Task 0 of seed 0');
  await person.press('^New task');
  await until('there is another', () => document.querySelector('#playground .which').textContent === 'Task 1 of seed 0');
});

test('with one inner step theta goes to the optimum of joint training, with many to the nearest point', async () => {
  await open();
  const end = async (k) => {
    await fill('#rings', 'inner_steps', k);
    await fill('#rings', 'step_size', 0.1);
    await fill('#rings', 'learning_rate', k === 1 ? 1 : 0.5);
    await fill('#rings', 'turn', 80);
    await until('it is computed', (k) => document.querySelectorAll('.inner-dot').length === k, k);
    const [nearest, joint] = (await textOf('#rings .told')).match(/\d\.\d\d(?= from)/g).map(Number);
    return { nearest, joint };
  };
  const [one, many] = [await end(1), await end(60)];
  assert.ok(one.joint < one.nearest, JSON.stringify(one));
  assert.ok(many.nearest < many.joint && many.nearest < 0.4, JSON.stringify(many));
});

test('two tasks: dragging, keys and the buttons change the way, a refused setting keeps it', async () => {
  await open();
  const way = () => evaluate(() => document.querySelector('.theta-way').getAttribute('points'));
  let before = await way();
  const changed = async (what) => {
    await until(what, (before) => document.querySelector('.theta-way').getAttribute('points') !== before, before);
    before = await way();
  };
  for (const by of /** @type {const} */ (['mouse', 'touch'])) {
    const [x, y] = await placeOf('.handle.middle.a');
    await shared.point(by, [[[x, y], [x + 10, y], [x + 20, y - 20]]]);
    await changed(`the way follows the ${by}`);
  }
  await evaluate(() => document.querySelector('.handle.rim.b').focus());
  await shared.browser.press(Key.ARROW_LEFT);
  await changed('the way follows the keys');
  await person.press('^One step');
  await changed('one step more');
  await fill('#rings', 'inner_steps', 0);
  await until('it is refused', () => /^inner_steps: .*bad-setting/.test(document.querySelector('#rings-error').textContent));
  assert.equal(await way(), before);
  await fill('#rings', 'inner_steps', 900);
  await fill('#rings', 'learning_rate', 9);
  await until('it has diverged', () => /diverged/.test(document.querySelector('#rings-error').textContent));
});

/** Presses every save button; gives the files. */
function saveAll() {
  return evaluate(async () => {
    const blobs = [];
    const { createObjectURL } = URL;
    const { click } = HTMLAnchorElement.prototype;
    URL.createObjectURL = (blob) => (blobs.push(blob), createObjectURL.call(URL, blob));
    const names = [];
    HTMLAnchorElement.prototype.click = function () { names.push(this.download); };
    for (const button of document.querySelectorAll('.save button')) if (button.getClientRects().length) button.click();
    Object.assign(URL, { createObjectURL });
    HTMLAnchorElement.prototype.click = click;
    return Promise.all(blobs.map(async (blob, i) => ({ name: names[i], type: blob.type, content: await blob.text() })));
  });
}

/** Waits for the comparison that the tree has. */
async function showComparison() {
  await until('the curves are drawn', () => document.querySelectorAll('.combinations .curve').length > 0);
}

test('every figure can be saved as SVG and as CSV, with the seed and the settings inside', async () => {
  await openTrained();
  await showComparison();
  const files = await saveAll();
  assert.deepEqual(files.map(({ name }) => name).sort(), ['gradient-combinations', 'sine-fits', 'sine-losses', 'sine-training',
    'two-tasks'].flatMap((name) => [`${name}.csv`, `${name}.svg`]).sort());
  for (const { name, content } of files) {
    assert.match(content, /seed/, name);
    if (name.endsWith('.svg')) {
      const problems = await evaluate((content) => {
        const svg = new DOMParser().parseFromString(content, 'image/svg+xml');
        const lines = [...svg.querySelectorAll('polyline')];
        return [svg.querySelector('parsererror')?.textContent, !svg.querySelector('title, desc') && 'no title',
          svg.querySelector('[class], style, script') && 'leans on the page', lines.length === 0 && 'no line',
          lines.some((line) => !line.getAttribute('stroke')) && 'no colour'].filter(Boolean);
      }, content);
      assert.deepEqual(problems, [], name);
    } else {
      const rows = content.trim().split('\n').filter((row) => !row.startsWith('#')).map((row) => row.split(','));
      assert.ok(rows.length > 3 && rows.every((row) => row.length === rows[0].length), `${name}: ${rows[0]}`);
      assert.ok(rows.slice(1).flat().every((cell) => cell !== '' && cell !== 'NaN'), name);
    }
  }
  const find = (name) => files.find((file) => file.name === name).content;
  assert.match(find('sine-training.csv'), /# meta_iterations: 300\n/);
  assert.match(find('sine-losses.csv'), /^step,reptile,joint,random$/m);
  assert.match(find('sine-fits.svg'), /seed 0/);
});

test('the combinations: a curve is brought to the fore by keyboard, claims are in words', async () => {
  await open();
  await showComparison();
  const count = await evaluate(() => document.querySelectorAll('#combinations .legend button').length);
  assert.equal(await evaluate(() => document.querySelectorAll('.combinations .curve').length), count);
  await evaluate(() => document.querySelectorAll('#combinations .legend button')[1].focus());
  await shared.browser.press(' ');
  await until('it stands out', () => document.querySelectorAll('.combinations .chosen').length === 1);
  const pressed = await evaluate(() => [...document.querySelectorAll('#combinations [aria-pressed=true]')].length);
  assert.equal(pressed, 1);
  assert.equal(await evaluate(() => document.querySelectorAll('.combinations .faint').length), count - 1);
  assert.match(await textOf('#combinations .claims'), /Holds: |Does not hold: /);
  assert.match(await evaluate(() => document.querySelector('.combinations').getAttribute('aria-label')), /At the end: .* %/);
});

test('a cold load stays within the budget and asks only for what is there; later only workers start', async () => {
  shared.server.requests.length = 0;
  await openTrained();
  const { requests } = shared.server;
  assert.deepEqual(requests.filter(({ status }) => status !== 200), []);
  const files = [...new Set(requests.map(({ file }) => file))].filter(Boolean);
  let bytes = 0;
  for (const file of files) bytes += execFileSync('gzip', ['-9', '-n', '-c', file]).length;
  console.log(`# a cold load: ${files.length} files, ${bytes} bytes with gzip -9`);
  assert.ok(bytes <= budgetBytes, `${bytes} bytes`);
  const loaded = requests.length;
  await person.press('^New task');
  await fill('#rings', 'inner_steps', 3);
  await saveAll();
  await new Promise((done) => setTimeout(done, 300));
  const later = requests.slice(loaded).map(({ path }) => path.split('/').at(-1));
  assert.ok(later.every((name) => name.endsWith('.js')), `${later}`);
});

test('both pages lead to each other', async () => {
  await open();
  await evaluate(() => document.querySelector('header a').focus());
  await shared.browser.press(Key.ENTER);
  await until('the demo is there', () => document.querySelector('reptile-sketch'));
  await evaluate(() => document.querySelector('a[href="how.html"]').focus());
  await shared.browser.press(Key.ENTER);
  await until('the page is there', () => document.querySelector('#playground'));
});

test('everything that can be used has a name, every picture a text, and the page its landmarks', async (context) => {
  if (!shared.browser.isChromium) return context.skip('WebDriver does not show the accessibility tree');
  await openTrained();
  await showComparison();
  await until('its words are there', () => /After 8 gradient steps: Reptile/.test(
    document.querySelector('.wave-picture [role=img]').getAttribute('aria-label')));
  const { nodes } = await shared.browser.cdp('Accessibility.getFullAXTree');
  const used = nodes.filter(({ ignored }) => !ignored).map(({ role, name, properties = [] }) => ({
    role: role.value,
    name: name?.value ?? '',
    focusable: properties.some((property) => property.name === 'focusable' && property.value.value),
  }));
  const controls = ['button', 'image', 'img', 'slider', 'spinbutton', 'checkbox', 'link', 'progressbar', 'table'];
  const nameless = used.filter(({ role, name, focusable }) => !name.trim() && (controls.includes(role)
    || (focusable && role !== 'RootWebArea')));
  assert.deepEqual(nameless, []);
  const roles = used.map(({ role }) => role);
  for (const role of ['main', 'heading', 'button', 'slider', 'spinbutton']) assert.ok(roles.includes(role), `no ${role}`);
  assert.equal(roles.filter((role) => role === 'status').length, 1, 'one live region announces');
  assert.ok(roles.filter((role) => role === 'image' || role === 'img').length >= 5, 'every figure is a picture');
  const page = await evaluate(() => ({
    headings: [...document.querySelectorAll('h1, h2, h3')].map(({ localName }) => localName).join(' '),
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
    language: document.documentElement.lang,
  }));
  assert.match(page.headings, /^h1( h2( h3)*)+$/);
  assert.equal(new Set(page.ids).size, page.ids.length);
  assert.equal(page.language, 'en');
});

for (const width of [320, 375, 768, 1280]) {
  test(`at ${width} pixels nothing sticks out sideways, and everything is large enough for a thumb`, async () => {
    await openTrained();
    await shared.browser.resize(width, 900);
    try {
      await showComparison();
      await evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
      await new Promise((done) => setTimeout(done, 300));
      const { scrolls, wide, small } = await evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        const all = [...document.querySelectorAll('body *')].filter((e) => !e.closest('.wide, pre, svg'));
        return {
          scrolls: scrollWidth - clientWidth,
          wide: all.filter((e) => e.getBoundingClientRect().right > clientWidth + 1).map((e) => e.outerHTML.slice(0, 60)),
          small: [...document.querySelectorAll('button, input, summary, .handle .reach')].filter((e) => e.getClientRects().length)
            .map((e) => [e.outerHTML.slice(0, 60), e.getBoundingClientRect()])
            .filter(([, { width, height }]) => width < 24 || height < 24).map(([html]) => html),
        };
      });
      assert.deepEqual([scrolls <= 0, wide, small], [true, [], []]);
      await shared.browser.screenshot(`how-${width}`);
    } finally {
      await shared.browser.resize(1100, 1000);
    }
  });
}

const looks = {
  light: [{ name: 'prefers-color-scheme', value: 'light' }],
  dark: [{ name: 'prefers-color-scheme', value: 'dark' }],
  'forced-colors': [{ name: 'forced-colors', value: 'active' }],
  'forced-colors-dark': [{ name: 'forced-colors', value: 'active' }, { name: 'prefers-color-scheme', value: 'dark' }],
};

for (const [look, features] of Object.entries(looks)) {
  test(`lines and words of the figures stand out in ${look}`, async (context) => {
    if (!shared.browser.isChromium) return context.skip('WebDriver cannot emulate it');
    await openTrained();
    await shared.browser.cdp('Emulation.setEmulatedMedia', { features });
    try {
      await new Promise((done) => setTimeout(done, 200));
      const weak = await evaluate(() => {
        const light = (colour) => {
          const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map((value) => value / 255)
            .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return [...document.querySelectorAll('.picture .curve, .picture text, .ring, .theta-way, .handle .dot')].flatMap((e) => {
          const style = getComputedStyle(e);
          const colour = e.localName === 'text' ? style.fill : style.stroke;
          const ratio = contrast(light(colour), light(getComputedStyle(e.closest('svg')).backgroundColor));
          return ratio < (e.localName === 'text' ? 4.5 : 3) ? [`${e.outerHTML.slice(0, 50)} ${colour} ${ratio}`] : [];
        });
      });
      assert.deepEqual(weak, []);
      for (const id of ['playground', 'rings']) {
        await evaluate((id) => document.getElementById(id).scrollIntoView({ behavior: 'instant' }), id);
        await shared.browser.screenshot(`how-${look}-${id}`);
      }
    } finally {
      await shared.browser.cdp('Emulation.setEmulatedMedia', { features: [] });
    }
  });
}

test('where motion is unwelcome, playing takes a few stops', async (context) => {
  if (!shared.browser.isChromium) return context.skip('WebDriver cannot emulate it');
  await openTrained();
  await shared.browser.cdp('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }] });
  try {
    await fill('#playground', 'step', 0);
    await person.press('^Play$', 0);
    await until('it has moved', () => document.querySelector('#playground [name=step]').value !== '0');
    assert.equal(Number(await textOf('.step-text')) % 8, 0);
  } finally {
    await shared.browser.cdp('Emulation.setEmulatedMedia', { features: [] });
  }
});

