import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { automaticOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { initialPanelState } from '#core/protocol/initialPanelState.ts';
import { panelTabs } from '#core/protocol/panelTabs.ts';
import { readHostMessage } from '#core/protocol/receivedMessage.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import { almostMessage } from '#test/support/arbitraries/malformedMessages.ts';
import { hostMessages } from '#test/support/fixtures/panelMessages.ts';
import { fixtureNow, historyFixture, succeededRun } from '#test/support/fixtures/runRecords.ts';
import { type PanelBrowser, startPanelBrowser } from '#test/support/panelBrowser.ts';
import { darkModern } from '#test/support/themes/darkModern.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  browser = await startPanelBrowser();
});
afterAll(() => browser.close());

test('says that it is ready, and which tab it shows', async () => {
  const panel = await browser.open({ theme: darkModern });
  await expect.poll(() => panel.sent()).toEqual([{ type: 'ready', protocol: 1, tab: 'result' }]);
  await panel.close();
});

test('a new panel begins with the tab it is opened for, and one that remembers another with that', async () => {
  const panel = await browser.open({ theme: darkModern, tab: 'history' });
  await expect.poll(() => panel.sent()).toEqual([{ type: 'ready', protocol: 1, tab: 'history' }]);
  await panel.close();
  const storedState = { ...initialPanelState, tab: 'plan' };
  const restored = await browser.open({ theme: darkModern, tab: 'history', storedState });
  await expect.poll(() => restored.sent()).toEqual([{ type: 'ready', protocol: 1, tab: 'plan' }]);
  await restored.close();
});

test('a new page shows the runs it was loaded with, and one that is loaded again those it is sent', async () => {
  const [newest, ...others] = historyFixture(40);
  if (newest === undefined) throw new Error('There are 40 runs.');
  const name = 'a </script><b>name</b>';
  const beginning: HostMessage = { type: 'history', runs: [{ ...newest, name }, ...others], total: 40 };
  const panel = await browser.open({ theme: darkModern, tab: 'history', beginning });
  const row = panel.page.locator('.history-run').first();
  expect(await row.locator('.run-name').textContent()).toBe(name);
  expect(await panel.sent()).toEqual([{ type: 'ready', protocol: 1, tab: 'history', hasBeginning: true }]);
  // What an editor shows again is the same page, which may be old by then.
  await panel.page.reload();
  await panel.page.getByRole('progressbar').waitFor();
  expect(await panel.sent()).toEqual([{ type: 'ready', protocol: 1, tab: 'history' }]);
  await panel.receive({ type: 'history', runs: [newest, ...others], total: 40 });
  await row.locator('.run-name', { hasText: newest.name }).waitFor();
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('tabs are reached by pointer and keyboard', async () => {
  const panel = await browser.open({ theme: darkModern });
  const { page } = panel;
  await page.getByRole('tab', { name: 'Circuit' }).click();
  expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Circuit');
  await page.keyboard.press('ArrowLeft');
  expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Rollout');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Rollout');
  await page.keyboard.press('Home');
  expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Circuit');
  await page.keyboard.press('End');
  expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Rollout');
  await panel.close();
});

test('before the host has spoken nothing is claimed to be missing', async () => {
  const panel = await browser.open({ theme: darkModern });
  await panel.page.getByRole('progressbar').waitFor();
  expect(await panel.page.getByText('No run to show').count()).toBe(0);
  await panel.receive({ type: 'result', view: { kind: 'none' } });
  await panel.page.getByText('No run to show').waitFor();
  await panel.close();
});

test('a message that does not fit is ignored, and its content is kept out of the log', async () => {
  const panel = await browser.open({ theme: darkModern });
  const logged: string[] = [];
  panel.page.on('console', (message) => logged.push(message.text()));
  await panel.receive({ type: 'result', view: { kind: 'run', record: succeededRun() } });
  await panel.receiveRaw({ type: 'result', view: { kind: 'run', record: { name: 'planted-secret' } } });
  await panel.receiveRaw({ type: 'unheard-of', key: 'planted-secret' });
  await panel.receiveRaw('planted-secret');
  await panel.receiveRaw(null);
  await panel.page.getByRole('heading', { name: 'iris-classifier' }).waitFor();
  await expect.poll(() => logged.length).toBe(4);
  for (const line of logged) expect(line).toMatch(/^The panel ignored a message/);
  expect(logged.join('\n')).not.toContain('planted-secret');
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('what is almost a message, of any kind, changes nothing that is shown', async () => {
  const panel = await browser.open({ theme: darkModern, now: fixtureNow });
  const logged: string[] = [];
  panel.page.on('console', (message) => logged.push(message.text()));
  const messages = Object.values(await hostMessages());
  for (const message of messages) await panel.receive(message);
  const shown = async () => {
    const texts: string[] = [];
    for (const tab of panelTabs) {
      await panel.receive({ type: 'show-tab', tab });
      // Drawings depend on how much place they have found to be.
      texts.push(
        await panel.page
          .getByRole('tabpanel')
          .first()
          .evaluate((shownPanel) => {
            const copy = shownPanel.cloneNode(true) as Element;
            for (const drawing of copy.querySelectorAll('svg')) drawing.remove();
            return copy.textContent;
          }),
      );
    }
    return texts;
  };
  await panel.receive({ type: 'show-tab', tab: 'history' });
  await panel.page.getByRole('row').nth(12).waitFor();
  const before = await shown();
  const malformed = messages
    .flatMap((message) => fc.sample(almostMessage(message), 20))
    .filter((received) => readHostMessage(received).kind === 'ignored');
  await panel.page.evaluate((received) => {
    for (const data of received) window.postMessage(data, '*');
  }, malformed);
  await expect.poll(() => logged.length).toBe(malformed.length);
  await expect.poll(shown).toEqual(before);
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('markup in what the host sends is shown as text', async () => {
  const panel = await browser.open({ theme: darkModern });
  const name = '<img src=x onerror="document.title=1"><b>bold</b>';
  await panel.receive({ type: 'result', view: { kind: 'run', record: { ...succeededRun(), name } } });
  await panel.page.getByRole('heading', { name }).waitFor();
  expect(await panel.page.title()).toBe('Hybrid Quantum');
  expect(await panel.problems()).toEqual([]);
  await panel.close();
});

test('after a reload the user is where they were', async () => {
  const panel = await browser.open({ theme: darkModern, now: fixtureNow });
  const { page } = panel;
  const history = { type: 'history', runs: historyFixture(500), total: 500 } as const;
  await panel.receive(history);
  await panel.receive({ type: 'show-tab', tab: 'history' });
  await page.getByRole('button', { name: 'Name' }).click();
  await page.getByRole('textbox', { name: 'Filter runs' }).fill('maxcut');
  await page.getByRole('treegrid', { name: 'Runs' }).focus();
  await page.keyboard.press('End');
  const selected = page.locator('.history-run.active');
  const before = await selected.textContent();
  await expect.poll(async () => JSON.stringify(await panel.storedState())).toMatch(/"scrollTop":[1-9]/);

  await page.reload();
  expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('History');
  await panel.receive(history);
  expect(await page.getByRole('textbox', { name: 'Filter runs' }).inputValue()).toBe('maxcut');
  expect(await page.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('ascending');
  expect(await selected.textContent()).toBe(before);
  expect(await page.getByRole('treegrid').evaluate((grid) => grid.scrollTop)).toBeGreaterThan(0);
  await panel.close();
});

test('what it keeps names the run shown, for whoever restores it, and nothing of its content', async () => {
  const panel = await browser.open({ theme: darkModern });
  await panel.receive({ type: 'result', view: { kind: 'run', record: succeededRun() } });
  await panel.page.getByRole('heading', { name: 'iris-classifier' }).waitFor();
  expect(await panel.storedState()).toEqual({ ...initialPanelState, runId: succeededRun().id });
  await panel.close();
});

test('a state it cannot read is discarded', async () => {
  for (const storedState of [{ version: 99, tab: 'history' }, { version: 1, tab: 'elsewhere' }, 'text', 7]) {
    const panel = await browser.open({ theme: darkModern, storedState });
    expect(await panel.page.getByRole('tab', { selected: true }).textContent()).toBe('Result');
    expect(await panel.problems()).toEqual([]);
    await panel.close();
  }
});

test('a view that cannot be drawn says so and leaves the others alone', async () => {
  const panel = await browser.open({ theme: darkModern });
  const facts = { qubits: 1, bits: 0, depth: 1, gates: 1, twoQubitGates: 0, parameters: [] };
  await panel.receiveRaw({
    type: 'circuit',
    view: {
      kind: 'drawing',
      file: 'a.qasm',
      version: 1,
      opening: automaticOpening,
      drawing: {
        number: 1,
        elementCount: 1,
        hasGroups: false,
        frame: { width: 100, height: 100, gutter: 30, wires: [null], columns: [{ x: 30, width: 34 }] },
        tiles: { elements: [], tiles: [] },
      },
      facts,
    },
  });
  await panel.receive({ type: 'show-tab', tab: 'circuit' });
  await panel.page.getByText('The circuit could not be shown').waitFor();
  await panel.receive({ type: 'circuit', view: { kind: 'none' } });
  await panel.page.getByText('No circuit to show').waitFor();
  await panel.close();
});
