// How a page looks, what a screen reader gets, and how much is transferred: for the tests of both pages.

import { execFileSync } from 'node:child_process';

/** The most that a cold load may transfer. */
export const BUDGET_BYTES = 200_000;

/** The media features under which a page has to be legible. */
export const looks = {
  light: [{ name: 'prefers-color-scheme', value: 'light' }],
  dark: [{ name: 'prefers-color-scheme', value: 'dark' }],
  'forced-colors': [{ name: 'forced-colors', value: 'active' }],
  'forced-colors-dark': [{ name: 'forced-colors', value: 'active' }, { name: 'prefers-color-scheme', value: 'dark' }],
};

/** Why a test that looks under other media is skipped. */
export const CANNOT_EMULATE = 'WebDriver cannot emulate it';

/** Why a test of what a screen reader is told is skipped. */
export const CANNOT_LISTEN = 'WebDriver does not show the accessibility tree';

/** Does something while the page is shown under media features. Chromium only. */
export async function during(browser, features, doIt) {
  await browser.cdp('Emulation.setEmulatedMedia', { features });
  try {
    return await doIt();
  } finally {
    await browser.cdp('Emulation.setEmulatedMedia', { features: [] });
  }
}

/** Everything that a screen reader is told: role, name, and whether the keyboard gets there. Chromium only. */
export async function heard(browser) {
  const { nodes } = await browser.cdp('Accessibility.getFullAXTree');
  return nodes.filter(({ ignored }) => !ignored).map(({ role, name, properties = [] }) => ({
    role: role.value,
    name: name?.value ?? '',
    focusable: properties.some((property) => property.name === 'focusable' && property.value.value),
  }));
}

/** The files that were requested, each once, and their compressed sizes by the same command as in the build. */
export function transferred(requests) {
  const files = [...new Set(requests.map(({ file }) => file))].filter(Boolean);
  // Other builds of zlib give other sizes.
  const bytes = files.reduce((sum, file) => sum + execFileSync('gzip', ['-9', '-n', '-c', file]).length, 0);
  console.log(`# a cold load: ${files.length} files, ${bytes} bytes with gzip -9`);
  return { files, bytes };
}
