// Shared code of the tests of the API Explorer: its page, checks with axe, and pictures for the docs.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { openPage } from './lib.mjs';
import { writePicture } from './picture.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// The folder for pictures of the docs. Without it, none are made.
const pictures = process.env.PICTURES;

// Opens an explorer at a link, with these options of the browser.
export async function openExplorer(browser, url, hash = '', options = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, locale: 'en-US', ...options });
  const { page, problems } = await openPage(context);
  await page.goto(url + hash);
  await page.locator('html[data-ready]').waitFor();
  return { page, problems, context };
}

// Makes a picture of this height. `shown` must be in it.
export async function picture(page, name, { shown, height = 700 } = {}) {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  const size = page.viewportSize();
  // Pictures of the docs are small.
  await page.setViewportSize({ width: Math.min(size.width, 1180), height });
  await shown?.scrollIntoViewIfNeeded();
  await writePicture(page.context().browser(), await page.screenshot(), join(pictures, `${name}.png`));
  await page.setViewportSize(size);
}

// Checks a page with axe, outside of its policy.
export async function check(page, name) {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setBypassCSP', { enabled: true });
  await session.send('Runtime.evaluate', { expression: axe });
  const found = await session.send('Runtime.evaluate', {
    expression: 'axe.run(document, { resultTypes: ["violations"] }).then((result) => JSON.stringify(result.violations))',
    awaitPromise: true,
    returnByValue: true,
  });
  const serious = JSON.parse(found.result.value).filter(({ impact }) => impact === 'critical' || impact === 'serious');
  const lines = serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
  assert.deepEqual(lines, [], name);
}
