import type { RunRecord } from '#core/runs/runRecord.ts';
import { fixtureNow } from './fixtures/runRecords.ts';
import type { OpenPanel, PanelBrowser } from './panelBrowser.ts';
import { darkModern } from './themes/darkModern.ts';

/** The panel with a run in its Result tab. */
export async function openResult(browser: PanelBrowser, record: RunRecord): Promise<OpenPanel> {
  const panel = await browser.open({ theme: darkModern, now: fixtureNow, height: 1400 });
  await panel.receive({ type: 'result', view: { kind: 'run', record } });
  await panel.page.getByRole('heading', { name: record.name, exact: true }).waitFor();
  return panel;
}
