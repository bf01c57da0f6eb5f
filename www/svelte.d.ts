// `import type {} from 'reptile-sketch/svelte'` lets templates of Svelte know <reptile-sketch>.
// @ts-ignore: it may not be installed
import type { HTMLAttributes } from 'svelte/elements';
import type { ReptileSketchElement, ReptileSketchEventMap, ReptileSketchProperties } from './index.js';

type Listeners = {
  [Name in 'ready' | 'adapt' | 'predict' | 'reptile-error' as `on${Name}`]?: (event: ReptileSketchEventMap[Name]) => void;
};

// @ts-ignore
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'reptile-sketch': HTMLAttributes<ReptileSketchElement> & ReptileSketchProperties & Listeners;
  }
}
