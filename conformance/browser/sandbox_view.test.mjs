// The view of the sandbox in the explorer: its log, clock, faults, engineer and data. The tests have a sandbox of their own, since
// they move its clock.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';

import { check, openExplorer, picture } from './explorer.mjs';
import { launch } from './lib.mjs';

const MARKUP = '<img src=x onerror="document.title=1"><b>bold</b>';
const servers = [];
let browser, origin, url;

// Starts a command of hwc that serves, and returns its first line. It ends with the tests.
async function serve(args, env = {}) {
  const server = spawn(process.env.HWC, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  servers.push(server);
  const [line] = await once(createInterface(server.stdout), 'line');
  return JSON.parse(line);
}

before(async () => {
  browser = await launch();
  const ready = await serve(['sandbox', 'serve']);
  origin = ready.endpoints.osm;
  url = ready.explorer;
});

after(async () => {
  for (const server of servers) server.kill();
  await browser?.close();
});

// Sends a request to the sandbox, as a program would, and returns its response.
async function send(method, path, body) {
  const response = await fetch(origin + path, {
    method,
    headers: { 'X-Auth-Token': 'token-of-a-program', 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

const createCase = async (text) => {
  const body = { business_type_id: 'Fault', simple_description: text, source_id: 'api' };
  return JSON.parse((await send('POST', '/v2/servicerequest/cases', body)).text).incident_id;
};

const createTicket = async (embed) => {
  const body = { embed_id: embed, user_id: 'viewer-1', ticket_num: 1 };
  return JSON.parse((await send('POST', '/v1/project-1/tickets', body)).text).ticket;
};

// Opens the view.
async function open(options) {
  const opened = await openExplorer(browser, url, '#sandbox', options);
  await opened.page.locator('#log-count:not(:empty)').waitFor();
  return opened;
}

const card = (page, name) => page.locator(`[data-card="${name}"]`);
const entry = (page, text) => page.locator('#log details', { hasText: text }).first();

test('the log shows requests without their secrets, and is filtered', async () => {
  const { page, problems, context } = await open();
  await send('GET', '/v2/servicerequest/cases?limit=3');
  await send('GET', '/v2/servicerequest/nothing');
  const list = entry(page, 'osm.ListCases');
  await list.locator('summary').click();
  const request = list.getByRole('region', { name: 'Request', exact: true });
  assert.match(await request.innerText(), /^GET \/v2\/servicerequest\/cases\/?\?limit=3\n/);
  assert.match(await list.getByRole('region', { name: 'Response', exact: true }).innerText(), /"incident_info_list"/);
  assert.ok(!(await list.innerText()).includes('token-of-a-program'));
  await check(page, 'log');
  await page.getByLabel('Filter requests').fill('4xx nothing');
  await page.locator('#log-count', { hasText: /^1 of / }).waitFor();
  assert.equal(await list.isVisible(), false);
  assert.match(await page.locator('#log li:not([hidden])').innerText(), /404/);
  await page.getByLabel('Filter requests').fill('');
  await list.waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});

test('a request of the log is sent again, and opened in the form', async () => {
  const { page, problems, context } = await open();
  await send('GET', '/v2/servicerequest/labels?limit=7');
  const rows = page.locator('#log details', { hasText: 'osm.ListLabels' });
  await rows.first().locator('summary').click();
  await rows.first().getByRole('button', { name: 'Send again' }).click();
  await rows.nth(1).waitFor();
  await rows.first().locator('summary').click();
  await rows.first().locator('pre', { hasText: 'limit=7' }).waitFor();
  await rows.first().getByRole('link', { name: 'Open in the form' }).click();
  assert.equal(await page.locator('[data-path="limit"] input').inputValue(), '7');
  assert.deepEqual(problems, []);
  await context.close();
});

test('the clock moves, freezes and runs again', async () => {
  const { page, problems, context } = await open();
  const clock = card(page, 'clock');
  const now = async () => Date.parse(await clock.locator('time').getAttribute('datetime'));
  await clock.locator('time').waitFor();
  const start = await now();
  await clock.getByRole('button', { name: '+1 h' }).click();
  await clock.locator('.badge', { hasText: '1 h' }).waitFor();
  assert.ok((await now()) - start >= 3_600_000);
  await clock.getByRole('button', { name: 'Freeze' }).click();
  await clock.locator('.badge', { hasText: 'frozen' }).waitFor();
  await clock.getByLabel('Time in UTC').fill('2031-02-03T04:05:06');
  await clock.getByRole('button', { name: 'Set' }).click();
  await clock.locator('time', { hasText: '2031-02-03 04:05:06' }).waitFor();
  await clock.getByRole('button', { name: 'Run' }).click();
  await clock.locator('time', { hasText: '2031-02-03 04:05:08' }).waitFor();
  await clock.getByRole('button', { name: 'Real time' }).click();
  await clock.locator('.badge').waitFor({ state: 'detached' });
  assert.ok(Math.abs((await now()) - Date.now()) < 60_000);
  assert.deepEqual(problems, []);
  await context.close();
});

test('a ticket of an embedded analysis expires by the clock', async () => {
  const { page, problems, context } = await open();
  const row = card(page, 'embeds').locator('[data-embed="embed-1"]');
  const ticket = await createTicket('embed-1');
  await row.filter({ hasText: '1 valid ticket(s)' }).waitFor();
  const clock = card(page, 'clock');
  await clock.getByLabel('Amount').fill('25');
  await clock.getByLabel('Unit').selectOption('h');
  await clock.getByRole('button', { name: 'Advance' }).click();
  await row.filter({ hasText: '0 valid ticket(s)' }).waitFor();
  const { status, text } = await send('GET', `/embed/embed-1?ticket=${encodeURIComponent(ticket)}`);
  assert.equal(status, 410);
  assert.match(text, /data-reason="ticket-expired"/);
  await clock.getByRole('button', { name: 'Real time' }).click();
  await clock.locator('.badge').waitFor({ state: 'detached' });
  assert.deepEqual(problems, []);
  await context.close();
});

test('the engineer replies, and ListMessages returns the reply', async () => {
  const { page, problems, context } = await open();
  const id = await createCase('The disk is slow');
  const ticket = page.locator(`[data-ticket="${id}"]`);
  await ticket.locator('summary').click();
  await ticket.getByLabel('Text of the reply').fill('Restart the server.');
  await ticket.getByRole('button', { name: 'Reply' }).click();
  await ticket.locator('summary', { hasText: 'in progress' }).waitFor();
  assert.equal(await ticket.getByLabel('Text of the reply').inputValue(), '');
  await ticket.getByRole('button', { name: 'Request access' }).click();
  await ticket.getByRole('button', { name: 'Revoke' }).waitFor();
  await picture(page, 'sandbox', { height: 900 });
  await ticket.getByRole('button', { name: 'Resolve' }).click();
  await ticket.locator('summary', { hasText: 'to confirm' }).waitFor();
  await ticket.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: 'cannot start a ticket' }).waitFor();
  await check(page, 'engineer');
  await ticket.getByRole('link', { name: 'ListMessages' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('#response pre', { hasText: 'Restart the server.' }).first().waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});

test('a fault is added, and the trace of a call shows it', async () => {
  const { page, problems, context } = await open();
  const faults = card(page, 'faults');
  await faults.getByLabel('Operation or pattern').fill('osm.ListCase*');
  await faults.getByRole('spinbutton', { name: 'Status' }).fill('900');
  await faults.getByRole('button', { name: 'Add fault' }).click();
  await page.getByRole('alert').filter({ hasText: /599|status/ }).waitFor();
  await faults.getByRole('spinbutton', { name: 'Status' }).fill('503');
  await faults.getByRole('button', { name: 'Add fault' }).click();
  await faults.locator('li', { hasText: 'osm.ListCase*' }).waitFor();
  await check(page, 'faults');
  await page.goto(`${url}#ListCases?limit=1`);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('.trace li').nth(1).waitFor();
  const [first, second] = await page.locator('.trace li').allInnerTexts();
  assert.match(first, /503/);
  assert.match(second, /200/);
  await page.getByRole('tab', { name: 'Sandbox' }).click();
  await faults.getByText('No pending faults.').waitFor();
  await entry(page, '503').locator('.badge', { hasText: 'Fault' }).waitFor();
  await faults.getByRole('combobox', { name: 'Kind' }).selectOption('latency');
  await faults.getByRole('button', { name: 'Add fault' }).click();
  await faults.getByRole('button', { name: /Remove/ }).click();
  await faults.getByText('No pending faults.').waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});

test('markup in names and descriptions stays text', async () => {
  const { page, problems, context } = await open();
  await createCase(MARKUP);
  await page.locator('.ticket', { hasText: MARKUP }).waitFor();
  // Names of files cannot contain these characters, so the state of the sandbox is changed on its way.
  await page.route('**/_sandbox/state', async (route) => {
    const response = await route.fetch();
    const state = await response.json();
    for (const record of [...state.files, ...state.spaces, ...state.users, ...state.embeds]) Object.assign(record, { name: MARKUP, id: `${record.id}${MARKUP}` });
    await route.fulfill({ response, json: state });
  });
  await page.reload();
  await page.locator('.ticket', { hasText: MARKUP }).waitFor();
  const space = page.locator('.space-of-drive', { hasText: MARKUP }).first();
  await space.locator('summary').first().click();
  assert.equal(await page.locator('#view-sandbox :is(img, b, script)').count(), 0);
  assert.notEqual(await page.title(), '1');
  assert.deepEqual(problems, []);
  await context.close();
});

test('a lost connection is reported until it is back', async () => {
  const { page, context } = await open();
  await page.route('**/_sandbox/state', (route) => route.abort());
  const alert = page.getByRole('alert').filter({ hasText: /\S/ });
  await card(page, 'clock').getByRole('button', { name: 'Real time' }).click();
  await alert.waitFor();
  await page.unroute('**/_sandbox/state');
  await alert.waitFor({ state: 'detached' });
  const id = await createCase('After the interruption');
  await page.locator(`[data-ticket="${id}"]`).waitFor();
  await context.close();
});

test('the drive is a tree, and its users and data change', async () => {
  const { page, problems, context } = await open();
  const drive = card(page, 'drive');
  const space = drive.locator('.space-of-drive').filter({ has: page.locator('.tree details li') }).first();
  await space.locator('summary').first().click();
  const folder = space.locator('.tree details').filter({ has: page.locator('li') }).first();
  await folder.locator('summary').first().click();
  await folder.locator('li').first().waitFor();
  await check(page, 'drive');
  await drive.locator('[data-key="users"] > summary').click();
  await drive.getByRole('button', { name: /^Disable/ }).first().click();
  await drive.locator('[data-key="users"] .badge', { hasText: 'disabled' }).waitFor();
  assert.equal(await folder.getAttribute('open'), '', 'folders stay open');
  const data = card(page, 'data');
  await data.getByRole('button', { name: 'Save' }).click();
  // The ticket must not be in the snapshot.
  await data.getByRole('button', { name: 'Restore' }).waitFor();
  await createCase('Lost by the restore');
  await page.locator('.ticket', { hasText: 'Lost by the restore' }).waitFor();
  await data.getByRole('button', { name: 'Restore' }).click();
  await page.locator('.ticket', { hasText: 'Lost by the restore' }).waitFor({ state: 'detached' });
  await data.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await drive.locator('[data-key="users"] .badge').waitFor({ state: 'detached' });
  assert.deepEqual(problems, []);
  await context.close();
});

test('the view is used with the keyboard alone', async () => {
  const { page, problems, context } = await open();
  const id = await createCase('Only keys');
  await page.getByRole('tab', { name: 'Operations' }).click();
  await page.getByRole('tab', { name: 'Operations' }).focus();
  await page.keyboard.press('End');
  await page.locator(`[data-ticket="${id}"]`).waitFor();
  const focus = async (locator) => {
    for (let stops = 0; stops < 400; stops += 1) {
      await page.keyboard.press('Tab');
      if (await locator.evaluate((element) => element === document.activeElement)) return;
    }
    assert.fail(`${locator} cannot be focused`);
  };
  await focus(card(page, 'clock').getByRole('button', { name: 'Freeze' }));
  await page.keyboard.press('Space');
  await card(page, 'clock').locator('.badge', { hasText: 'frozen' }).waitFor();
  await focus(page.locator(`[data-ticket="${id}"] > summary`));
  await page.keyboard.press('Enter');
  await focus(page.locator(`[data-ticket="${id}"] textarea`));
  await page.keyboard.type('Written with keys.');
  await focus(page.locator(`[data-ticket="${id}"]`).getByRole('button', { name: 'Reply' }));
  await page.keyboard.press('Enter');
  await page.locator(`[data-ticket="${id}"] > summary`, { hasText: 'in progress' }).waitFor();
  const focused = await page.evaluate(() => document.activeElement.dataset.key);
  assert.equal(focused, `reply-${id}`, 'the focus stays where it was');
  await send('GET', '/v2/servicerequest/cases?limit=1');
  assert.deepEqual(problems, []);
  await context.close();
});

test('the view is readable in the dark, on narrow screens and in Chinese', async () => {
  for (const [name, options] of [
    ['sandbox-dark', { colorScheme: 'dark' }],
    ['sandbox-narrow', { viewport: { width: 360, height: 844 } }],
    ['sandbox-narrow-dark', { viewport: { width: 360, height: 844 }, colorScheme: 'dark' }],
    ['sandbox-chinese', { locale: 'zh-CN' }],
  ]) {
    const { page, problems, context } = await open(options);
    await page.locator('.ticket > summary').first().click();
    await page.locator('#log summary').first().click();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${name}: the page is ${overflow} pixels too wide`);
    if (!name.endsWith('-chinese') && !name.endsWith('narrow-dark')) await picture(page, name, { height: 844 });
    await check(page, name);
    assert.deepEqual(problems, []);
    await context.close();
  }
});

test('a page for the services has no view of the sandbox', async () => {
  const credentials = { HUAWEICLOUD_SDK_AK: 'key', HUAWEICLOUD_SDK_SK: 'secret', HUAWEICLOUD_SDK_DOMAIN_ID: 'domain' };
  const ready = await serve(['explore', '--endpoint', origin], credentials);
  const { page, context } = await openExplorer(browser, ready.url, '#sandbox');
  assert.deepEqual(await page.locator('#views [role="tab"]').allInnerTexts(), ['Operations', 'Calls']);
  assert.equal((await fetch(`${ready.url}_sandbox/state`)).status, 404);
  await context.close();
});
