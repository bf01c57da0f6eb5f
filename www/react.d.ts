// `import type {} from 'reptile-sketch/react'` lets JSX of React know <reptile-sketch>.
// @ts-ignore: it may not be installed
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { ReptileSketchElement, ReptileSketchEventMap, ReptileSketchProperties } from './index.js';

/** From version 19 on React listens to an event of an element by the name after `on`. */
type Listeners = {
  [Name in 'ready' | 'adapt' | 'predict' | 'reptile-error' as `on${Name}`]?: (event: ReptileSketchEventMap[Name]) => void;
};

// @ts-ignore
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'reptile-sketch': DetailedHTMLProps<HTMLAttributes<ReptileSketchElement>, ReptileSketchElement> &
        ReptileSketchProperties & Listeners & { class?: string };
    }
  }
}
