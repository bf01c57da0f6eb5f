// The texts of <reptile-sketch> in Japanese: element.strings = japanese

const SAMPLES = {
  fish: '魚', house: '家', star: '星', cat: '猫', dog: '犬',
  tree: '木', sun: '太陽', cup: 'カップ', key: '鍵', flower: '花',
};

const ERRORS = {
  'empty-drawing': '絵が空です。',
  'bad-point': '絵に正しくない点があります。',
  'bad-image': '画像が正しくありません。',
  'bad-setting': '設定が正しくありません。',
  'bad-weights': '重みファイルが使えません。',
  'load-failed': 'ネットワークを読み込めませんでした。',
  'worker-lost': '計算が中断されました。',
};

const UNDO = '「元に戻す」で前の絵に戻ります。';

/** @type {import('reptile-sketch').SketchStrings} */
export const japanese = {
  drawHere: 'ここに描く',
  question: 'これはどれ？',
  edit: '編集',
  editTitle: '大きく描く',
  done: '完了',
  doneTitle: '元の大きさに戻す',
  erase: '消去',
  eraseTitle: (what) => `${what}を消去`,
  sample: '見本',
  sampleTitle: '見本の絵を入れる（枠の中で数字キーを押してもよい）',
  sampleLabel: (what) => `${what}に見本の絵を入れる`,
  sampleName: (name) => SAMPLES[name] ?? name,
  sampleOption: (name, key) => `${name}（${key}キー）`,
  nameTitle: 'ここに名前を書く',
  nameLabel: (label) => `例「${label}」の名前`,
  example: (label) => `例「${label}」`,
  input: '見分ける絵',
  canvas: (what, isEmpty) => `${what}：${isEmpty ? '空' : '描画済み'}`,
  shots: (count) => `${count}枚`,
  barLabel: (label) => `「${label}」の確率`,
  percent: (share) => `${Math.round(100 * share)}％`,
  unknown: 'まだ不明',
  editAll: 'すべて描き直す',
  editAllTitle: '一つずつ描き直す（「元に戻す」で戻せます）',
  eraseAll: 'すべて消去',
  eraseAllTitle: 'すべての枠を空にする（「元に戻す」で戻せます）',
  undo: '元に戻す',
  undoTitle: 'Ctrl＋Z',
  redo: 'やり直す',
  redoTitle: 'Ctrl＋Y',

  drawing: (label) => `絵${label}`,
  cell: (label) => `枠${label}`,
  answer: (word, confidence) => (confidence === 'sure' ? `＝${word}` : `${word}？`),
  likeNone: 'どれにも似ていない',
  loading: 'ネットワークを読み込んでいます…',
  learning: '学習しています…',
  missing(empty, ways) {
    if (empty.length === 0) return '最後の枠に、どれか一つをもう一度描いてください。';
    if (empty.length === ways) return `まず${ways}つの枠すべてに描いてください。`;
    return `まだ空です：${empty.join('、')}。`;
  },
  even: 'どれも同じくらいの確率です。',
  result(words, shares, confidence) {
    const share = words.length > 1 && new Set(shares).size === 1 ? `それぞれ${shares[0]}` : shares.join('、');
    const doubt = confidence === 'unlike' ? 'が、どれにもほとんど似ていません' : '';
    const end = doubt || words.length > 1 || confidence === 'unsure' ? 'かもしれません' : 'のようです';
    return `${words.join('か')}${end}（${share}）${doubt}。`;
  },
  redraw: (word) => `${word ?? '最後の絵'}を描き直してください。新しい線が今の絵に替わります。${UNDO}`,
  workedExample: 'これは例です。上から描いてください。',
  sampleInput: '最後の絵はまだ見本です。上から描いてください。',
  sampleByKey: (name) => `キーで見本（${name}）を入れました。${UNDO}`,
  erasedAll: `すべて消去しました。${UNDO}`,
  error: (code) => ERRORS[code] ?? `エラーが起きました（${code}）。`,
  sentences: (parts) => parts.join(''),
};
