// What the tests of how.html share: opening it, typing, training, and reading its numbers.

import { hand, standStill } from './hand.mjs';

/** @param {ReturnType<import('./world.mjs').world>} shared */
export function howPage(shared) {
  const { evaluate, until } = shared;
  const person = hand(shared);

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

  /** Opens the page, and waits for a short training. */
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
  const placeOf = (selector, nth = 0) => evaluate(`async (selector, nth) => {
    const e = document.querySelectorAll(selector)[nth];
    await ${standStill}(e, e.closest('svg'));
    const { left, top, width, height } = document.querySelectorAll(selector)[nth].getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  }`, selector, nth);

  const textOf = (selector) => evaluate((selector) => document.querySelector(selector).textContent, selector);

  /** Waits for the comparison, whose data is in the tree. */
  async function showComparison() {
    await until('the curves are drawn', () => document.querySelectorAll('.combinations .curve').length > 0);
  }

  /** Presses every save button, and returns the files. */
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

  return { person, open, fill, train, losses, openTrained, placeOf, textOf, saveAll, showComparison };
}
