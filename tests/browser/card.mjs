// Draws the card that other sites show for a link to the demo: the page's head and its four cells, 1200 x 630 pixels.
// usage, after ./build.sh: node tests/browser/card.mjs   (writes www/card.png)

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from './browser.mjs';
import { root } from './places.mjs';
import { serve } from './server.mjs';

const server = await serve({ folders: { '/': join(root, 'dist') } });
const browser = await Browser.open({});
try {
  await browser.resize(1200, 630);
  await browser.goTo(`${server.origin}/`);
  await browser.until('there is an answer', () => document.querySelector('reptile-sketch').predictions);
  await browser.evaluate(() => {
    for (const part of document.querySelectorAll('.panels, .story, footer, #share')) part.remove();
    document.documentElement.style.overflow = 'hidden';
  });
  await new Promise((done) => setTimeout(done, 500));
  const { data } = await browser.cdp('Page.captureScreenshot', { format: 'png' });
  writeFileSync(join(root, 'www/card.png'), data, 'base64');
} finally {
  await browser.close();
  server.close();
}
