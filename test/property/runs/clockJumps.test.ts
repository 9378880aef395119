import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { Redactor } from '#core/runs/redactor.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { createAwsConnector } from '#platform/aws/awsConnector.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { programFile } from '#platform/installation.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { SimulatorPool } from '#platform/simulatorPool.ts';
import { ClaimKeeper } from '#runner/claimKeeper.ts';
import { InspectedCircuit } from '#runner/inspectedCircuit.ts';
import { resumeRun, runPipelineFile } from '#runner/runSession.ts';
import { heldSecret } from '#test/support/backends/heldSecret.ts';
import { HandClock } from '#test/support/handClock.ts';
import { twoClassTable } from '#test/support/pipelineFixtures.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const pipeline = `hybrid: 1
name: timed
pattern: variational-loop
task: classification
data: { source: { path: points.csv }, target: label }
quantum: { qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }
backends:
  noisy: { adapter: builtin-simulator, shots: 10, noise: { depolarizing: { oneQubit: 0.01, twoQubit: 0.02 } } }
mitigation: { readout: { method: tensored, shots: 40, maxAge: 1h } }
optimise: { method: cobyla, maxIterations: 6, checkpoint: { every: 1 } }
benchmark: { repeats: 2, ablations: [] }
`;

const hour = 3_600_000;

const simulator = new SimulatorPool(programFile('simulatorWorker.cjs', 'platform/simulatorWorker.ts'), { threads: 1 });
let still: RunRecord;
beforeAll(async () => {
  still = await runWhileClockJumps(() => 0);
});
afterAll(() => simulator.close());

/** Runs the pipeline while the clock is moved by so much before every step of the optimiser. */
async function runWhileClockJumps(jump: (step: number) => number, interruptAt?: number): Promise<RunRecord> {
  return await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'points.csv'), twoClassTable(20));
    await writeFile(join(folder, 'timed.hybrid.yaml'), pipeline);
    const clock = new HandClock(1_700_000_000_000);
    let step = 0;
    const services = {
      clock,
      http: createHttpClient(),
      secrets: heldSecret(undefined),
      tokens: { accessToken: async () => undefined },
      credentialProfile: 'default',
      aws: createAwsConnector(() => {}),
      redactor: new Redactor(),
      simulator,
      inspected: new InspectedCircuit(),
      environment: {},
      user: 'ada',
      version: '0.0.0',
      claims: new ClaimKeeper({ duration: 30_000, renewal: 20 }),
      openStore: async (workspaceFolder: string) => await openRunStore(workspaceFolder, clock),
      randomBits: () => 7,
    };
    const listener = {
      recorded: () => {},
      progress: ({ kind }: { readonly kind: string }) => {
        if (kind !== 'trace') return;
        clock.advance(jump(step));
        step++;
        if (step === interruptAt) throw new Error('It stops here.');
      },
    };
    const request = {
      pipeline: join(folder, 'timed.hybrid.yaml'),
      workspaceFolder: folder,
      options: {},
      backends: {},
    };
    const record = await runPipelineFile(request, services, listener, neverCancelled);
    if (interruptAt === undefined) return record;
    expect(record.state).toBe('failed');
    const resume = { runId: record.id, workspaceFolder: folder, backends: {} };
    return await resumeRun(resume, services, listener, neverCancelled);
  });
}

function numbersOf({ result, state }: RunRecord): string {
  return JSON.stringify([
    state,
    result?.contenders.map(({ id, metrics }) => ({ id, metrics })),
    result?.trace.map(({ iteration, loss, repeat }) => [repeat, iteration, loss]),
    result?.verdicts.map(({ outcome, pValue }) => [outcome, pValue]),
  ]);
}

test.each([
  { how: 'forward by an hour', jump: () => hour },
  { how: 'back by an hour', jump: () => -hour },
  { how: 'to and fro by a day', jump: (step: number) => (step % 2 === 0 ? 24 : -24) * hour },
])(
  'a run during which the clock is set $how again and again has the same numbers and no negative time',
  async (row) => {
    expect(still.state).toBe('succeeded');
    for (const interruptAt of [undefined, 3]) {
      const run = await runWhileClockJumps(row.jump, interruptAt);
      expect(numbersOf(run)).toBe(numbersOf(still));
      const { createdAt, endedAt = 0, result, startedAt = 0 } = run;
      expect(startedAt).toBeGreaterThanOrEqual(createdAt);
      expect(endedAt).toBeGreaterThanOrEqual(startedAt);
      const times = [
        ...(result?.contenders.map(({ duration }) => duration) ?? []),
        ...(result?.steps.map(({ duration }) => duration) ?? []),
        ...(result?.trace.map(({ elapsed }) => elapsed) ?? []),
        result?.quantum?.executionTime ?? 0,
      ];
      for (const time of times) expect(time).toBeGreaterThanOrEqual(0);
    }
  },
);
