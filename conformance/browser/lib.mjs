// Shared code of the browser tests: the sandbox, calls of its operations, and the browser.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

// What the sandbox prints when it is ready, as one line of JSON.
export const ready = JSON.parse(readFileSync(process.env.SANDBOX_READY, 'utf8').split('\n')[0]);

// The origin of the sandbox.
export const origin = ready.endpoints.insight;

// The project of the demo data.
const PROJECT = 'project-1';

// The token of the demo account.
const TOKEN = 'sandbox-auth-token';

// Calls an operation of DataArts Insight in the demo project, and returns its response.
export async function insight(method, path, body) {
  const response = await fetch(`${origin}/v1/${PROJECT}${path}`, {
    method,
    headers: { 'X-Auth-Token': TOKEN, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

// Starts a browser. CHROMIUM may name its program.
export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  // Containers often have no user namespaces for the browser's own sandbox. The tests open nothing but local pages.
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-lcd-text', ...quiet] });
}

// Opens a page that records everything that should not happen: errors, violations of the policy, and requests to other hosts.
export async function openPage(browser) {
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // The browser itself reports the status of a page that is an error.
    const isStatus = message.text().startsWith('Failed to load resource: the server responded with a status of');
    if (message.type() === 'error' && !isStatus) problems.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isLocal = url.protocol === 'data:' || url.origin === origin || url.hostname === '127.0.0.1';
    if (!isLocal) problems.push(`request: ${request.url()}`);
  });
  return { page, problems };
}
