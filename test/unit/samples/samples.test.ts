import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readScorecardFile } from '#core/benchmark/scorecardFile.ts';
import { readSuiteFile, type SuiteCell, suiteCells } from '#core/benchmark/suiteFile.ts';
import { mean } from '#core/learn/interval.ts';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import type { RunResult } from '#core/runs/runRecord.ts';
import { templateSummary } from '#platform/projectTemplates.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { pumpReadings, tumourCorrelations } from '#test/support/sampleData.ts';
import {
  expectationOf,
  expectationTable,
  type SampleExpectation,
  withComputed,
} from '#test/support/sampleExpectation.ts';
import {
  type SamplePipeline,
  sampleInputs,
  sampleNames,
  samplePath,
  samplePipelines,
  samplePlan,
  sampleRun,
  sampleText,
} from '#test/support/sampleRuns.ts';

/** The templates of the documentation, all of them. */
const templates = [
  'feature-selection',
  'iris-classifier',
  'kernel-classifier',
  'qaoa-maxcut',
  'quantum-scoring',
  'vendor-evaluation',
  'vqc-classification',
  'vqe-h2',
];

const suiteFile = 'vendors.suite.yaml';
const suite = readSuiteFile(sampleText('vendor-evaluation', suiteFile), suiteFile);
const single = samplePipelines.filter(({ sample }) => sample !== 'vendor-evaluation');
const named = (list: readonly SamplePipeline[]) => list.map((one) => [`${one.sample}/${one.file}`, one] as const);

/** Every sample is run once, whoever asks. */
const runs = new Map<string, Promise<RunResult>>();
function runOf(pipeline: SamplePipeline, cell: Omit<SuiteCell, 'pipeline'> = {}): Promise<RunResult> {
  const key = JSON.stringify([pipeline, cell]);
  const run = runs.get(key) ?? sampleRun(pipeline, cell);
  runs.set(key, run);
  return run;
}

function primaryMean(result: RunResult, id: string): number {
  const found = result.contenders.find((contender) => contender.id === id)?.metrics.find(({ primary }) => primary);
  return found?.mean ?? Number.NaN;
}

function outcomes(result: RunResult): Record<string, string> {
  return Object.fromEntries(result.verdicts.map(({ against, outcome }) => [against, outcome]));
}

/** As the formatter of this repository writes it: lists of numbers on one line. */
function json(value: unknown): string {
  const lists = /\[\n\s+([^[\]{}]*?)\n\s+\]/g;
  const text = JSON.stringify(value, null, 2).replaceAll(
    lists,
    (_, items: string) => `[${items.replaceAll(/\s+/g, ' ')}]`,
  );
  return `${text}\n`;
}

test('all templates are there, and each says in its first paragraph what it shows', () => {
  expect(sampleNames).toEqual(templates);
  for (const name of templates) {
    expect(templateSummary(sampleText(name, 'README.md')), name).toMatch(/^[A-Z].{30,200}\.$/);
    const data = samplePath(name, 'data');
    if (existsSync(data)) expect(readdirSync(data), name).toContain('LICENCE.md');
  }
});

test('the samples are small enough for the package', () => {
  const folder = join(projectRoot, 'samples');
  const sizes = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.hybrid'))
    .map((entry) => statSync(join(entry.parentPath, entry.name)).size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(150_000);
});

test('data that were drawn or computed for the samples are what the seeds give', async () => {
  await expect(pumpReadings()).toMatchFileSnapshot(samplePath('quantum-scoring', 'data/pumps.csv'));
  await expect(tumourCorrelations()).toMatchFileSnapshot(samplePath('feature-selection', 'data/correlations.csv'));
});

describe.each(named(samplePipelines))('%s', (_, one) => {
  test('has no findings', async () => {
    const { diagnostics } = await analysePipeline(sampleText(one.sample, one.file), one.file, sampleInputs(one.sample));
    expect(diagnostics).toEqual([]);
  });

  test('is planned with arithmetic for every backend, within its budget, and costs nothing', async () => {
    const plan = await samplePlan(one);
    expect(plan.backends.map(({ cost }) => cost?.amount)).toEqual(plan.backends.map(() => 0));
    for (const { adapter, circuits, jobs, shots, steps } of plan.backends) {
      expect(steps.length).toBeGreaterThan(1);
      for (const step of steps) expect(step.factors.reduce((value, { count }) => value * count, 1)).toBe(step.circuits);
      expect(steps.reduce((sum, step) => sum + step.circuits, 0)).toBe(circuits);
      expect(shots).toBeLessThanOrEqual(plan.budget.shots?.perRun ?? Number.POSITIVE_INFINITY);
      expect(jobs).toBeGreaterThan(0);
      if (adapter !== 'builtin-simulator')
        expect(jobs).toBeLessThanOrEqual(plan.budget.jobs ?? Number.POSITIVE_INFINITY);
    }
    expect(plan.backends.find(({ adapter }) => adapter === 'builtin-simulator')?.time).toBeGreaterThan(0);
  });

  test('is short enough to be read', () => {
    const lines = sampleText(one.sample, one.file).split('\n');
    expect(lines.length).toBeLessThan(100);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(120);
  });
});

describe.each(named(single))('%s', (_, one) => {
  test('computes what its README and expected.json say, to twelve digits', { timeout: 120_000 }, async () => {
    const expectation = expectationOf(await runOf(one));
    await expect(json({ [one.file]: expectation })).toMatchFileSnapshot(samplePath(one.sample, 'expected.json'));
    const readme = sampleText(one.sample, 'README.md');
    await expect(withComputed(readme, 'result', expectationTable(expectation))).toMatchFileSnapshot(
      samplePath(one.sample, 'README.md'),
    );
  });

  test('asks no more than its plan says', async () => {
    const { quantum } = await runOf(one);
    const planned = (await samplePlan(one)).backends.find(({ name }) => name === quantum?.backend);
    expect(quantum?.circuits).toBeGreaterThan(0);
    expect(quantum?.circuits).toBeLessThanOrEqual(planned?.circuits ?? 0);
    expect(quantum?.shots).toBeLessThanOrEqual(planned?.shots ?? 0);
  });
});

test('the iris circuit does well, and is honestly said to be no better than logistic regression', async () => {
  const result = await runOf({ sample: 'iris-classifier', file: 'iris.hybrid.yaml' });
  expect(primaryMean(result, 'hybrid')).toBeGreaterThan(0.9);
  expect(primaryMean(result, 'logistic-regression')).toBeGreaterThan(0.93);
  expect(outcomes(result)).toEqual({
    'logistic-regression': 'no-difference-shown',
    'no-entanglement': 'better',
  });
  expect(result.quantum).toMatchObject({ qubits: 4, parameters: 8, twoQubitGates: 3, cost: { amount: 0 } });
  expect(result.confusion?.classes).toEqual(['setosa', 'versicolor', 'virginica']);
});

test('the moons kernel needs its entangling gate and does not beat a radial kernel', async () => {
  const result = await runOf({ sample: 'kernel-classifier', file: 'moons.hybrid.yaml' });
  expect(primaryMean(result, 'hybrid')).toBeGreaterThan(0.88);
  expect(outcomes(result)).toMatchObject({
    'radial-svm': 'no-difference-shown',
    'no-quantum': 'no-difference-shown',
    'no-entanglement': 'better',
  });
});

test('the wine circuit learns, and does not beat logistic regression', async () => {
  const result = await runOf({ sample: 'vqc-classification', file: 'wine.hybrid.yaml' });
  expect(primaryMean(result, 'hybrid')).toBeGreaterThan(0.7);
  expect(outcomes(result)['logistic-regression']).not.toBe('better');
});

test('scores make boosting better, on the simulator after the cloud was left for want of a key', async () => {
  const result = await runOf({ sample: 'quantum-scoring', file: 'pumps.hybrid.yaml' });
  expect(outcomes(result)).toMatchObject({ boosting: 'better', 'no-quantum': 'better' });
  expect(result.fallbacks).toMatchObject([{ from: 'ionq', to: 'local', reason: 'auth' }]);
});

test('the molecule comes within chemical accuracy, and only with its entangling gate', async () => {
  const result = await runOf({ sample: 'vqe-h2', file: 'h2.hybrid.yaml' });
  const energy = result.contenders[0]?.metrics.find(({ name }) => name === 'energy');
  // To 12 digits: Qiskit's tutorials give the same number.
  expect(energy?.mean).toBeCloseTo(-1.1373060357534, 10);
  expect(outcomes(result)).toEqual({ exact: 'no-difference-shown', 'no-entanglement': 'better' });
});

test('QAOA measures the best cut, and is honestly said to be worse than exhaustive search on average', async () => {
  const result = await runOf({ sample: 'qaoa-maxcut', file: 'streets.hybrid.yaml' });
  const best = (id: string) => {
    const found = result.contenders.find((contender) => contender.id === id);
    return found?.metrics.find(({ name }) => name === 'best-found')?.mean;
  };
  // The best of 2⁸ cuts, counted here anew.
  expect(best('exact')).toBeCloseTo(largestCut(), 9);
  expect(best('hybrid')).toBeCloseTo(largestCut(), 9);
  expect(outcomes(result)).toMatchObject({ exact: 'worse', 'no-entanglement': 'better' });
});

function largestCut(): number {
  const [, ...lines] = sampleText('qaoa-maxcut', 'data/streets.csv').trim().split('\n');
  const edges = lines.map((line) => line.split(',').map(Number));
  let largest = 0;
  for (let sides = 0; sides < 256; sides++) {
    const cut = edges.reduce(
      (sum, [first = 0, second = 0, weight = 0]) => sum + (((sides >> first) ^ (sides >> second)) & 1) * weight,
      0,
    );
    largest = Math.max(largest, cut);
  }
  return largest;
}

test('QAOA makes the best choice of four features the most probable one, which no solver exceeds', async () => {
  const result = await runOf({ sample: 'feature-selection', file: 'features.hybrid.yaml' });
  expect(primaryMean(result, 'exact')).toBeCloseTo(bestChoiceOfFour(), 9);
  for (const { id } of result.contenders)
    expect(primaryMean(result, id), id).toBeLessThanOrEqual(primaryMean(result, 'exact') + 1e-9);
  expect(primaryMean(result, 'hybrid')).toBeCloseTo(bestChoiceOfFour(), 9);
  expect(outcomes(result)).toMatchObject({
    exact: 'no-difference-shown',
    greedy: 'better',
    'no-entanglement': 'better',
  });
});

/** The largest worth of four features, without any penalty. */
function bestChoiceOfFour(): number {
  const [, ...lines] = sampleText('feature-selection', 'data/correlations.csv').trim().split('\n');
  const table = lines.map((line) =>
    line
      .split(',')
      .slice(1)
      .map((cell) => Math.abs(Number(cell))),
  );
  let best = Number.NEGATIVE_INFINITY;
  for (let choice = 0; choice < 1024; choice++) {
    const chosen = table.map((_, feature) => feature).filter((feature) => ((choice >> feature) & 1) === 1);
    if (chosen.length !== 4) continue;
    let worth = 0;
    for (const feature of chosen) {
      worth += table[feature]?.[10] ?? 0;
      for (const other of chosen) if (other > feature) worth -= table[feature]?.[other] ?? 0;
    }
    best = Math.max(best, worth);
  }
  return best;
}

describe('the evaluation of vendors', () => {
  // One seed for every row of the table is enough to tell whether something has changed.
  const cells = suiteCells({ ...suite, seeds: suite.seeds?.slice(0, 1) }).map((cell) => ({
    ...cell,
    key: `${cell.pipeline}, ${cell.backend}, seed ${cell.seed}`,
  }));

  test('has cells that compute what expected.json and the README say', { timeout: 120_000 }, async () => {
    const expectations: Record<string, SampleExpectation> = {};
    for (const { backend, key, pipeline, seed } of cells) {
      const wishes = { ...(backend === undefined ? {} : { backend }), ...(seed === undefined ? {} : { seed }) };
      expectations[key] = expectationOf(await runOf({ sample: 'vendor-evaluation', file: pipeline }, wishes));
    }
    await expect(json(expectations)).toMatchFileSnapshot(samplePath('vendor-evaluation', 'expected.json'));
    const readme = sampleText('vendor-evaluation', 'README.md');
    await expect(withComputed(readme, 'result', vendorTable(expectations))).toMatchFileSnapshot(
      samplePath('vendor-evaluation', 'README.md'),
    );
  });

  test('has a scorecard over the pipelines of the suite', () => {
    const file = 'vendors.scorecard.yaml';
    const { pipelines } = readScorecardFile(readFileSync(samplePath('vendor-evaluation', file), 'utf8'), file);
    expect(pipelines).toEqual(suite.pipelines);
  });
});

/** A row per pipeline and backend: the primary metric of the hybrid pipeline and of its first baseline. */
function vendorTable(expectations: Readonly<Record<string, SampleExpectation>>): string {
  const rows = suite.pipelines.flatMap((pipeline) =>
    (suite.backends ?? []).map((backend) => {
      const own = Object.entries(expectations).filter(([key]) => key.startsWith(`${pipeline}, ${backend}, `));
      const [metric = ''] = Object.keys(own[0]?.[1].contenders[0]?.metrics ?? {});
      const over = (contender: number) =>
        mean(own.map(([, { contenders }]) => contenders[contender]?.metrics[metric]?.[0] ?? Number.NaN)).toFixed(3);
      return [`\`${pipeline}\``, backend, metric, over(0), over(1)];
    }),
  );
  const titles = ['Pipeline', 'Backend', 'Metric', 'Hybrid', 'First baseline'];
  return [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
