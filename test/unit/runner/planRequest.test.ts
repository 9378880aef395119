import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planDocumentSchema } from '#core/protocol/planView.ts';
import { planAnswer } from '#runner/planRequest.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

const sample = (...path: readonly string[]) => join(projectRoot, 'samples', ...path);

test('plans the runs of a suite: each pipeline on each backend, and all together', async () => {
  const asked = { kind: 'plan', options: {}, backends: {} } as const;
  const environment = { environment: {} };
  const pipeline = sample('vendor-evaluation', 'vendors.suite.yaml');
  const { document, warnings } = await planAnswer({ ...asked, pipeline }, environment);
  expect(planDocumentSchema.parse(document)).toEqual(document);
  expect(document.kind).toMatch(/^12 runs, \d+ at once$/);
  const { columns, rows } = document.contenders;
  expect(columns.map(({ title }) => title)).toEqual([
    ...['pipeline', 'backend', 'kind', 'runs', 'circuits', 'shots', 'jobs', 'time', 'cost'],
  ]);
  expect(rows.map(([file, backend, , runs]) => [file, backend, runs])).toEqual([
    ...['moons.hybrid.yaml', 'ring.hybrid.yaml'].flatMap((file) =>
      ['ideal', 'superconducting', 'trapped-ion'].map((backend) => [file, backend, '2']),
    ),
    ['together', '', '12'],
  ]);
  expect(warnings.every((warning) => /^(moons|ring)\.hybrid\.yaml: /.test(warning))).toBe(true);
  const alone = await planAnswer({ ...asked, pipeline: sample('vendor-evaluation', 'moons.hybrid.yaml') }, environment);
  expect(alone.document.contenders.columns[0]?.title).toBe('contender');
});
