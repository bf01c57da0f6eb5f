// The texts of <reptile-sketch> in German: element.strings = german

const SAMPLES = {
  fish: 'Fisch', house: 'Haus', star: 'Stern', cat: 'Katze', dog: 'Hund',
  tree: 'Baum', sun: 'Sonne', cup: 'Tasse', key: 'Schlüssel', flower: 'Blume',
};

const ERRORS = {
  'empty-drawing': 'Die Zeichnung ist leer.',
  'bad-point': 'Die Zeichnung enthält einen ungültigen Punkt.',
  'bad-image': 'Das Bild ist ungültig.',
  'bad-setting': 'Eine Einstellung ist ungültig.',
  'bad-weights': 'Die Gewichte sind unbrauchbar.',
  'load-failed': 'Das Netz konnte nicht geladen werden.',
  'worker-lost': 'Die Berechnung wurde unterbrochen.',
};

const UNDO = '„Rückgängig“ holt zurück, was da war.';

const listed = (words, type) => new Intl.ListFormat('de', { type }).format(words);

/** @type {import('reptile-sketch').SketchStrings} */
export const german = {
  drawHere: 'Hier zeichnen',
  question: 'Welches ist es?',
  edit: 'Ändern',
  editTitle: 'Größer zeichnen',
  done: 'Fertig',
  doneTitle: 'Zurück zur kleinen Ansicht',
  erase: 'Löschen',
  eraseTitle: (what) => `${what} löschen`,
  sample: 'Muster',
  sampleTitle: 'Eine Musterzeichnung einfügen, oder im Feld eine Ziffer drücken',
  sampleLabel: (what) => `Musterzeichnung einfügen: ${what}`,
  sampleName: (name) => SAMPLES[name] ?? name,
  sampleOption: (name, key) => `${name} (Taste ${key})`,
  nameTitle: 'Hier einen Namen eingeben',
  nameLabel: (label) => `Name von Beispiel ${label}`,
  example: (label) => `Beispiel ${label}`,
  input: 'Zeichnung, die erkannt wird',
  canvas: (what, isEmpty) => `${what}: ${isEmpty ? 'leer' : 'gezeichnet'}`,
  shots: (count) => `${count} Zeichnungen`,
  barLabel: (label) => `Wahrscheinlichkeit von ${label}`,
  percent: (share) => `${Math.round(100 * share)} %`,
  unknown: 'noch nicht bekannt',
  editAll: 'Alle ändern',
  editAllTitle: 'Eines nach dem anderen neu zeichnen; „Rückgängig“ holt sie zurück',
  eraseAll: 'Alle löschen',
  eraseAllTitle: 'Alle Felder leeren; „Rückgängig“ holt sie zurück',
  undo: 'Rückgängig',
  undoTitle: 'Strg+Z',
  redo: 'Wiederholen',
  redoTitle: 'Strg+Y',

  drawing: (label) => `Zeichnung ${label}`,
  cell: (label) => `Feld ${label}`,
  answer: (word, confidence) => (confidence === 'sure' ? `→ ${word}` : `${word} (?)`),
  likeNone: 'keinem ähnlich',
  loading: 'Das Netz wird geladen …',
  learning: 'Es lernt …',
  missing(empty, ways) {
    if (empty.length === 0) return 'Zeichnen Sie nun eines davon noch einmal, in das letzte Feld.';
    if (empty.length === ways) return `Zeichnen Sie zuerst ein Symbol in jedes der ${ways} Felder.`;
    return `Es ${empty.length === 1 ? 'fehlt' : 'fehlen'} noch ${listed(empty, 'conjunction')}.`;
  },
  even: 'Alle Namen sind etwa gleich wahrscheinlich.',
  result(words, shares, confidence) {
    const may = words.length > 1 || confidence === 'unsure';
    const alike = words.length > 1 && new Set(shares).size === 1;
    const doubt = confidence === 'unlike' ? ', ähnelt aber keinem davon' : '';
    const share = alike ? `je ${shares[0]}` : listed(shares, 'conjunction');
    return `Das ${may ? 'könnte' : 'ist wohl'} ${listed(words, 'disjunction')}${may ? ' sein' : ''} (${share})${doubt}.`;
  },
  redraw: (word) => `Zeichnen Sie nun ${word ?? 'die letzte Zeichnung'} neu: Der Strich ersetzt, was da ist. ${UNDO}`,
  workedExample: 'Ein Beispiel: Zeichnen Sie darüber.',
  sampleInput: 'Die letzte Zeichnung ist noch ein Muster: Zeichnen Sie darüber.',
  sampleByKey: (name) => `Die Taste hat hier ein Muster eingefügt: ${name}. ${UNDO}`,
  erasedAll: `Alles ist gelöscht. ${UNDO}`,
  error: (code) => ERRORS[code] ?? `Ein Fehler ist aufgetreten (${code}).`,
  sentences: (parts) => parts.join(' '),
};
