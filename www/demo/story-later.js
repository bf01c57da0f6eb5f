// @ts-check
import { create } from '../shared/dom.js';

/** Sections that are of use only on the page of their own. */
const ELSEWHERE = '[aria-labelledby=h-drawings], [aria-labelledby=h-keep]';

const PAGE = 'how.html';

/** @type {Promise<void> | undefined} */
let story;

/**
 * Unfolds the story of how.html below the demo, and leads to a part of it.
 * @param {string} hash of the part; the first one if there is none
 */
export async function show(hash) {
  story ??= unfold();
  try {
    await story;
    document.getElementById(hash.startsWith('#h-') ? hash.slice(1) : 'h-task')?.scrollIntoView();
  } catch {
    // It is a page of its own, too.
    location.assign(PAGE + hash);
  }
}

async function unfold() {
  const address = new URL(PAGE, import.meta.url);
  const reply = await fetch(address);
  if (!reply.ok) throw new Error(`The page cannot be loaded (${reply.status}).`);
  const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
  // The page and this one have most of their look in common.
  await Promise.all([...page.head.querySelectorAll('link[href="how.css"], link[href="combinations.json"]')].map(adopted));
  const root = create('section', { className: 'how', ariaLabel: 'How Reptile learns to learn' });
  page.querySelectorAll(ELSEWHERE).forEach((section) => section.remove());
  const parts = page.querySelectorAll('[role=status], .parts');
  root.append(...[...parts].map((part) => document.adoptNode(part)));
  document.querySelector('main')?.after(root);
  // Where it stands only the browser has to know.
  await import(new URL('./how.js', import.meta.url).href);
}

/** @param {Element} link */
function adopted(link) {
  const own = document.adoptNode(link);
  return new Promise((done) => {
    own.addEventListener('load', done);
    own.addEventListener('error', done);
    document.head.append(own);
  });
}
