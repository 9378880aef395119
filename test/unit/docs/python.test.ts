import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analysePipelineText } from '#core/pipeline/analysis/analysePipeline.ts';
import { modelOptions, stepOptions } from '#core/pipeline/schema/options.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

const read = (path: string) => readFileSync(join(projectRoot, 'docs', path), 'utf8');
const page = read('user-guide/python.md');

/** What a block leaves out. */
const rest = `hybrid: 1
name: documented
pattern: quantum-features
task: classification
data: { source: { builtin: iris }, target: species }
quantum: { qubits: 2, featureMap: { use: angle } }
`;

test.each([
  ['the guide to Python', page],
  ['the pipeline format', read('pipeline-format.md')],
])('%s shows pipelines that are right', (_, text) => {
  const blocks = [...text.matchAll(/^```yaml\n(preprocess:[\s\S]*?)^```/gm)].map(([, block = '']) => block);
  expect(blocks).toHaveLength(1);
  for (const block of blocks) {
    const { diagnostics } = analysePipelineText(rest + block, 'documented.hybrid.yaml');
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  }
});

test('the guide to Python mentions every option', () => {
  const options = [stepOptions.python, modelOptions.python, modelOptions.onnx].flatMap(({ shape }) =>
    Object.keys(shape),
  );
  for (const option of new Set(options)) expect(page, option).toMatch(new RegExp(`\\b${option}\\b`));
});
