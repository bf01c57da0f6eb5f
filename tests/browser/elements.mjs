// What the tests of <reptile-sketch> share: a page with elements, drawings for them, and the wait for an answer.

import assert from 'node:assert/strict';
import { symbol } from './symbols.mjs';
import { world } from './world.mjs';

export const three = ['circle', 'cross', 'zigzag'];
export const drawings = three.map((name) => symbol(name));

export const probabilities = (predictions) => predictions.map(({ probability }) => probability);

export function near(a, b, within, what) {
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) <= within, `${what}: ${a} and ${b}`));
}

export function elements() {
  const shared = world();
  const { evaluate } = shared;

  /** Gives an element its examples and an input, and waits for the prediction of just these. */
  async function teach(id, examples, input) {
    await evaluate((id, examples, input) => {
      const element = document.getElementById(id);
      element.clearAll();
      examples.forEach((drawing, i) => element.setExample(i, drawing));
      element.setInput(input);
    }, id, examples, input);
    return settled(id);
  }

  /** Waits until an element has classified what it holds, which is when no more events come. */
  function settled(id) {
    return evaluate(async (id) => {
      const element = document.getElementById(id);
      let before;
      for (let quiet = 0, waited = 0; quiet < 10; waited++) {
        if (waited > 2000) throw new Error('there is no prediction');
        await new Promise((done) => setTimeout(done, 20));
        const now = JSON.stringify([element.predictions, window.seen.events.length]);
        quiet = element.predictions && now === before ? quiet + 1 : 0;
        before = now;
      }
      return { predictions: element.predictions, value: element.value };
    }, id);
  }

  /** What the first element says. */
  const status = () => evaluate(() =>
    document.getElementById('a').shadowRoot.querySelector('[part~=status]').textContent);

  return { ...shared, shared, teach, settled, status };
}
