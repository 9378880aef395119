import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coloursFor } from '#cli/output/colours.ts';
import { planText } from '#cli/output/planText.ts';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import { planPipeline } from '#core/pipeline/plan/planPipeline.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { circuitLoader } from '#runner/circuitLoader.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { expectationOf, expectationTable, withComputed } from '#test/support/sampleExpectation.ts';
import { runWithoutKeys } from '#test/support/sampleRuns.ts';

const path = join(projectRoot, 'docs', 'user-guide', 'first-pipeline.md');

test('the first pipeline has fifteen lines, no findings, and the plan and the result that its page shows', async () => {
  const page = readFileSync(path, 'utf8');
  const [, text = ''] = /^```yaml\n([\s\S]*?)^```/m.exec(page) ?? [];
  expect(text.trim().split('\n')).toHaveLength(15);
  const files = folderFiles(join(projectRoot, 'docs', 'user-guide'));
  const inputs = { files, circuits: circuitLoader(files) };
  const { diagnostics, pipeline } = await analysePipeline(text, 'first.hybrid.yaml', inputs);
  expect(diagnostics).toEqual([]);
  if (!pipeline) throw new Error('The first pipeline cannot be read.');
  const plan = planText(await planPipeline(pipeline, files, inputs.circuits), coloursFor({ NO_COLOR: '1' }, false));
  const result = expectationTable(expectationOf(await runWithoutKeys(pipeline, inputs)));
  const shown = withComputed(page, 'plan', ['```text', ...plan, '```'].join('\n'));
  await expect(withComputed(shown, 'result', result)).toMatchFileSnapshot(path);
});
