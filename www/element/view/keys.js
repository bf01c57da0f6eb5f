// @ts-check

/**
 * @typedef {object} KeyActions
 * @property {(index: number) => void} erase
 * @property {(index: number, sample: number) => void} sample
 * @property {() => boolean} isOpen whether any cell is open
 * @property {(index: number) => void} toggle opens a cell, or closes it again; -1: closes any
 * @property {(command: import('./board.js').Command) => void} command
 */

/**
 * Makes everything that a pointer can do possible by keyboard.
 *
 * @param {ShadowRoot} shadow
 * @param {import('./board.js').Board} board
 * @param {KeyActions} actions
 */
export function followKeys(shadow, board, actions) {
  /** Where the key that is down was pressed. @type {EventTarget | null} */
  let pressedOn = null;

  shadow.addEventListener('keydown', (event) => {
    const press = /** @type {KeyboardEvent} */ (event);
    const { target, repeat, ctrlKey, metaKey, shiftKey, altKey } = press;
    if (!repeat) pressedOn = target;
    // A button that can do no more passes the focus on, but not a key that is held: Undo would bounce to Redo.
    if (press.key === 'Enter' && target !== pressedOn) return event.preventDefault();
    // A text field has its own undo.
    if (altKey || target instanceof HTMLInputElement) return;
    const key = latin(press);
    const index = board.cells.findIndex(({ canvas }) => canvas === target);
    const action = ctrlKey || metaKey ? history(key.toLowerCase(), shiftKey) : inCell(index, key);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  });

  /** @param {string} key @param {boolean} isShifted */
  function history(key, isShifted) {
    if (key === 'y' || (key === 'z' && isShifted)) return () => actions.command('redo');
    return key === 'z' ? () => actions.command('undo') : undefined;
  }

  /** @param {number} index @param {string} key */
  function inCell(index, key) {
    if (key === 'Escape') return actions.isOpen() ? () => actions.toggle(-1) : undefined;
    if (index < 0) return undefined;
    if (key === 'Delete' || key === 'Backspace') return () => actions.erase(index);
    if (key === 'Enter') return () => actions.toggle(index);
    // Key 1 is for the first sample, key 0 for the tenth.
    return /^[0-9]$/.test(key) ? () => actions.sample(index, (Number(key) + 9) % 10) : undefined;
  }
}

/**
 * The key as a Latin keyboard has it: on a Cyrillic, Greek or Hebrew one the place of the key tells.
 * @param {KeyboardEvent} event without a key where it only looks like one, as when a browser or a password manager fills in a form
 */
export function latin({ key = '', code }) {
  const isForeign = [...key].length === 1 && key > '\u024f';
  return (isForeign && /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1]) || key;
}
