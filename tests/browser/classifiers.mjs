// What the tests of SketchClassifier share: three examples, three drawings by another hand, and a page
// that uses the class.

import assert from 'node:assert/strict';
import { beforeEach } from 'node:test';
import { symbol } from './symbols.mjs';
import { world } from './world.mjs';

export const support = ['circle', 'cross', 'zigzag'].map((label) => ({ label, drawing: symbol(label) }));
export const queries = support.map(({ label }) => ({ label, drawing: symbol(label, 1) }));

export const probabilities = ({ predictions }) => predictions.map(({ probability }) => probability);
export const top = ({ predictions }) => predictions.reduce((a, b) => (b.probability > a.probability ? b : a)).label;

/** A world whose page has the module, for one test file. */
export function classifiers() {
  const shared = world();
  const { evaluate, openPage, expectProblems } = shared;
  beforeEach(() => openPage());

  /** Adapts to `examples` in a fresh classifier and classifies `drawings`; plain JSON comes back. */
  function classify(examples, drawings, { steps, load = {} } = {}) {
    return evaluate(async (examples, drawings, steps, load) => {
      const classifier = await window.reptile.SketchClassifier.load(load);
      const adapted = await classifier.adapt(examples, steps === null ? undefined : { steps });
      const results = [];
      for (const drawing of drawings) results.push(await classifier.classify(drawing));
      classifier.dispose();
      // Firefox runs this in another realm, where `instanceof` fails for a Float32Array or an Error of the page.
      return { losses: [...adapted.losses], isFloat32: Object.prototype.toString.call(adapted.losses) === '[object Float32Array]',
        elapsedMs: adapted.elapsedMs, results };
    }, examples, drawings, steps ?? null, load);
  }

  /** Asserts the code and the name of what `run` throws in the page, given a classifier. */
  async function rejects(code, run, ...args) {
    const caught = await evaluate(`async (support, ...args) => {
      const { SketchClassifier } = window.reptile;
      const classifier = await SketchClassifier.load();
      try {
        await (${run})(classifier, support, ...args);
        return 'nothing was thrown';
      } catch (error) {
        const isError = Object.prototype.toString.call(error) === '[object Error]';
        return { name: error.name, code: error.code, isError, message: error.message };
      } finally {
        classifier.dispose();
      }
    }`, support, ...args);
    assert.deepEqual({ ...caught, message: undefined },
      { name: 'ReptileError', code, isError: true, message: undefined }, JSON.stringify(caught));
    assert.ok(caught.message.length > 5, 'the message says something');
  }

  return { shared, evaluate, expectProblems, classify, rejects };
}
