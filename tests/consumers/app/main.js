// What a web author writes, in every bundler the same.
import 'reptile-sketch/element.js';
import { SketchClassifier } from 'reptile-sketch';

/** Learns two symbols without the element, and tells which one is drawn. */
window.ask = async (support, query) => {
  const classifier = await SketchClassifier.load();
  await classifier.adapt(support);
  const { predictions } = await classifier.classify(query);
  classifier.dispose();
  return predictions.reduce((a, b) => (b.probability > a.probability ? b : a)).label;
};
