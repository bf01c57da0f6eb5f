// @ts-check

/**
 * Of a hundred drawings by people, so many are told right, of three with one example each: of the characters and
 * the sketches that no training saw, and of those characters after a training in the page from nothing, and after
 * one of ten times as many tasks. Written by `./build.sh figures DATA`; tests/page.rs holds it to
 * tests/fixtures/figures.json.
 */
export const MEASURED = {
  characters: { reptile: 99.1, random: 78.8 },
  sketches: { reptile: 74.1, random: 54.2 },
  fromNothing: { first: 92.5, tenfold: 97.0 },
};
