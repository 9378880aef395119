import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hybridq, type Outcome } from '#test/support/cli/hybridq.ts';
import { type IonqEmulator, startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { printedRecord } from '#test/support/faults/disturbedProject.ts';
import { twoClassTable } from '#test/support/pipelineFixtures.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const key = 'planted-ionq-key-91fe';

/** Qubit 0 is 1, is reset, and is 0 then; qubit 1 is 1 and read into the highest bit. */
const reusing = `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] early;
bit late;
x q[0];
early[1] = measure q[0];
reset q[0];
early[0] = measure q[0];
x q[1];
late = measure q[1];
`;

const pipeline = `hybrid: 1
name: kernel
pattern: quantum-features
task: classification
data: { source: { path: data.csv }, target: label, split: { test: 0.5 } }
quantum:
  qubits: 2
  featureMap: { use: zz }
  kernel: { kind: fidelity }
  transpile: { level: 1, basis: [gpi, gpi2, zz] }
head: { use: svm, inputs: [kernel] }
backends:
  cloud: { adapter: ionq, device: qpu.forte-1, kind: hardware, shots: 500, session: { mode: session, maxTime: 1h } }
execution: { chain: [{ backend: cloud }] }
benchmark: { baselines: [{ use: logistic-regression }], ablations: [], repeats: 1 }
`;

interface Project {
  readonly emulator: IonqEmulator;
  /** Calls the command line with a backend `cloud` that is configured so. */
  call(configured: object, parameters: readonly string[]): Promise<Outcome>;
}

async function withCloud(work: (project: Project) => Promise<void>): Promise<void> {
  const emulator = await startIonqEmulator({ keys: [key] });
  emulator.eager = true;
  try {
    await withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'reusing.qasm'), reusing);
      await writeFile(join(folder, 'kernel.hybrid.yaml'), pipeline);
      await writeFile(join(folder, 'data.csv'), twoClassTable(12));
      await work({
        emulator,
        call: async (configured, parameters) => {
          const cloud = { adapter: 'ionq', endpoint: emulator.url, credential: 'team', ...configured };
          await writeFile(join(folder, 'hybridq.json'), JSON.stringify({ backends: { cloud } }));
          return await hybridq(parameters, { folder, environment: { HYBRIDQ_SECRET_TEAM: key } });
        },
      });
    });
  } finally {
    await emulator.close();
  }
}

const simulated = ['simulate', 'reusing.qasm', '--backend', 'cloud', '--shots', '500', '--format', 'json'];

test('a circuit that resets runs as a program with the noise of a model, which its record names', async () => {
  await withCloud(async ({ call, emulator }) => {
    const noisy = { device: 'simulator', noise: { model: 'forte-1', seed: 3 } };
    const { code, stderr, stdout } = await call(noisy, simulated);
    expect(code, stderr).toBe(0);
    const { result } = printedRecord(stdout);
    expect(result?.quantum).toMatchObject({ adapter: 'ionq', version: 'v0.4, noise forte-1 with the seed 3' });
    const counts = Object.entries(result?.counts ?? {}).toSorted(([, one], [, other]) => other - one);
    expect(counts[0]?.[0]).toBe('1 10');
    expect(counts.reduce((sum, [, count]) => sum + count, 0)).toBe(500);
    const [job] = emulator.jobs.values();
    expect(job?.submission).toMatchObject({ type: 'ionq.qasm3.v1', noise: { model: 'forte-1', seed: 3 } });

    const wrong = await call({ device: 'simulator', noise: { model: 'Forte 1' } }, simulated);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('backends.cloud.noise.model');
    const senseless = await call({ device: 'qpu.forte-1', noise: { model: 'forte-1' } }, simulated);
    expect(senseless.stdout + senseless.stderr).toContain('qpu.forte-1 has noise of its own');
    const dry = await call({ device: 'qpu.forte-1', dryRun: true }, [...simulated, '--yes']);
    expect(printedRecord(dry.stdout).failure).toMatchObject({
      reason: 'unsupported',
      message: expect.stringContaining('in a dry run: it fits the device and would cost 12.4166 USD'),
    });
    expect(emulator.jobs.size).toBe(2);
  });
});

test('a pipeline that fits its circuits runs on native gates within a session, debiased, beside the calibration', async () => {
  await withCloud(async ({ call, emulator }) => {
    const forte = {
      device: 'qpu.forte-1',
      errorMitigation: { debiasing: true },
      sessionLimits: { jobs: 50, cost: { amount: 900, currency: 'USD' } },
    };
    const { code, stderr, stdout } = await call(forte, ['run', 'kernel.hybrid.yaml', '--yes', '--format', 'json']);
    expect(code, stderr + stdout).toBe(0);
    const { result } = printedRecord(stdout);
    expect(result?.quantum).toMatchObject({
      version: '6f0c1b1e-0000-4000-8000-000000000001, debiasing on',
      calibration: [{ backend: 'cloud', sha256: expect.any(String) }],
    });
    const [session, ...others] = emulator.sessions.values();
    expect(others).toEqual([]);
    expect(session).toMatchObject({
      status: 'ended',
      settings: { job_count_limit: 50, duration_limit_min: 60, cost_limit: { unit: 'usd', value: 900 } },
    });
    const submissions = [...emulator.jobs.values()].map(({ submission }) => submission);
    expect(submissions).toHaveLength(result?.quantum?.jobs ?? Number.NaN);
    for (const { program, session: within, settings } of submissions) {
      expect(within).toBe(session?.id);
      expect(settings).toEqual({ error_mitigation: { debiasing: true } });
      const gatesets = program.kind === 'gates' ? program.circuits.map(({ gateset }) => gateset) : [program.kind];
      expect(new Set(gatesets)).toEqual(new Set(['native']));
    }
  });
});
