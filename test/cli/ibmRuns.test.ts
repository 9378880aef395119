import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { StoredJob } from '#core/runs/runStore.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { heldSecret } from '#test/support/backends/heldSecret.ts';
import { type CloudProject, newRunId, withCloudProject } from '#test/support/cli/cloudProject.ts';
import { emulatedIbmBackend, ibmJob, measuredOn } from '#test/support/emulators/ibm/emulatedIbmBackend.ts';
import { emulatedInstance, type IbmEmulator, startIbmEmulator } from '#test/support/emulators/ibm/ibmEmulator.ts';
import { everythingComputed, printedRecord } from '#test/support/faults/disturbedProject.ts';

const key = 'planted-ibm-key-1c9e';

/** Nothing of it is as the device needs it: neither the gates nor the places of the qubits. */
const circuit = `OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
bit[3] c;
x q[0];
h q[1];
cx q[1], q[2];
cx q[0], q[2];
c = measure q;
`;

async function withCloud(
  work: (cloud: CloudProject & { readonly emulator: IbmEmulator }) => Promise<void>,
): Promise<void> {
  const emulator = await startIbmEmulator({ keys: [key] });
  emulator.eager = true;
  const backend =
    'adapter: ibm, device: ibm_aarhus, kind: hardware, shots: 100, session: { mode: session, maxTime: 10m }';
  const configured = {
    adapter: 'ibm',
    device: 'ibm_aarhus',
    instance: emulatedInstance,
    primitives: { dynamicalDecoupling: { enable: true }, resilienceLevel: 1, defaultPrecision: 1 / 64 },
    credential: 'team',
    endpoint: emulator.url,
    tokenEndpoint: emulator.tokenUrl,
    transpile: { level: 1 },
  };
  const options = { pipeline: { backend }, rows: 12, configured, environment: { HYBRIDQ_SECRET_TEAM: key } };
  await withCloudProject(emulator, options, async (project) => {
    await writeFile(join(project.folder, 'pair.qasm'), circuit);
    await work(project);
  });
}

/** What the provider has of a run: equal for equal circuits of different runs. */
function jobsAtProvider({ jobs }: IbmEmulator, runId: string): string[] {
  return [...jobs.values()]
    .filter(({ tags }) => tags.some((tag) => tag.startsWith(runId)))
    .map(({ params }) => JSON.stringify(params))
    .sort();
}

/** Without when the calibration was read. */
function computed(record: RunRecord): string {
  return everythingComputed(record).replace(/"calibration":\[[^\]]*\]/, '');
}

test('a backend is listed and tested, and a circuit is fitted to it, run and read in the order of its bits', async () => {
  await withCloud(async ({ call, emulator, folder }) => {
    const listed = await call(['backends', 'list']);
    expect(listed.stdout).toMatch(/cloud +ibm +ibm_aarhus/);
    const tested = await call(['backends', 'test', 'cloud']);
    expect(tested.stdout).toContain(
      "✓ IBM Quantum accepts the key 'team'; ibm_aarhus has 7 qubits and 12 jobs waiting and is available.",
    );
    const ran = await call([
      'simulate',
      'pair.qasm',
      '--backend',
      'cloud',
      '--shots',
      '200',
      '--yes',
      '--format',
      'json',
    ]);
    expect(ran.code, ran.stderr + ran.stdout).toBe(0);
    // c[0] is 1 and the others differ.
    expect(ran.stdout).toContain('"011"');
    expect(ran.stdout).toContain('"101"');
    for (const wrong of ['"000"', '"001"', '"010"', '"100"', '"110"', '"111"']) expect(ran.stdout).not.toContain(wrong);
    expect(emulator.jobs.size).toBe(1);

    const asConfigured = printedRecord(ran.stdout);
    expect(asConfigured.result?.quantum).toMatchObject({
      ...{ depth: 4, twoQubitGates: 2 },
      compiled: { qubits: 3, twoQubitGates: expect.any(Number) },
      transpiler: { level: 1, seed: asConfigured.seeds['sampler'], version: asConfigured.environment.product },
    });
    const again = ['simulate', 'pair.qasm', '--backend', 'cloud', '--shots', '20', '--yes', '--format', 'json'];
    const asked = await call([...again, '--level', '3', '--layout', '4,5,6']);
    const { quantum } = printedRecord(asked.stdout).result ?? {};
    expect(quantum?.transpiler).toMatchObject({ level: 3, layout: [4, 5, 6], initialLayout: [4, 5, 6] });
    expect(quantum?.transpiler?.target).toBe(asConfigured.result?.quantum?.transpiler?.target);
    const shown = await call(['runs', 'show', 'last']);
    expect(shown.stdout).toContain('Fitted to the device');
    expect(shown.stdout).toMatch(/as written +3 +4 +4 +2/);
    const { depth, fidelity, gates, twoQubitGates } = { ...quantum?.compiled, ...quantum?.transpiler };
    expect(shown.stdout).toMatch(
      new RegExp(
        `on cloud \\(hardware\\) +\\d+ +${depth} +${gates} +${twoQubitGates} +\\d+ +${fidelity?.toPrecision(4)} +level 3, seed`,
      ),
    );
    expect(shown.stdout).toContain('on qubits 4 5 6');
    expect(shown.stdout).toContain(`target ${quantum?.transpiler?.target?.slice(0, 12)}`);

    const written = [listed, tested, ran, asked, shown].map(({ stderr, stdout }) => stderr + stdout);
    for (const name of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (name.isFile()) written.push(await readFile(join(name.parentPath, name.name), 'latin1'));
    }
    for (const leaked of [key, 'eyJ']) expect(written.filter((text) => text.includes(leaked))).toEqual([]);

    const theirs = await emulatedIbmBackend(emulator, { secrets: heldSecret(key) }).submit(
      { ...ibmJob([{ ...measuredOn(1, []), operations: [] }]), observables: [[{ terms: [] }]] },
      neverCancelled,
    );
    const attached = await call(['jobs', 'attach', 'cloud', theirs.id]);
    expect(attached.code).toBe(1);
    expect(attached.stdout).toContain('is one of an estimator: it has mean values, and nobody knows here of what');
    expect(attached.stdout).toContain('Attach jobs of a sampler');
  });
});

test('a run that is killed and resumed submits no job twice and ends with the same numbers', async () => {
  await withCloud(async ({ call, emulator, folder }) => {
    const run = ['run', 'cloud.hybrid.yaml', '--yes', '--format', 'json'];
    const undisturbed = await call(run);
    expect(undisturbed.code, undisturbed.stderr + undisturbed.stdout).toBe(0);
    const whole = printedRecord(undisturbed.stdout);
    expect([...emulator.sessions.values()]).toEqual([
      expect.objectContaining({ mode: 'dedicated', maxTtl: 600, state: 'closed', acceptsJobs: false }),
    ]);
    expect(new Set([...emulator.jobs.values()].map(({ sessionId }) => sessionId))).toEqual(new Set(['session-1']));
    const wanted = jobsAtProvider(emulator, whole.id);
    expect(wanted.length).toBeGreaterThan(5);

    expect((await call(run, { kind: 'kill', at: 25 })).signal).toBe('SIGKILL');
    const id = await newRunId(folder, new Set([whole.id]));
    // Somewhere between submission and result, as each job is written down before and after.
    expect((await call(['runs', 'resume', id, '--yes'], { kind: 'kill', at: 14 })).signal).toBe('SIGKILL');
    const resumed = await call(['runs', 'resume', id, '--yes', '--format', 'json']);
    expect(resumed.code, resumed.stderr + resumed.stdout).toBe(0);
    const record = printedRecord(resumed.stdout);
    expect(jobsAtProvider(emulator, id)).toEqual(wanted);
    expect(computed(record)).toBe(computed(whole));
    expect(record.result?.quantum).toMatchObject({ backend: 'cloud', adapter: 'ibm', kind: 'hardware' });
    expect(record.jobs?.every(({ state }) => state === 'completed')).toBe(true);
  });
});

async function artifactOf(folder: string, sha256: string): Promise<Uint8Array | undefined> {
  const store = await openRunStore(folder, systemClock);
  try {
    return await store.loadArtifact(sha256);
  } finally {
    store.close();
  }
}

test('the records of a circuit and of a pipeline say how their results came about and what they cost', async () => {
  await withCloud(async ({ call, folder }) => {
    const path = join(folder, 'hybridq.json');
    const { backends } = JSON.parse(await readFile(path, 'utf8'));
    const price = { perSecond: { amount: 1.6, currency: 'USD' }, asOf: '2026-05-01' };
    await writeFile(path, JSON.stringify({ backends: { cloud: { ...backends.cloud, price } } }));
    for (const command of [
      ['simulate', 'pair.qasm', '--backend', 'cloud', '--shots', '200'],
      ['run', 'cloud.hybrid.yaml'],
    ]) {
      const ran = await call([...command, '--yes', '--format', 'json']);
      expect(ran.code, ran.stderr + ran.stdout).toBe(0);
      const shown = await call(['runs', 'show', printedRecord(ran.stdout).id, '--format', 'json']);
      const record: RunRecord = JSON.parse(shown.stdout);
      const { jobs = [], result } = record;
      const { calibration, cost, queueTime, transpiler } = result?.quantum ?? {};
      const sha256 = record.attachments?.['calibration/cloud.json'];
      expect(calibration).toEqual([{ backend: 'cloud', time: expect.any(Number), sha256 }]);
      const bytes = await artifactOf(folder, record.attachments?.['sent/cloud.qasm'] ?? '');
      const sent = new TextDecoder().decode(bytes);
      expect(sent).toMatch(/^OPENQASM 3\.0;/);
      expect(sent).toMatch(/\brz\(.+\) \$\d+;/);
      // The settings are about circuits, the pipeline about its own.
      const level = record.kind === 'circuit' ? 1 : 2;
      expect(transpiler).toMatchObject({ level, basis: expect.arrayContaining(['rz']), seed: expect.any(Number) });
      expect(record.estimate).toMatchObject([
        {
          ...{ backend: 'cloud', cost: { amount: expect.any(Number), currency: 'USD' }, asOf: '2026-05-01' },
          ...{ source: 'the settings', arithmetic: expect.stringMatching(/ s of the device\) × 1\.6 USD$/) },
        },
      ]);
      // Seven seconds in the queue for each job, and two seconds of the device for each circuit.
      expect(queueTime).toBe(7000 * jobs.length);
      const circuits = jobs.reduce((sum, job) => sum + (job.circuits ?? 0), 0);
      expect(cost).toEqual({ amount: expect.closeTo(circuits * 2 * 1.6, 9), currency: 'USD' });
      expect(new Set(jobs.map(({ handle }) => handle)).size).toBe(jobs.length);
      for (const job of jobs)
        expect(job).toMatchObject({
          ...{ handle: expect.stringMatching(/./), state: 'completed', calibration: sha256 },
          ...{ cost: { amount: expect.closeTo((job.circuits ?? 0) * 3.2, 9), currency: 'USD' } },
          phases: { queue: expect.any(Number), download: expect.any(Number) },
        });
    }
  });
});

/** Of hydrogen at 0.735 Å; the lowest is −1.1373. */
const energies = `hybrid: 1
name: hydrogen
pattern: variational-loop
task: ground-state
problem:
  kind: hamiltonian
  sense: min
  offset: 0.719968994449
  paulis:
    II: -1.052373245772859
    IZ: 0.39793742484318045
    ZI: -0.39793742484318045
    ZZ: -0.01128010425623538
    XX: 0.18093119978423156
quantum: { qubits: 2, ansatz: { use: real-amplitudes, reps: 1 } }
optimise: { method: rotosolve, maxIterations: 2, checkpoint: { every: 1 } }
seeds: { root: 5 }
backends:
  cloud:
    { adapter: ibm, device: ibm_aarhus, kind: hardware, primitive: estimator, options: { primitives: { resilienceLevel: 2 } } }
benchmark: { metrics: [{ name: energy, primary: true }, { name: energy-error }], repeats: 1 }
`;

test('energies are estimated by the provider, and a run that is killed and resumed asks for none of them twice', async () => {
  await withCloud(async ({ call, emulator, folder }) => {
    await writeFile(join(folder, 'energy.hybrid.yaml'), energies);
    const run = ['run', 'energy.hybrid.yaml', '--yes', '--format', 'json'];
    const undisturbed = await call(run);
    expect(undisturbed.code, undisturbed.stderr + undisturbed.stdout).toBe(0);
    const whole = printedRecord(undisturbed.stdout);
    const [hybrid] = whole.result?.contenders ?? [];
    const [energy] = hybrid?.metrics.find(({ name }) => name === 'energy')?.values ?? [];
    // Five standard errors of the energy.
    expect(Math.abs((energy ?? 0) + 1.1373)).toBeLessThan(5 * (0.6 / 64));
    expect(new Set(whole.jobs?.map(({ primitive }) => primitive))).toEqual(new Set(['estimator']));
    expect(new Set([...emulator.jobs.values()].map(({ program }) => program))).toEqual(new Set(['estimator']));
    // As hybridq.json says, and the pipeline over it.
    const options = { options: { dynamical_decoupling: { enable: true } }, resilience_level: 2 };
    expect(whole.jobs?.[0]).toMatchObject({ shots: 4096, options });
    expect([...emulator.jobs.values()][0]?.params).toMatchObject(options);
    const wanted = jobsAtProvider(emulator, whole.id);
    expect(wanted.length).toBeGreaterThan(5);

    expect((await call(run, { kind: 'kill', at: 25 })).signal).toBe('SIGKILL');
    const id = await newRunId(folder, new Set([whole.id]));
    expect((await call(['runs', 'resume', id, '--yes'], { kind: 'kill', at: 14 })).signal).toBe('SIGKILL');
    const resumed = await call(['runs', 'resume', id, '--yes', '--format', 'json']);
    expect(resumed.code, resumed.stderr + resumed.stdout).toBe(0);
    expect(jobsAtProvider(emulator, id)).toEqual(wanted);
    expect(computed(printedRecord(resumed.stdout))).toBe(computed(whole));

    const [job] = (JSON.parse((await call(['jobs', 'list', '--format', 'json'])).stdout) as { jobs: StoredJob[] }).jobs;
    const shown = await call(['jobs', 'show', job?.key ?? '']);
    expect(shown.stdout).toMatch(/size +2 circuits × 4096 shots, estimator/);
  });
});
