// What a service worker imports in place of `reptile-sketch`: the same, in one piece.
export { ReptileError, SketchClassifier } from './index.js';
