// @ts-check
import { Announcer } from '../shared/announcer.js';
import { Combinations } from './combinations.js';
import { find } from '../shared/dom.js';
import { isLink, isReload, LocalCopy } from '../keep/copy.js';
import { keepForOffline } from '../keep/offline.js';
import { Lab } from './lab/client.js';
import { InnerProduct } from './plane/inner-product.js';
import { Playground } from './sine/playground.js';
import { Rings } from './plane/rings.js';
import { Starts } from './sine/starts.js';
import { Training } from './sine/training.js';

const announcer = new Announcer(find(document, '.how [role=status]', HTMLElement));
const say = (/** @type {string} */ text) => announcer.say(text);
const lab = new Lab();

const trainingPlace = find(document, '#training', HTMLElement);
const playgroundPlace = find(document, '#playground', HTMLElement);

const starts = new Starts({ seed: Number(find(trainingPlace, '[name=seed]', HTMLInputElement).value) });
const playground = new Playground(playgroundPlace, lab, starts, say);
const training = new Training(trainingPlace, lab, starts, say);
const rings = new Rings(find(document, '#rings', HTMLElement), lab, say);

new InnerProduct(find(document, '#inner-product', HTMLElement), say);

/** @typedef {{ playground: unknown, training: unknown, rings: unknown }} State what the visitor has made of the figures */

const read = () => ({ playground: playground.state, training: training.settings, rings: rings.state });
let hasTask = false;

/** @param {State} state of unknown origin */
function apply(state) {
  training.restore(state.training);
  rings.restore(state.rings);
  hasTask = playground.restore(state.playground) || hasTask;
}

// Below the demo, the address and its button are the demo's.
const copyLink = document.querySelector('#copy-link');
const copy = new LocalCopy('reptile-sketch.how', read, undefined, Boolean(copyLink));
if (copy.kept && isReload()) apply(copy.kept);
let before = JSON.stringify(read());
for (const type of ['input', 'pointerup', 'keyup', 'click']) {
  addEventListener(type, () => {
    const now = JSON.stringify(read());
    if (now !== before) copy.changed();
    before = now;
  });
}

// Words in the text set the figures: "place field=value … go", where `go` starts what the place does.
for (const word of document.querySelectorAll('[data-set]')) {
  const [place, ...changes] = (/** @type {HTMLElement} */ (word).dataset.set ?? '').split(' ');
  const figure = find(document, `#${place}`, HTMLElement);
  word.addEventListener('click', () => {
    for (const change of changes.filter((each) => each !== 'go')) {
      const [name, value] = change.split('=');
      const input = find(figure, `[name=${name}]`, HTMLInputElement);
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
    if (changes.includes('go')) find(figure, 'form', HTMLFormElement).requestSubmit();
    figure.scrollIntoView({ block: 'nearest' });
  });
}

const linking = async () =>
  (await import('./link-later.js')).linkingOf(read, apply, find(document, '#linked', HTMLElement));
copyLink?.addEventListener('click', async () => (await linking()).copy());
const openLink = async () => copyLink && isLink() && (await linking()).open();
addEventListener('hashchange', openLink);
openLink();

/** Training starts when the playground is seen, so that it costs nothing before. */
const seen = new IntersectionObserver((entries) => {
  if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
  seen.disconnect();
  (hasTask ? Promise.resolve() : playground.open(0)).then(() => training.begin()).catch(({ message }) => say(message));
});
seen.observe(playgroundPlace);
seen.observe(trainingPlace);

// The build removes the link where there is no such file.
const named = document.querySelector('link[href="combinations.json"]');
if (named instanceof HTMLLinkElement) {
  const comparison = await (await fetch(named.href)).json();
  new Combinations(find(document, '#combinations', HTMLElement), comparison);
}
lab.ready.then(keepForOffline, () => {});
