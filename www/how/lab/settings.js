// @ts-check

/** @param {HTMLElement} form */
const inputsOf = (form) =>
  /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input[data-setting]')]);

/**
 * The settings in the form, by the library's names. They are checked by the library; a field without a number gives
 * NaN.
 *
 * @param {HTMLElement} form
 * @returns {Record<string, number>}
 */
export function readSettings(form) {
  return Object.fromEntries(inputsOf(form).map(({ name, valueAsNumber }) => [name, valueAsNumber]));
}

/**
 * Puts numbers back into the fields; what is no number stays as it is.
 * @param {HTMLElement} form
 * @param {any} settings of unknown origin
 */
export function writeSettings(form, settings) {
  for (const input of inputsOf(form)) {
    const value = Object(settings)[input.name];
    if (Number.isFinite(value)) input.value = String(value);
  }
}

/**
 * Shows why the library refused the settings, and marks the field that it names.
 *
 * @param {HTMLElement} form
 * @param {HTMLElement} place
 * @param {{ code: string, message: string } | undefined} error undefined: the settings were accepted
 */
export function showRefusal(form, place, error) {
  const field = error?.code === 'bad-setting' ? error.message.split(' ')[0] : '';
  for (const input of inputsOf(form)) {
    const isAtFault = input.name === field;
    input.setAttribute('aria-invalid', String(isAtFault));
    if (isAtFault) input.setAttribute('aria-describedby', place.id);
    else input.removeAttribute('aria-describedby');
  }
  place.textContent = error ? inWords(error) : '';
  place.hidden = !error;
}

/**
 * A refusal for people, who do not know the library's codes.
 * @param {{ code: string, message: string }} refusal
 */
export function inWords({ code, message }) {
  const plain = message.replace(' is NaN;', ' is not a number;');
  return code === 'diverged' ? `It diverged, because the steps were too large: ${plain}.` : plain;
}

/**
 * The code and the message of a rejected promise's reason.
 * @param {unknown} error
 * @returns {{ code: string, message: string }}
 */
export function toRefusal(error) {
  const { code, message } = /** @type {{ code?: string, message?: string }} */ (error);
  return { code: code ?? 'worker-lost', message: message ?? String(error) };
}
