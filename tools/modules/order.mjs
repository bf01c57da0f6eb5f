// Which room may use which: an arrow has to follow this table, over any number of its steps.

/** @typedef {Record<string, string[]>} Order for each room the rooms right below it */

/** The folders and files of src/. @type {Order} */
export const RUST = {
  main: ['cli'],
  cli: ['training', 'plane', 'sine'],
  training: ['data', 'hands', 'learner', 'trainer'],
  web: ['page_training', 'plane', 'sine'],
  data: ['collection', 'glyphs', 'meta', 'net', 'sketch'],
  collection: ['net', 'sketch'],
  learner: ['meta', 'sketch', 'weights'],
  weights: ['net', 'sketch'],
  plane: ['meta', 'net'],
  sine: ['meta', 'net'],
  net: ['kernels'],
  kernels: ['error'],
  meta: ['error'],
  page_training: ['collection', 'glyphs', 'learner', 'trainer'],
  trainer: ['meta', 'net', 'weights'],
  glyphs: ['hands', 'net'],
  hands: ['sketch'],
  sketch: ['error'],
  error: [],
};

/** The folders of www/; `entries` are the files that pages and packages name. @type {Order} */
export const JAVASCRIPT = {
  train: ['classifier'],
  demo: ['entries', 'train', 'keep'],
  how: ['entries', 'how/plane', 'how/sine', 'keep'],
  'how/plane': ['how/figures', 'how/lab'],
  'how/sine': ['how/figures', 'how/lab'],
  'how/figures': ['shared'],
  'how/lab': ['classifier'],
  entries: ['element'],
  element: ['element/view'],
  'element/view': ['element/model'],
  'element/model': ['classifier'],
  classifier: ['shared'],
  keep: ['shared'],
  shared: [],
};
