// The page of an embedded analysis: what a viewer sees, and the reasons why nothing is shown.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { insight, launch, openPage, origin } from './lib.mjs';

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

// Creates a ticket for an embedded analysis.
async function ticket(embed, uses = 1) {
  const body = { embed_id: embed, user_id: 'viewer-1', ticket_num: uses };
  return (await insight('POST', '/tickets', body)).ticket;
}

const link = (embed, ticket) => `${origin}/embed/${embed}?ticket=${encodeURIComponent(ticket)}`;

test('a viewer sees charts and rows, under the policy of the page', async () => {
  const { page, problems } = await openPage(browser);
  const response = await page.goto(link('embed-1', await ticket('embed-1')));
  assert.equal(response.status(), 200);
  assert.equal(await page.title(), 'Sales');
  assert.equal(await page.getByRole('heading', { name: 'Sales' }).isVisible(), true);
  const bars = await page.locator('svg.chart rect').evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
  assert.equal(bars.length, 3);
  assert.ok(bars[0] > 0 && bars[0] < bars[1] && bars[1] < bars[2], `bars grow with their values: ${bars}`);
  const rows = await page.locator('tbody tr').allInnerTexts();
  assert.deepEqual(rows.map((row) => row.split(/\s*\t\s*/)), [
    ['region 1', 'month 1', '10'],
    ['region 2', 'month 2', '20'],
    ['region 3', 'month 3', '30'],
  ]);
  const fill = await page.locator('svg.chart rect').first().evaluate((bar) => getComputedStyle(bar).fill);
  assert.equal(fill, 'rgb(47, 128, 237)', 'the policy permits the style of the page');
  assert.deepEqual(problems, []);
});

test('the page can be embedded in another page', async (t) => {
  const url = link('embed-1', await ticket('embed-1'));
  const portal = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html><title>Portal</title><iframe src="${url.replaceAll('&', '&amp;')}"></iframe>`);
  });
  await new Promise((done) => portal.listen(0, '127.0.0.1', done));
  t.after(() => portal.close());
  const { page, problems } = await openPage(browser);
  await page.goto(`http://127.0.0.1:${portal.address().port}/`);
  await page.frameLocator('iframe').getByRole('heading', { name: 'Sales' }).waitFor();
  assert.deepEqual(problems, []);
});

test('a reload uses the ticket again, until it is used up', async () => {
  const { page } = await openPage(browser);
  await page.goto(link('embed-1', await ticket('embed-1', 2)));
  assert.equal((await page.reload()).status(), 200);
  assert.equal((await page.reload()).status(), 410);
  assert.equal(await page.getByRole('alert').getAttribute('data-reason'), 'ticket-used-up');
  assert.match(await page.getByRole('alert').innerText(), /used up/);
});

test('each reason has a page', async () => {
  const { page, problems } = await openPage(browser);
  const valid = await ticket('embed-1');
  for (const [url, status, reason] of [
    [link('sales-dashboard', valid), 403, 'ticket-of-other-analysis'],
    [link('embed-1', 'unknown'), 401, 'ticket-unknown'],
    [`${origin}/embed/embed-1`, 401, 'ticket-missing'],
    [link('embed-9', valid), 404, 'unknown-analysis'],
  ]) {
    const response = await page.goto(url);
    assert.equal(response.status(), status, url);
    assert.equal(await page.getByRole('alert').getAttribute('data-reason'), reason);
    assert.equal(await page.getByRole('heading').innerText(), 'This analysis cannot be shown');
  }
  assert.deepEqual(problems, []);
});

test('markup in names is shown as text', async () => {
  const name = '<img src=x onerror=alert(1)>';
  const { id } = await insight('POST', '/dashboards/create', { name });
  await insight('POST', '/dashboards/batch-publish', { ids: [id] });
  const embed = { name: 'markup', resource_type: 'dashboard', resource_id: id, root_resource_id: id, auth_type: '1' };
  const created = await insight('POST', '/embeddings', embed);
  const { page, problems } = await openPage(browser);
  page.on('dialog', () => problems.push('a script ran'));
  await page.goto(link(created.id, await ticket(created.id)));
  assert.equal(await page.getByRole('heading').innerText(), name);
  assert.equal(await page.locator('img').count(), 0);
  assert.deepEqual(problems, []);
});
