// @ts-check
import { create } from '../shared/dom.js';

/** @typedef {import('../train/protocol.js').Source} Source */

/** What the training learns from: made-up alphabets, or files of the visitor's own, which are picked or dropped. */
export class TrainingSource {
  root = create('div', { className: 'row source' });
  #told = create('span', {});
  #pick = create('button', { type: 'button', textContent: 'Train on drawings of mine' });
  #glyphs = create('button', { type: 'button', textContent: 'Back to made-up alphabets', hidden: true });
  #input = create('input', { type: 'file', accept: '.json,.ndjson', multiple: true, hidden: true });

  /** @param {(files: File[]) => void} take what is picked; none for made-up alphabets */
  constructor(take) {
    this.root.append(this.#told, this.#pick, this.#glyphs, this.#input);
    this.#pick.addEventListener('click', () => this.#input.click());
    this.#glyphs.addEventListener('click', () => take([]));
    this.#input.addEventListener('change', () => {
      const files = [...(this.#input.files ?? [])];
      this.#input.value = '';
      if (files.length > 0) take(files);
    });
    this.show(undefined);
  }

  /** @param {boolean} isRunning */
  enable(isRunning) {
    this.#pick.disabled = this.#glyphs.disabled = isRunning;
  }

  /** @param {Source | undefined} source */
  show(source) {
    const isOwn = Boolean(source?.classes);
    this.#glyphs.hidden = !isOwn;
    this.#told.textContent = source && isOwn
      ? `It learns from ${source.drawings} drawings of yours in ${source.classes} classes.`
      : 'It learns from made-up alphabets. Or drop stroke files (.json) or Quick, Draw! files (.ndjson) here.';
  }
}

/**
 * Lets files be dropped on an element.
 * @param {HTMLElement} root
 * @param {(files: File[]) => void} take
 */
export function acceptDrops(root, take) {
  root.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    root.classList.add('over');
  });
  root.addEventListener('dragleave', (event) => {
    if (!root.contains(/** @type {Node | null} */ (event.relatedTarget))) root.classList.remove('over');
  });
  root.addEventListener('drop', (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    root.classList.remove('over');
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  });
}
