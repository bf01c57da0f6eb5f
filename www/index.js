// @ts-check
export { SketchClassifier } from './classifier/classifier.js';
export { ReptileError } from './classifier/errors.js';
export { defineReptileSketch } from './element/reptile-sketch.js';
