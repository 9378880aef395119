import { expect, test } from 'vitest';
import type { JobPhase } from '#core/runs/jobPhase.ts';
import { runTrace } from '#core/runs/otlp/otlpTraces.ts';
import { type RunSpan, runSpans } from '#core/runs/otlp/runSpans.ts';
import type { Happening, RunEvent } from '#core/runs/runEvent.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { exampleResult, exampleRun } from '#test/support/runs/exampleRun.ts';

const began = 1_700_000_000_000;

/** A log whose events come at the given moments, milliseconds since the run began. */
function logOf(...happenings: readonly (readonly [number, Happening])[]): RunEvent[] {
  return happenings.map(([time, happening]) => ({ time: began + time, run: 'a-1', ...happening }));
}

const step = (id: string, state: 'started' | 'finished'): Happening => ({ event: 'step', id, state });
const repeat = (state: 'started' | 'finished' | 'interrupted', number = 0): Happening => ({
  ...{ event: 'repeat', id: 'hybrid', repeat: number, state },
  ...(state === 'started'
    ? {}
    : {
        duration: 90,
        parts: [
          { id: 'preprocess', start: 0, duration: 10.25 },
          { id: 'train', start: 10.25, duration: 70 },
        ],
      }),
});
const job = (state: 'submitting' | 'queued' | 'completed' | 'failed'): Happening => ({
  ...{ event: 'job', key: 'k', backend: 'cloud', state },
  ...(state === 'submitting' ? {} : { handle: 'job-7' }),
});
const phase = (name: JobPhase['phase'], start: number, duration: number, more: Partial<JobPhase> = {}): Happening => ({
  ...{ event: 'phase', phase: name, backend: 'cloud', key: 'k', start: began + start, duration },
  ...more,
});

const whole = logOf(
  [0, { event: 'state', state: 'created' }],
  [1, { event: 'state', state: 'validating' }],
  [20, { event: 'state', state: 'running' }],
  [20, step('prepare', 'started')],
  [30, step('prepare', 'finished')],
  [30, step('hybrid', 'started')],
  // Jobs are logged by themselves, and may come before what happened earlier.
  [40, job('submitting')],
  [45, job('queued')],
  [30, repeat('started')],
  [39, phase('compile', 38, 1.5)],
  [45, phase('upload', 40, 5, { circuits: 8, shots: 100 })],
  [50, { event: 'trace', repeat: 0, iteration: 1, loss: 0.75, evaluations: 4, elapsed: 20 }],
  [55, { event: 'fallback', from: 'cloud', to: 'cloud', reason: 'timeout', message: 'Slow.', attempt: 2 }],
  [
    60,
    { event: 'decision', topic: 'jobs', choice: 'continue', by: 'ada', via: 'terminal', message: 'It is over 4 jobs.' },
  ],
  [70, { event: 'trace', repeat: 0, iteration: 2, loss: 0.5, evaluations: 7, elapsed: 40 }],
  [90, job('completed')],
  [90, phase('queue', 45, 25, { position: 3 })],
  [90, phase('execute', 70, 10)],
  [90, phase('download', 80, 10, { cost: { amount: 2, currency: 'USD' } })],
  [95, phase('postprocess', 90, 5)],
  [100, { event: 'phase', phase: 'mitigate', backend: 'cloud', start: began + 96, duration: 4 }],
  [120, repeat('finished')],
  [121, step('hybrid', 'finished')],
  [130, { event: 'state', state: 'succeeded' }],
);

function recordOf(changes: Partial<RunRecord> = {}): RunRecord {
  const { contenders, ...result } = exampleResult([0.5]);
  const circuit = { qubits: 3, parameters: 4, depth: 5, gates: 9, twoQubitGates: 2 };
  return exampleRun('a-1', {
    state: 'succeeded',
    createdAt: began,
    endedAt: began + 130,
    environment: { product: '1.2.3', runtime: 'Node.js 24.1.0', platform: 'linux x64 6.1', commit: 'abc' },
    backend: 'cloud',
    configuration: {
      backends: { cloud: { adapter: 'ionq', device: 'qpu', kind: 'hardware' } },
      execution: { quantum: { state: 'active', flag: 'HYBRID_QUANTUM' } },
      mitigation: { readout: { method: 'tensored' }, zne: { fit: 'linear' } },
      quantum: { transpile: { level: 2 } },
    },
    seeds: { root: 7, transpiler: 8 },
    result: {
      ...result,
      contenders: contenders.map((row) => (row.role === 'hybrid' ? { ...row, circuit } : row)),
      quantum: {
        ...{ backend: 'cloud', adapter: 'ionq', kind: 'hardware', version: '1', ...circuit, circuits: 8, shots: 800 },
        ...{ jobs: 1, queueTime: 25, executionTime: 10, cost: { amount: 2, currency: 'USD' } },
        calibration: [{ backend: 'cloud', time: began, sha256: 'c'.repeat(64) }],
      },
    },
    ...changes,
  });
}

/** A line per span: how deep, what, from when to when. */
function outline(span: RunSpan, depth = 0): string[] {
  const line = `${'  '.repeat(depth)}${span.name} ${span.start - began}–${span.end - began}`;
  return [line, ...span.children.flatMap((child) => outline(child, depth + 1))];
}

function attributesOf({ attributes }: Pick<RunSpan, 'attributes'>): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

function found(span: RunSpan, path: string): RunSpan {
  const all = (one: RunSpan): RunSpan[] => [one, ...one.children.flatMap(all)];
  const match = all(span).find((one) => one.path === path);
  if (match === undefined) throw new Error(`There is no span ${path}.`);
  return match;
}

test('a run is a tree of steps, repeats, parts, jobs and phases', () => {
  expect(outline(runSpans(recordOf(), whole))).toEqual([
    'RUN example 0–130',
    '  validate 1–20',
    '  prepare 20–30',
    '  hybrid 30–121',
    '    repeat 30–120',
    '      preprocess 30–40.25',
    '      job 38–100',
    '        compile 38–39.5',
    '        upload 40–45',
    '        queue 45–70',
    '        execute 70–80',
    '        download 80–90',
    '        postprocess 90–95',
    '        mitigate 96–100',
    '      train 40.25–110.25',
  ]);
});

test('runs, repeats and jobs are described by the conventions of OpenTelemetry and by what is quantum', () => {
  const root = runSpans(recordOf(), whole);
  expect(attributesOf(root)).toMatchObject({
    'cicd.pipeline.name': 'example',
    'cicd.pipeline.run.id': 'a-1',
    'cicd.pipeline.run.state': 'finalizing',
    'cicd.pipeline.result': 'success',
    'feature_flag.key': 'HYBRID_QUANTUM',
    'feature_flag.result.variant': 'active',
    'quantum.backend.name': 'cloud',
    'quantum.backend.provider': 'ionq',
    'quantum.qubits': '3',
    'quantum.circuit.depth': '5',
    'quantum.circuit.two_qubit_gates': '2',
    'quantum.shots': '800',
    'quantum.cost.amount': 2,
    'quantum.cost.currency': 'USD',
    'quantum.mitigation': 'readout tensored, zne linear',
    'quantum.transpiler.level': '2',
    'quantum.transpiler.seed': '8',
    'quantum.calibration.id': 'c'.repeat(64),
    'quantum.calibration.time': '2023-11-14T22:13:20.000Z',
  });
  expect(attributesOf(root)).not.toHaveProperty('error.type');
  const repeated = found(root, 'step hybrid repeat 1');
  expect(attributesOf(repeated)).toMatchObject({
    'quantum.repeat': '1',
    'quantum.optimiser.iterations': '2',
    'quantum.optimiser.evaluations': '7',
    'quantum.optimiser.loss': 0.5,
    'cicd.pipeline.task.run.result': 'success',
  });
  expect(repeated.events.map((event) => [event.name, attributesOf(event)])).toEqual([
    [
      'quantum.retry',
      {
        'quantum.fallback.from': 'cloud',
        'quantum.fallback.to': 'cloud',
        'error.type': 'timeout',
        'quantum.fallback.message': 'Slow.',
        'quantum.retry.attempt': '2',
      },
    ],
    [
      'quantum.decision',
      {
        'quantum.decision.topic': 'jobs',
        'quantum.decision.choice': 'continue',
        'quantum.decision.by': 'ada',
        'quantum.decision.message': 'It is over 4 jobs.',
      },
    ],
  ]);
  expect(attributesOf(found(root, 'job k'))).toMatchObject({
    'quantum.job.id': 'job-7',
    'quantum.backend.device': 'qpu',
    'quantum.circuits': '8',
    'quantum.shots': '100',
    'quantum.qubits': '3',
    'quantum.queue.position': '3',
    'quantum.cost.amount': 2,
    'quantum.calibration.id': 'c'.repeat(64),
  });
});

const failure = { reason: 'backend-down', message: 'The cloud is down.' } as const;
const early = whole.slice(
  0,
  whole.findIndex(({ event }) => event === 'fallback'),
);

test('a run that ended early ends with what was under way, and says where it went wrong', () => {
  const { result: _, ...record } = recordOf({ state: 'failed', failure });
  const events = [...early, ...logOf([80, job('failed')], [100, repeat('interrupted')])];
  const root = runSpans(record, events);
  expect(outline(root)).toEqual([
    'RUN example 0–130',
    '  validate 1–20',
    '  prepare 20–30',
    '  hybrid 30–130',
    '    repeat 30–100',
    '      preprocess 30–40.25',
    '      job 38–80',
    '        compile 38–39.5',
    '        upload 40–45',
    '      train 40.25–100',
  ]);
  const failed = ['run', 'step hybrid', 'step hybrid repeat 1', 'step hybrid repeat 1 part 2'];
  for (const path of failed) {
    expect(found(root, path).error, path).toBe('The cloud is down.');
    expect(attributesOf(found(root, path))).toMatchObject({ 'error.type': 'backend-down' });
  }
  expect(found(root, 'job k').error).toContain('cloud');
  for (const path of ['step prepare', 'step hybrid repeat 1 part 1']) expect(found(root, path).error).toBeUndefined();
  expect(attributesOf(root)).toMatchObject({ 'cicd.pipeline.result': 'error' });
  expect(attributesOf(found(root, 'step hybrid'))).toMatchObject({ 'cicd.pipeline.task.run.result': 'error' });
});

test('the result of a run is one of those that pipelines have', () => {
  const resultOf = (changes: Partial<RunRecord>) =>
    attributesOf(runSpans(recordOf(changes), []))['cicd.pipeline.result'];
  const ended = (reason: NonNullable<RunRecord['failure']>['reason']) => ({ reason, message: 'Why.' });
  expect(resultOf({ state: 'failed', failure: ended('invalid-input') })).toBe('failure');
  expect(resultOf({ state: 'failed', failure: ended('timeout') })).toBe('timeout');
  expect(resultOf({ state: 'stopped', failure: ended('gate') })).toBe('skip');
  expect(resultOf({ state: 'stopped', failure: ended('budget') })).toBe('failure');
  expect(resultOf({ state: 'cancelled' })).toBe('cancellation');
  expect(resultOf({ state: 'running' })).toBeUndefined();
  expect(attributesOf(runSpans(recordOf({ state: 'waiting' }), []))).toMatchObject({
    'cicd.pipeline.run.state': 'executing',
  });
});

test('what an interruption left open ends there, and the rest is told by the resumed run', () => {
  const events = [
    ...early,
    ...logOf(
      [60, { event: 'resumed', product: '1.2.4' }],
      [62, step('hybrid', 'started')],
      [62, repeat('started')],
      [80, job('completed')],
      [81, phase('queue', 45, 30)],
      [120, repeat('finished')],
      [121, step('hybrid', 'finished')],
    ),
  ];
  const root = runSpans(recordOf(), events);
  expect(found(root, 'step hybrid').end - began).toBe(50);
  expect(found(root, 'step hybrid 2').start - began).toBe(62);
  // The time it waited is cut to the repeat that took it up.
  expect(outline(found(root, 'step hybrid 2'))).toContain('    job 62–80');
  expect(root.events.map(({ name }) => name)).toEqual(['resumed']);
  const { spans } = runTrace(recordOf(), events).requests[0]?.resourceSpans[0]?.scopeSpans[0] ?? { spans: [] };
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
});

test('logs of older versions give the spans they know of', () => {
  const old = whole.filter(({ event }) => event === 'state' || event === 'step');
  expect(outline(runSpans(recordOf(), old))).toEqual([
    'RUN example 0–130',
    '  validate 1–20',
    '  prepare 20–30',
    '  hybrid 30–121',
  ]);
  expect(outline(runSpans(recordOf(), []))).toEqual(['RUN example 0–130']);
});

test('the message has identifiers of their own length, texts for large numbers, and is the same every time', () => {
  const trace = runTrace(recordOf(), whole);
  expect(runTrace(recordOf(), whole)).toEqual(trace);
  const [request] = trace.requests;
  const [resource] = request?.resourceSpans ?? [];
  const spans = resource?.scopeSpans[0]?.spans ?? [];
  expect(spans).toHaveLength(trace.spanCount);
  expect(trace.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(spans[0]).toMatchObject({ traceId: trace.traceId, kind: 2, startTimeUnixNano: '1700000000000000000' });
  expect(spans[0]).not.toHaveProperty('parentSpanId');
  const ids = new Set<string | undefined>([spans[0]?.spanId]);
  for (const { parentSpanId, spanId } of spans.slice(1)) {
    expect(spanId).toMatch(/^[0-9a-f]{16}$/);
    // Parents stand before their children.
    expect(ids).toContain(parentSpanId);
    ids.add(spanId);
  }
  expect(ids.size).toBe(spans.length);
  const preprocess = spans.find(({ name }) => name === 'preprocess');
  expect(preprocess?.endTimeUnixNano).toBe('1700000000040250000');
  const values = Object.fromEntries(spans[0]?.attributes.map(({ key, value }) => [key, value]) ?? []);
  expect(values['quantum.qubits']).toEqual({ intValue: '3' });
  expect(values['quantum.cost.amount']).toEqual({ doubleValue: 2 });
  const told = Object.fromEntries(resource?.resource.attributes.map(({ key, value }) => [key, value]) ?? []);
  expect(told).toMatchObject({
    'service.name': { stringValue: 'hybrid-quantum' },
    'service.version': { stringValue: '1.2.3' },
    'process.runtime.version': { stringValue: '24.1.0' },
    'os.type': { stringValue: 'linux' },
    'vcs.ref.head.revision': { stringValue: 'abc' },
  });
});

test('a large trace is divided among requests', () => {
  const { requests, spanCount } = runTrace(recordOf(), whole, {}, 4);
  const sizes = requests.map(({ resourceSpans }) => resourceSpans[0]?.scopeSpans[0]?.spans.length ?? 0);
  expect(sizes.slice(0, -1).every((size) => size === 4)).toBe(true);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(spanCount);
});
