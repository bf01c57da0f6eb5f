// The element in templates, as a strict compiler reads it in a project with React, Vue and Svelte. Never run; see
// package.test.mjs.

import 'reptile-sketch/element.js';
import type { ReptileSketchElement } from 'reptile-sketch';
import { useRef } from 'react';
import type { SvelteHTMLElements } from 'svelte/elements';
import type { GlobalComponents } from 'vue';

export function Sketch() {
  const ref = useRef<ReptileSketchElement>(null);
  return <reptile-sketch ref={ref} labels="cat,dog,fish" steps={3} required name="answer" className="a" class="b"
    strings={{ undo: 'Take back' }} onChange={() => ref.current?.value} style={{ color: 'red' }} data-x="1"
    onpredict={({ detail }) => detail.predictions.map(({ probability }) => probability)}
    onreptile-error={({ detail: { code } }) => code === 'bad-weights'} />;
}

export const list = <reptile-sketch classes={['one, two', 'three'] as const} loading="lazy" worker={false} blank />;

// @ts-expect-error there is no such attribute
export const wrong = <reptile-sketch lables="cat,dog" />;

export const vue: InstanceType<GlobalComponents['reptile-sketch']>['$props'] = {
  labels: 'cat,dog', steps: '3', disabled: true, class: ['a'], onPredict: ({ detail }) => detail.unlike.toFixed(),
};

export const vueWrong: InstanceType<GlobalComponents['reptile-sketch']>['$props'] = {
  // @ts-expect-error a number, or a text that is one
  steps: 'many',
};

export const svelte: SvelteHTMLElements['reptile-sketch'] = {
  labels: ['cat', 'dog'], init: 'random', class: 'a', onpredict: ({ detail }) => detail.unlike.toFixed(),
  // @ts-expect-error either or
  loading: 'soon',
};
