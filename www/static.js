// @ts-check
// The class with what computes, for where no module can be imported later: in service workers, those of extensions too.
import { Engine } from './classifier/engine.js';
import { giveEngine } from './classifier/thread.js';

giveEngine({ Engine });

export { SketchClassifier } from './classifier/classifier.js';
export { ReptileError } from './classifier/errors.js';
