// <reptile-sketch> under random sequences of calls, pointer events and keys: RANDOM_SEQUENCES of RANDOM_ACTIONS each;
// RANDOM_SEED begins elsewhere.

import { test } from 'node:test';
import { elements } from './elements.mjs';
import { Sequence } from './sequences.mjs';

const SEED = Number(process.env.RANDOM_SEED ?? 1);
const SEQUENCES = Number(process.env.RANDOM_SEQUENCES ?? 2);
const ACTIONS = Number(process.env.RANDOM_ACTIONS ?? 25);

const { openPage, ready, shared } = elements();

const attributes = ['', 'labels="circle,cross,zigzag"', 'blank', 'worker="false"', 'labels="a,b" steps="2"'];

for (let seed = SEED; seed < SEED + SEQUENCES; seed++) {
  const given = attributes[seed % attributes.length];
  test(`${ACTIONS} random actions by seed ${seed} on <reptile-sketch ${given}>`, { timeout: 300_000 + 10_000 * ACTIONS }, async () => {
    await openPage(`<reptile-sketch id="a" ${given}></reptile-sketch>`);
    await ready('a');
    const sequence = new Sequence(shared.browser, seed);
    try {
      await sequence.begin();
      for (let i = 0; i < ACTIONS; i++) await sequence.next();
      await sequence.answered();
    } catch (error) {
      throw new Error(`${error.message}\nafter it ${sequence.done.join('\n  ')}`, { cause: error });
    }
  });
}
