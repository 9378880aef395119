import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { type IonqEmulator, startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { printedRecord } from '#test/support/faults/disturbedProject.ts';
import { type DecodedSpan, startTraceReceiver, type TraceReceiver } from '#test/support/openTelemetry/traceReceiver.ts';
import { twoClassTable } from '#test/support/pipelineFixtures.ts';
import { openTelemetryEnvironment } from '#test/support/pythonEnvironment.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

let receiver: TraceReceiver;
let emulator: IonqEmulator;

// Making the environment takes a while where it is not kept yet.
beforeAll(async () => {
  receiver = await startTraceReceiver(await openTelemetryEnvironment());
  emulator = await startIonqEmulator({ keys: ['iq-key'] });
}, 300_000);
afterAll(async () => {
  await emulator?.close();
  await receiver?.close();
});

/** Trained on a cloud with readout errors that are corrected, and on the embedded simulator where that fails. */
const pipeline = (execution: string) => `hybrid: 1
name: traced
pattern: variational-loop
task: classification
data: { source: { path: points.csv }, target: label }
preprocess: [{ use: to-angle, with: { range: [0, pi] } }]
quantum: { qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }
optimise: { method: cobyla, maxIterations: 3 }
seeds: { root: 5 }
backends:
  cloud: { adapter: ionq, device: simulator, kind: emulator, shots: 100, credentials: { secret: team } }
  local: { adapter: builtin-simulator, kind: simulator }
execution: { quantum: { state: active, flag: QUANTUM_STEP }, ${execution} }
mitigation: { readout: { method: tensored, shots: 50, maxAge: 12h } }
benchmark: { repeats: 2, baselines: [{ use: knn }], ablations: [] }
tracking: { otel: { endpoint: '${receiver.url}' }, calibrationSnapshot: true }
`;

/** Runs the pipeline, and gives its record and the spans that arrived, then what is sent when it is exported again. */
async function traced(execution: string, exitCode: number) {
  return await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'points.csv'), twoClassTable(12));
    await writeFile(join(folder, 'traced.hybrid.yaml'), pipeline(execution));
    const backends = { cloud: { adapter: 'ionq', device: 'simulator', endpoint: emulator.url, credential: 'team' } };
    await writeFile(join(folder, 'hybridq.json'), JSON.stringify({ backends }));
    const environment = { HYBRIDQ_SECRET_TEAM: 'iq-key' };
    const call = async (parameters: readonly string[]) => await hybridq(parameters, { folder, environment });
    const { code, stderr, stdout } = await call(['run', 'traced.hybrid.yaml', '--format', 'json']);
    expect(code, stderr + stdout).toBe(exitCode);
    expect(stderr).not.toContain('was not sent');
    const record = printedRecord(stdout);
    const spans = await spansOf(record.id);
    const sent = await call(['runs', 'export', record.id, '--to', 'otlp', '--uri', receiver.url]);
    expect(sent, sent.stderr).toMatchObject({ code: 0 });
    expect((await spansOf(record.id)).slice(spans.length)).toEqual(spans);
    return { record, spans };
  });
}

async function spansOf(runId: string): Promise<readonly DecodedSpan[]> {
  const all = await receiver.spans();
  const root = all.find(({ attributes }) => attributes['cicd.pipeline.run.id'] === runId);
  return all.filter(({ trace }) => trace === root?.trace);
}

/** A tree whose spans have ids of their own and lie within their parents; one line per kind of span at each place. */
function shapeOf(spans: readonly DecodedSpan[]): Set<string> {
  const byId = new Map(spans.map((span) => [span.id, span]));
  expect(byId.size).toBe(spans.length);
  const pathOf = (span: DecodedSpan): string => {
    expect(BigInt(span.start) <= BigInt(span.end)).toBe(true);
    if (span.parent === '') return span.name;
    const parent = byId.get(span.parent);
    if (parent === undefined) throw new Error(`The parent of ${span.name} is missing.`);
    expect(BigInt(parent.start) <= BigInt(span.start) && BigInt(span.end) <= BigInt(parent.end), span.name).toBe(true);
    return `${pathOf(parent)} > ${span.name}`;
  };
  return new Set(spans.map(pathOf));
}

const named = (spans: readonly DecodedSpan[], name: string) => spans.filter((span) => span.name === name);

test('a run with repeats on a cloud arrives with the time of every job divided', async () => {
  emulator.eager = false;
  const { record, spans } = await traced('chain: [{ backend: cloud }]', 0);
  const repeat = 'RUN traced > hybrid > repeat';
  expect([...shapeOf(spans)].sort()).toEqual(
    [
      'RUN traced',
      ...['validate', 'prepare', 'hybrid', 'knn', 'compare'].map((step) => `RUN traced > ${step}`),
      repeat,
      ...['preprocess', 'train', 'evaluate', 'job'].map((part) => `${repeat} > ${part}`),
      ...['compile', 'upload', 'queue', 'execute', 'download', 'mitigate', 'postprocess'].map(
        (phase) => `${repeat} > job > ${phase}`,
      ),
      'RUN traced > knn > repeat',
      ...['preprocess', 'fit', 'evaluate'].map((part) => `RUN traced > knn > repeat > ${part}`),
    ].sort(),
  );
  const [root] = spans;
  expect(root).toMatchObject({ kind: 'SPAN_KIND_SERVER', parent: '', status: 'STATUS_CODE_UNSET' });
  expect(root?.attributes).toMatchObject({
    'cicd.pipeline.name': 'traced',
    'cicd.pipeline.result': 'success',
    'feature_flag.key': 'QUANTUM_STEP',
    'feature_flag.result.variant': 'active',
    'quantum.backend.name': 'cloud',
    'quantum.backend.provider': 'ionq',
    'quantum.qubits': 2,
    'quantum.mitigation': 'readout tensored',
    'quantum.shots': record.result?.quantum?.shots,
  });
  expect(root?.resource).toMatchObject({ 'service.name': 'hybrid-quantum', 'process.runtime.name': 'nodejs' });
  expect(root?.scope).toEqual(['hybrid-quantum', record.environment.product]);
  const jobs = named(spans, 'job');
  expect(jobs.map(({ attributes }) => attributes['quantum.job.id']).sort()).toEqual(
    record.jobs?.map(({ handle }) => handle).sort(),
  );
  expect(jobs.every(({ kind }) => kind === 'SPAN_KIND_CLIENT')).toBe(true);
  expect(new Set(jobs.map(({ attributes }) => attributes['quantum.calibration.id']))).toEqual(
    new Set(Object.values(record.attachments ?? {})),
  );
  expect(named(spans, 'repeat').map(({ attributes }) => attributes['quantum.repeat'])).toEqual([1, 2, 1, 2]);
  expect(new Set(named(spans, 'upload').map(({ parent }) => parent))).toEqual(new Set(jobs.map(({ id }) => id)));
});

test('a fallback is an event of the repeat in which it happened, and the job before it has failed', async () => {
  emulator.eager = true;
  emulator.faults.failNextJob({ code: 'QuantumCompilationError', message: 'Too hot.' });
  const { record, spans } = await traced('chain: [{ backend: cloud }, { backend: local }]', 0);
  shapeOf(spans);
  expect(record.result?.fallbacks).toMatchObject([{ from: 'cloud', to: 'local' }]);
  const [first] = named(spans, 'repeat');
  expect(first?.events).toMatchObject([
    {
      name: 'quantum.fallback',
      attributes: { 'quantum.fallback.from': 'cloud', 'quantum.fallback.to': 'local', 'error.type': 'invalid-circuit' },
    },
  ]);
  expect(named(spans, 'job')).toMatchObject([{ status: 'STATUS_CODE_ERROR', parent: first?.id }]);
  expect(spans.filter(({ status }) => status !== 'STATUS_CODE_UNSET')).toHaveLength(1);
  expect(spans[0]?.attributes).toMatchObject({ 'cicd.pipeline.result': 'success', 'quantum.backend.name': 'local' });
});

test('a run that fails says where and why', async () => {
  emulator.eager = true;
  emulator.faults.failNextJob({ code: 'QuantumCompilationError', message: 'Too hot.' });
  const { record, spans } = await traced('chain: [{ backend: cloud }], onExhausted: fail', 1);
  shapeOf(spans);
  expect(record.state).toBe('failed');
  const wrong = spans.filter(({ status }) => status === 'STATUS_CODE_ERROR');
  expect(wrong.map(({ name }) => name)).toEqual(['RUN traced', 'hybrid', 'repeat', 'train', 'job']);
  for (const { attributes, message } of wrong.slice(0, -1)) {
    expect(attributes['error.type']).toBe('invalid-circuit');
    expect(message).toContain('Too hot.');
  }
  expect(spans[0]?.attributes).toMatchObject({ 'cicd.pipeline.result': 'failure' });
});
