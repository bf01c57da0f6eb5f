// @ts-check
export { SketchClassifier } from './classifier.js';
export { defineReptileSketch } from './reptile-sketch.js';
