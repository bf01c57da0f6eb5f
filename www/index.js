// @ts-check
export { SketchClassifier } from './classifier/classifier.js';
export { defineReptileSketch } from './element/reptile-sketch.js';
