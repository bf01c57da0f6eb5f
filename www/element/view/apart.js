// @ts-check
import { latin } from './keys.js';

// Scripts of a page leave text fields, menus and buttons alone, but see the element in their place: they would turn over a slide
// at an arrow key in a name, or drag the card at a press on it.

/** The keys that do something in a control, by its tag. @type {Record<string, RegExp>} */
const KEYS = {
  input: /^(.|Arrow.*|Home|End|Backspace|Delete|Enter)$/u,
  select: /^(.|Arrow.*|Home|End|Page.*|Enter)$/u,
  button: /^( |Enter)$/,
};
/** Those that do something in a text field with Control or Command. */
const EDITS = /^([acvxyz]|Arrow.*|Home|End|Backspace|Delete)$/i;

/** Keeps to itself what the user does with a control. @param {ShadowRoot} shadow */
export function keepApart(shadow) {
  /** @param {string[]} types @param {(tag: string, event: any) => boolean | undefined} isOurs */
  const keep = (types, isOurs) => {
    for (const type of types) {
      const hush = (/** @type {Event} */ event) => isOurs(tagOf(event), event) && event.stopPropagation();
      shadow.addEventListener(type, hush, { passive: true });
    }
  };
  keep(['keydown', 'keypress', 'keyup'], isUsed);
  keep(['copy', 'cut', 'paste'], (tag) => tag === 'input');
  keep(['mousedown', 'touchstart'], (tag) => tag in KEYS);
  shadow.addEventListener('click', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    // A link around it is not followed, and a summary not closed, while a page may still hear of it.
    if (target.closest('.cell, button')) event.preventDefault();
    // What has heard of the press by `pointerdown` may have kept the browser from putting the keyboard there.
    if (target.localName === 'input') target.focus();
  });
}

/** @param {Event} event */
const tagOf = ({ target }) => /** @type {Element} */ (target).localName;

/** @param {string} tag @param {KeyboardEvent} event */
function isUsed(tag, event) {
  const isCommand = (event.ctrlKey || event.metaKey) && !event.getModifierState('AltGraph');
  return isCommand ? tag === 'input' && EDITS.test(latin(event)) : KEYS[tag]?.test(event.key);
}
