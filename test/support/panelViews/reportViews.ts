import { shownGraph } from '#test/support/fixtures/pipelineGraphs.ts';
import {
  comparedScorecardsFixture,
  planFixture,
  rolloutFixture,
  scorecardFixture,
  suiteAtWorkFixture,
  suitePlanFixture,
  suiteResultFixture,
} from '#test/support/fixtures/reportViews.ts';
import type { OpenPanel } from '#test/support/panelBrowser.ts';
import type { PanelView } from './panelView.ts';

async function showPipeline(receive: OpenPanel['receive']): Promise<void> {
  const graph = await shownGraph();
  const detail = 'repeat 2 of 3, iteration 41 of 50, loss 0.412';
  const run = { id: 'mk3', state: 'running' as const, step: 'hybrid', detail, fraction: 0.44 };
  await receive({ type: 'pipeline', view: { kind: 'graph', file: 'kinds.hybrid.yaml', version: 1, graph, run } });
  await receive({ type: 'show-tab', tab: 'pipeline' });
  const cursor = graph.nodes.find(({ id }) => id === 'preprocess 1')?.source?.start ?? 0;
  await receive({ type: 'highlight-step', range: { start: cursor, end: cursor } });
}

/** The Pipeline, the Plan, the Scorecard and the Rollout tab. */
export const reportViews = {
  async pipeline({ receive, page }) {
    await showPipeline(receive);
    await page.getByRole('button', { name: /^quantum Measurement/ }).waitFor();
  },
  async 'pipeline-failed'({ receive, page }) {
    await showPipeline(receive);
    const run = { id: 'mk3', state: 'failed' as const, step: 'hybrid', failedPart: 'train' as const };
    await receive({ type: 'pipeline-run', file: 'kinds.hybrid.yaml', run });
    await page
      .getByRole('button', { name: /failed here/ })
      .first()
      .waitFor();
  },
  async 'plan-suite'({ receive, page }) {
    await receive({ type: 'plan', view: suitePlanFixture() });
    await receive({ type: 'show-tab', tab: 'plan' });
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
  },
  async 'plan-suite-at-work'({ receive, page }) {
    await receive({ type: 'plan', view: suiteAtWorkFixture() });
    await receive({ type: 'show-tab', tab: 'plan' });
    await page.getByRole('heading', { name: 'Progress' }).waitFor();
  },
  async 'plan-suite-results'({ receive, page }) {
    await receive({ type: 'plan', view: suiteResultFixture() });
    await receive({ type: 'show-tab', tab: 'plan' });
    await page.getByRole('heading', { name: 'Results' }).waitFor();
  },
  async plan({ receive, page }) {
    await receive({ type: 'plan', view: planFixture() });
    await receive({ type: 'show-tab', tab: 'plan' });
    await page.getByRole('heading', { name: 'On ionq-forte' }).waitFor();
  },
  async scorecard({ receive, page }) {
    await receive({ type: 'scorecard', view: scorecardFixture() });
    await receive({ type: 'show-tab', tab: 'scorecard' });
    await page.getByRole('heading', { name: /Changes from version 0.9/ }).waitFor();
  },
  async 'scorecard-vendors'({ receive, page }) {
    await receive({ type: 'scorecard', view: comparedScorecardsFixture() });
    await receive({ type: 'show-tab', tab: 'scorecard' });
    await page.getByRole('heading', { name: 'Side by side' }).scrollIntoViewIfNeeded();
    await page.getByLabel('3 runs behind queue-p90-minutes').click();
  },
  async rollout({ receive, page }) {
    await receive({ type: 'rollout', view: rolloutFixture() });
    await receive({ type: 'show-tab', tab: 'rollout' });
    await page.getByRole('heading', { name: 'Proof of concept' }).waitFor();
  },
  async 'rollout-off'({ receive, page }) {
    const reason = 'rollbackWhen: accuracy < 0.6, found 0.57';
    await receive({ type: 'rollout', view: rolloutFixture(reason) });
    await receive({ type: 'show-tab', tab: 'rollout' });
    await page.getByRole('button', { name: 'Switch On…' }).waitFor();
  },
} satisfies Record<string, PanelView>;
