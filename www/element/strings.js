// @ts-check
import { ReptileError } from '../classifier/errors.js';
import { kindOf } from '../classifier/kind.js';

/** @typedef {import('../index.js').SketchStrings} SketchStrings */

/** What is written from right to left would take the number after it along. @param {string} word */
const apart = (word) => (/[\u0590-\u08ff\u200f\u202b-\u202e\ufb1d-\ufdff\ufe70-\ufefc]/.test(word) ? `\u2068${word}\u2069` : word);

/**
 * Without `Intl.ListFormat`, whose first use takes a page tens of milliseconds.
 * @param {string[]} words at least one
 * @param {'and' | 'or'} [conjunction]
 */
function listed(words, conjunction = 'and') {
  const last = apart(words[words.length - 1]);
  return words.length > 1 ? `${words.slice(0, -1).map(apart).join(', ')} ${conjunction} ${last}` : last;
}

const ALL = ['both', 'all three', 'all four', 'all five', 'all six'];
const UNDO = 'Undo brings back what was there.';

/** Every text of the element, in English. `docs/embedding.md` says how a page replaces them. @type {SketchStrings} */
const ENGLISH = {
  drawHere: 'Draw here',
  question: 'Which one?',
  edit: 'Edit',
  editTitle: 'Draw larger',
  done: 'Done',
  doneTitle: 'Back to the small size',
  erase: 'Erase',
  eraseTitle: (what) => `Erase ${what}`,
  sample: 'Sample',
  sampleTitle: 'Put a sample drawing here, or press a digit in the cell',
  sampleLabel: (what) => `Put a sample drawing in ${what}`,
  sampleName: (name) => name,
  sampleOption: (name, key) => `${name} (key ${key})`,
  nameTitle: 'Write a name here',
  nameLabel: (label) => `Label of example ${label}`,
  example: (label) => `example ${label}`,
  input: 'the drawing to classify',
  canvas: (what, isEmpty) => `${what}: ${isEmpty ? 'empty' : 'drawn'}`,
  shots: (count) => `${count} drawings`,
  barLabel: (label) => `Probability of ${label}`,
  percent: (share) => `${Math.round(100 * share)}%`,
  unknown: 'not known yet',
  editAll: 'Edit all',
  editAllTitle: 'Draw each of them anew, one after the other; Undo brings them back',
  eraseAll: 'Erase all',
  eraseAllTitle: 'Empty every cell; Undo brings them back',
  undo: 'Undo',
  undoTitle: 'Ctrl+Z',
  redo: 'Redo',
  redoTitle: 'Ctrl+Y',

  drawing: (label) => `drawing ${label}`,
  cell: (label) => `cell ${label}`,
  answer: (word, confidence) => (confidence === 'sure' ? `= ${word}` : `${word}?`),
  likeNone: 'like none of them',
  loading: 'Loading the network …',
  learning: 'Learning …',
  missing(empty, ways) {
    if (empty.length === 0) return 'Now draw one of them again, in the last cell.';
    const all = ALL[ways - 2] ?? 'every cell';
    if (empty.length === ways) return `Draw a symbol in ${all} first.`;
    return `Draw in ${all} first: ${listed(empty)} ${empty.length > 1 ? 'are' : 'is'} empty.`;
  },
  even: 'All labels are about equally likely.',
  result(words, shares, confidence) {
    const looks = words.length > 1 || confidence === 'unsure' ? 'This may be' : 'This looks like';
    const alike = words.length > 1 && new Set(shares).size === 1;
    const doubt = confidence === 'unlike' ? ', but is hardly like any of them' : '';
    return `${looks} ${listed(words, 'or')} (${alike ? `${shares[0]} each` : listed(shares)})${doubt}.`;
  },
  redraw: (word) =>
    `Now draw ${word ?? 'the last drawing'} anew; Undo brings the old one back.`,
  workedExample: 'An example: draw over any of it.',
  sampleInput: 'The last drawing is still a sample: draw over it.',
  sampleByKey: (name) => `The key put a sample here, ${name}. ${UNDO}`,
  erasedAll: `Everything is erased. ${UNDO}`,
  error: (_code, message) => message,
  sentences: (parts) => parts.join(' '),
};

/**
 * The English texts with others in place of some of them. What is missing, also because a function throws or gives no
 * text, is English: nobody shall lose a drawing because of a text.
 * @param {unknown} given
 * @returns {SketchStrings}
 */
export function stringsWith(given) {
  /** @type {Record<string, any>} */
  const strings = { ...ENGLISH };
  // The entries of a text are its letters, and a number, a Map and a function have none.
  // Preact sets an empty text where it takes a property back.
  const texts = given === '' ? {} : given ?? {};
  if (!/^(Object|Module)$/.test(kindOf(texts))) throw new ReptileError('bad-setting', 'The texts must be an object, each under its name.');
  for (const [name, text] of Object.entries(texts)) {
    if (text === undefined || text === null) continue;
    const english = Object.hasOwn(ENGLISH, name) && strings[name];
    const isText = typeof text === 'string' || (typeof text === 'function' && typeof english === 'function');
    if (!isText || !english) {
      throw new ReptileError('bad-setting', english ? `The text ${name} must be ${typeof english === 'string' ? 'a string' : 'a function, or a string'}.` : `There is no such text as ${name}.`);
    }
    if (typeof english === 'string') strings[name] = text;
    else strings[name] = (/** @type {any[]} */ ...args) => {
      try {
        const said = typeof text === 'string' ? text : text(...args);
        if (/string|number/.test(typeof said)) return String(said);
      } catch {
        // As if it were not there.
      }
      return english(...args);
    };
  }
  return /** @type {SketchStrings} */ (strings);
}
