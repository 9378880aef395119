import { expect, test } from 'vitest';
import { coloursFor } from '#cli/output/colours.ts';
import { planText } from '#cli/output/planText.ts';
import { realAmplitudes } from '#core/circuit/templates/ansatze.ts';
import { CircuitFitter, fittingSettings } from '#core/pipeline/circuits/circuitFitter.ts';
import { planRun } from '#core/pipeline/plan/planRun.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';

const plain = coloursFor({ NO_COLOR: '1' }, false);

/** The plan of 12 600 evaluations and 540 answers on a device with a price. */
function linesOf(overrides: Readonly<Record<string, string>>): readonly string[] {
  const text = pipelineText({
    optimise: '{ maxIterations: 30 }',
    benchmark: '{ ablations: [] }',
    backends:
      '{ qpu: { adapter: ionq, shots: 100, price: { perTask: { amount: 0.3, currency: USD }, perShot: { amount: 0.01, currency: USD }, asOf: "2026-05-01" } }, local: { adapter: builtin-simulator } }',
    execution: '{ onExhausted: classical }',
    ...overrides,
  });
  return planText(planRun(resolvedPipeline(text), { rows: 60 }), plain).map((line) => line.replaceAll('\u2009', ' '));
}

test('a plan says how the circuit is fitted, and how large it is then', () => {
  const text = pipelineText({
    quantum: '{ qubits: 2, ansatz: { use: real-amplitudes, reps: 1 }, transpile: { level: 1, basis: [rz, sx, cz] } }',
    task: 'optimisation',
    data: '',
    problem: '{ kind: maxcut, sense: max, edges: [[0, 1]] }',
    seeds: '{ root: 1, transpiler: 5 }',
  });
  const pipeline = resolvedPipeline(text);
  const settings = fittingSettings(pipeline);
  if (!settings) throw new Error('The pipeline fits its circuits.');
  const circuit = realAmplitudes(2, 1, 'linear');
  const facts = { circuit, parameters: 4, fitter: new CircuitFitter(settings, new Map()) };
  expect(planText(planRun(pipeline, facts), plain)).toEqual(
    expect.arrayContaining([
      'circuit: 2 qubits, 4 trainable parameters, depth 3, 5 gates (1 on two qubits)',
      'fitted: level 1, gates rz, sx, cz, seed 5',
      expect.stringMatching(/^circuit on \w+: 2 qubits, depth \d+, \d+ gates \(1 on two qubits\)$/),
    ]),
  );
});

test('a plan says where the run would go and multiplies what it takes there', () => {
  const lines = linesOf({ confidence: '{ halfWidth: 0.1, of: probability }' });
  expect(lines).toEqual(
    expect.arrayContaining([
      '60 rows: 42 to train and 18 to test in each repeat',
      'backends: qpu, then local, then the classical stand-in',
      'confidence: ±0.1 on a probability at 95 % takes 97 shots at worst',
      'circuits  12 780 = 12 600 + 180',
      'shots     1 278 000 = 12 780 circuits × 100',
      'jobs      310',
      'time      unknown; jobs wait in the queue of ionq',
      'cost      16614.00 USD = 12780 circuits × 0.3 USD + 1278000 shots × 0.01 USD (price of 2026-05-01, from the pipeline)',
      'shots     none, values are exact',
      'cost      free',
    ]),
  );
  expect(lines.find((line) => line.startsWith('hybrid  '))).toMatch(/hybrid +hybrid +310 +12 780$/);
  expect(lines).toContainEqual(
    expect.stringMatching(/training +10 repeats × 30 evaluations × 42 training rows +12 600$/),
  );
});

test('a plan says what is in the budget, and what is more', () => {
  const budget = '{ shots: { perRun: 2000000 }, jobs: 300, cost: { perRun: { amount: 100, currency: USD } } }';
  const lines = linesOf({ budget });
  expect(lines).toContainEqual('shots     1 278 000 = 12 780 circuits × 100, of 2 000 000 in the budget');
  expect(lines).toContainEqual('jobs      310, more than the 300 of the budget');
  expect(lines).toContainEqual(
    expect.stringMatching(/^cost {6}16614\.00 USD = .*, more than the 100\.00 USD of the budget$/),
  );
});

test('folds that differ in size are told at their largest', () => {
  const data = '{ source: { path: data.csv }, target: label, split: { method: kfold, folds: 7 } }';
  expect(linesOf({ data })).toContain('60 rows: 52 to train and 9 to test, at most, in each repeat');
});
