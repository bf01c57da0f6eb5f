// Acts as a person does on the demo page or an element: finds controls by their names, points, draws and
// types. It looks into shadow trees, which WebDriver's locators do not.

/** Runs in the page: every element, those in shadow trees too, in document order. */
const everything = `(function walk(root) {
  return [...root.querySelectorAll('*')].flatMap((e) => [e, ...(e.shadowRoot ? walk(e.shadowRoot) : [])]);
})(document)`;

/** Runs in the page: the name of a control. */
const nameOf = `((e) => e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? (e.textContent.trim() || e.title))`;

/**
 * Runs in the page: scrolls to an element, or to what it is in, and waits until it stands still, as a person does, for a
 * second at most.
 */
export const standStill = `(async (e, around = e) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const place = () => { const { left, top } = e.getBoundingClientRect(); return left + ' ' + top; };
  for (let before, frames = 0; frames < 60 && place() !== before; frames++) {
    around.scrollIntoView({ block: 'center', behavior: 'instant' });
    before = place();
    await frame();
    await frame();
  }
})`;

/** Runs in the page: the box of an element, scrolled to, and the middle of it, or of its first line if it has several. */
const middle = `(async (e) => {
  await ${standStill}(e);
  const { left, top, width, height } = e.getBoundingClientRect();
  const [line] = e.getClientRects();
  return { left, top, width, height, x: line.left + line.width / 2, y: line.top + line.height / 2 };
})`;

/** @param {Pick<import('./browser.mjs').Browser, 'evaluate' | 'point'>} browser */
export function hand(browser) {
  /** Where a control is: its role's selector, its name (in any case), and which of several. */
  async function find(selector, name, nth = 0) {
    const box = await browser.evaluate(`async (selector, name, nth) => {
      const pattern = new RegExp(name, 'i');
      const found = ${everything}.filter((e) => e.matches(selector) && pattern.test(${nameOf}(e)))
        .filter((e) => e.getClientRects().length > 0)[nth];
      if (!found) return null;
      window.hit = undefined;
      addEventListener('pointerdown', (event) => { window.hit = event.composedPath().includes(found); }, { capture: true, once: true });
      return ${middle}(found);
    }`, selector, name, nth);
    if (!box) throw new Error(`there is no ${selector} called ${name}`);
    return box;
  }

  /** Presses the button of that name; `nth` where every cell has one. */
  const press = (name, nth = 0) => click('button', name, nth);

  /** Clicks any control of that name: a text field, a switch. Where the page moved it away, it is clicked again. */
  async function click(selector, name, nth = 0) {
    for (let tries = 1; tries <= 3; tries++) {
      const { x, y } = await find(selector, name, nth);
      await browser.point('mouse', [[[x, y]]]);
      // The click may have left the page.
      const isMissed = await browser.evaluate(() => window.hit === false).catch(() => false);
      if (!isMissed) return;
      console.log(`# ${name} moved away at try ${tries}`);
    }
  }

  /** Puts the keyboard on a control, as if by Tab. */
  async function focus(selector, name) {
    await find(selector, name);
    await browser.evaluate(`(selector, name) => ${everything}
      .find((e) => e.matches(selector) && new RegExp(name, 'i').test(${nameOf}(e))).focus()`, selector, name);
  }

  /** The box of a pad: the canvases of one element, in the order of the labels, the input's last. */
  function pad(index, element = 'reptile-sketch') {
    return browser.evaluate(`(index, element) => {
      const canvases = [...document.querySelector(element).shadowRoot.querySelectorAll('[part~=canvas]')];
      return ${middle}(canvases.at(index));
    }`, index, element);
  }

  /** Taps a cell that is small, as on a phone: before that nothing can be drawn in it. */
  async function enlarge(index, { by = 'touch', element } = {}) {
    const { x, y } = await pad(index, element);
    const isSmall = await browser.evaluate((index, element) =>
      getComputedStyle([...document.querySelector(element).shadowRoot.querySelectorAll('[part~=canvas]')].at(index)).pointerEvents === 'none',
    index, element ?? 'reptile-sketch');
    if (isSmall) await browser.point(by, [[[x, y]]]);
  }

  /**
   * Draws on a pad, as a person does: within its borders, in the units of the cell.
   *
   * @param {number} index of the pad; -1 is the input
   * @param {number[][]} drawing
   * @param {{ by?: import('./browser.mjs').PointerType, element?: string, msPerPoint?: number }} [how]
   */
  async function draw(index, drawing, { by = 'mouse', element, msPerPoint } = {}) {
    await enlarge(index, { by, element });
    const { left, top, width, height } = await pad(index, element);
    const strokes = drawing.map((stroke) =>
      Array.from({ length: stroke.length / 2 }, (_, i) =>
        [left + (stroke[2 * i] * width) / 100, top + (stroke[2 * i + 1] * height) / 100]));
    await browser.point(by, strokes, { msPerPoint });
  }

  /** What an element holds and shows. */
  function state(element = 'reptile-sketch') {
    return browser.evaluate((element) => {
      const sketch = document.querySelector(element);
      const part = (name) => [...sketch.shadowRoot.querySelectorAll(`[part~=${name}]`)];
      const { predictions, value } = sketch;
      return {
        value,
        predictions,
        top: predictions && predictions.findIndex(({ label }) => label === value),
        status: part('status').map((e) => e.textContent.trim()).join(' '),
        bars: part('bar').map((e) => e.value),
        data: sketch.toJSON(),
      };
    }, element);
  }

  /** Waits until no more events come: everything is classified. */
  async function settled(element = 'reptile-sketch') {
    await browser.evaluate(async (element) => {
      const sketch = document.querySelector(element);
      let before;
      for (let quiet = 0, waited = 0; quiet < 8; waited++) {
        if (waited > 2000) throw new Error('it does not settle');
        await new Promise((done) => setTimeout(done, 20));
        const now = JSON.stringify([sketch.predictions, window.seen.events.length]);
        quiet = now === before ? quiet + 1 : 0;
        before = now;
      }
    }, element);
    return state(element);
  }

  return { press, click, focus, pad, enlarge, draw, state, settled };
}
