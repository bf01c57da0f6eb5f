// `import type {} from 'reptile-sketch/vue'` lets templates of Vue know <reptile-sketch>.
// @ts-ignore: it may not be installed
import type { DefineComponent, HTMLAttributes } from 'vue';
import type { ReptileSketchEventMap, ReptileSketchProperties } from './index.js';

type Listeners = {
  onReady?: (event: ReptileSketchEventMap['ready']) => void;
  onAdapt?: (event: ReptileSketchEventMap['adapt']) => void;
  onPredict?: (event: ReptileSketchEventMap['predict']) => void;
  onReptileError?: (event: ReptileSketchEventMap['reptile-error']) => void;
};

// @ts-ignore
declare module 'vue' {
  interface GlobalComponents {
    'reptile-sketch': DefineComponent<ReptileSketchProperties & Listeners & HTMLAttributes>;
  }
}
