import { once } from 'node:events';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { hybridq, startHybridq } from '#test/support/cli/hybridq.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

let python: string;

beforeAll(async () => {
  python = await pythonEnvironment();
});

interface Project {
  readonly preprocess?: string;
  readonly head: string;
  readonly quantum?: string;
  readonly benchmark?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** A pipeline of iris in a folder of its own. */
async function inProject<T>(project: Project, work: (folder: string) => Promise<T>): Promise<T> {
  const pipeline = [
    'hybrid: 1',
    'name: iris',
    'pattern: quantum-features',
    'task: classification',
    'seeds: { root: 7 }',
    'data: { source: { builtin: iris }, target: species, split: { method: kfold, folds: 3, shuffle: true } }',
    `preprocess: ${project.preprocess ?? '[{ use: standardize }, { use: pca, with: { components: 2 } }, { use: to-angle }]'}`,
    `quantum: ${project.quantum ?? '{ qubits: 2, featureMap: { use: angle } }'}`,
    `head: ${project.head}`,
    `benchmark: ${project.benchmark ?? '{ ablations: [no-quantum] }'}`,
  ];
  return await withTemporaryFolder(async (folder) => {
    for (const [path, text] of Object.entries({ 'iris.hybrid.yaml': pipeline.join('\n'), ...project.files })) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await work(folder);
  });
}

async function run(folder: string, ...more: string[]): Promise<{ code: number | null; record: RunRecord }> {
  const parameters = ['run', 'iris.hybrid.yaml', '--format', 'json', '--python', python, ...more];
  const { code, stderr, stdout } = await hybridq(parameters, { folder, limit: 200_000 });
  if (stdout === '') throw new Error(stderr);
  return { code, record: (JSON.parse(stdout) as { record: RunRecord }).record };
}

/** The values of a metric by contender. */
function values({ failure, result }: RunRecord, metric: string): Record<string, readonly number[] | undefined> {
  if (!result) throw new Error(failure?.message ?? 'The run has no result.');
  return Object.fromEntries(
    result.contenders.map(({ id, metrics }) => [id, metrics.find(({ name }) => name === metric)?.values]),
  );
}

const logistic = 'sklearn.linear_model.LogisticRegression, params: { max_iter: 5000, tol: 1e-9 }';
const ownSteps = `
import numpy

class Components:
    """Principal components by the eigenvectors of the covariance, the largest loading positive."""

    def __init__(self, count):
        self.count = count

    def fit(self, rows):
        self.mean = rows.mean(axis=0)
        values, vectors = numpy.linalg.eigh(numpy.cov((rows - self.mean).T))
        chosen = vectors[:, numpy.argsort(values)[::-1][: self.count]]
        largest = numpy.argmax(numpy.abs(chosen), axis=0)
        self.components = chosen * numpy.sign(chosen[largest, numpy.arange(self.count)])
        return self

    def transform(self, rows):
        return (rows - self.mean) @ self.components
`;

describe('a run with scikit-learn gives what a run with our own models gives', () => {
  test('steps of a package and of a file, a head and a baseline', async () => {
    const ours = await inProject({ head: '{ use: logistic-regression }' }, (folder) => run(folder));
    const steps = (reduce: string) => `[{ use: standardize }, ${reduce}, { use: to-angle }]`;
    const package_ =
      '{ use: python, with: { import: sklearn.decomposition.PCA, params: { n_components: 2 }, outputs: 2 } }';
    const file = '{ use: python, with: { file: steps/own.py, entry: Components, params: { count: 2 }, outputs: 2 } }';
    for (const reduce of [package_, file]) {
      const project = {
        preprocess: steps(reduce),
        head: `{ use: python, with: { import: ${logistic} } }`,
        benchmark: `{ baselines: [{ use: logistic-regression }, { id: theirs, use: python, with: { import: ${logistic} } }], ablations: [no-quantum] }`,
        files: { 'steps/own.py': ownSteps },
      };
      const { code, record } = await inProject(project, (folder) => run(folder));
      expect([code, record.state, record.failure]).toEqual([0, 'succeeded', undefined]);
      for (const metric of ['accuracy', 'log-loss']) {
        const [own, theirs] = [values(ours.record, metric), values(record, metric)];
        const expected = (id: string) => own[id]?.map((value) => expect.closeTo(value, metric === 'accuracy' ? 12 : 5));
        expect(theirs['hybrid'], metric).toEqual(expected('hybrid'));
        expect(theirs['no-quantum'], metric).toEqual(expected('no-quantum'));
        expect(theirs['theirs'], metric).toEqual(expected('logistic-regression'));
      }
      const { components } = record.environment;
      expect(components?.['python']).toMatch(/^3\./);
      expect(components?.['scikit-learn']).toMatch(/^\d+\.\d+/);
      expect(Object.keys(record.inputs)).toContain('iris.hybrid.yaml');
      if (reduce === file) expect(record.inputs['steps/own.py']).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  test('a support vector machine on the kernel of the circuit', async () => {
    const quantum = '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }';
    const ours = await inProject({ quantum, head: '{ use: svm }' }, (folder) => run(folder));
    const head = '{ use: python, with: { import: sklearn.svm.SVC } }';
    const theirs = await inProject({ quantum, head }, (folder) => run(folder));
    expect(values(theirs.record, 'accuracy')['hybrid']).toEqual(values(ours.record, 'accuracy')['hybrid']);
  });

  test('the same run again gives the same numbers', async () => {
    const head =
      '{ use: python, with: { import: sklearn.ensemble.RandomForestClassifier, params: { n_estimators: 10 } } }';
    await inProject({ head }, async (folder) => {
      const [first, second] = [await run(folder), await run(folder)];
      expect(values(second.record, 'log-loss')).toEqual(values(first.record, 'log-loss'));
      const other = await run(folder, '--seed', '8');
      expect(values(other.record, 'log-loss')).not.toEqual(values(first.record, 'log-loss'));
    });
  });
});

/** Waits at its first fit for as long as there is a file of that name. */
const waiting = `
import os, socket
import numpy

class Mine:
  def __init__(self, random_state):
    self.generator = numpy.random.RandomState(random_state)
  def fit(self, rows, targets):
    if os.path.exists("hold"):
      self.line = socket.socket(socket.AF_UNIX)
      self.line.connect("line")
      self.line.recv(1)
    self.answer = self.generator.choice(targets)
  def predict(self, rows):
    return numpy.full(len(rows), self.answer)
`;

test.skipIf(process.platform === 'win32')('a run that was killed goes on with the code it began with', async () => {
  const head = '{ use: python, with: { file: mine.py, entry: Mine } }';
  await inProject({ head, files: { 'mine.py': waiting } }, async (folder) => {
    const whole = await run(folder);
    await writeFile(join(folder, 'hold'), '');
    const server = createServer().listen(join(folder, 'line'));
    const connection = once(server, 'connection');
    const running = startHybridq(['run', 'iris.hybrid.yaml', '--python', python], { folder, limit: 120_000 });
    const [line] = (await connection) as [Socket];
    running.child.kill('SIGKILL');
    await running.ended;
    line.destroy();
    server.close();
    await rm(join(folder, 'hold'));
    await writeFile(join(folder, 'mine.py'), 'raise RuntimeError("changed since")');
    const parameters = ['runs', 'resume', 'last', '--format', 'json', '--python', python];
    const { stderr, stdout } = await hybridq(parameters, { folder, limit: 120_000 });
    if (stdout === '') throw new Error(stderr);
    const { record } = JSON.parse(stdout) as { record: RunRecord };
    expect(record.state).toBe('succeeded');
    expect(values(record, 'accuracy')).toEqual(values(whole.record, 'accuracy'));
    expect(record.inputs).toEqual(whole.record.inputs);
  });
});

test('the estimator in the guide does what it says', async () => {
  const page = await readFile(join(projectRoot, 'docs', 'user-guide', 'python.md'), 'utf8');
  const code = /^```python\n([\s\S]*?)^```/m.exec(page)?.[1] ?? '';
  const project = {
    head: '{ use: python, with: { file: models/nearest.py, entry: Nearest, params: { neighbours: 1 } } }',
    benchmark: '{ baselines: [{ use: knn, with: { neighbours: 1 } }], ablations: [no-quantum] }',
    files: { 'models/nearest.py': code },
  };
  const { record } = await inProject(project, (folder) => run(folder));
  const accuracy = values(record, 'accuracy');
  expect(accuracy['no-quantum']).toEqual(accuracy['knn']);
});

describe('a run that cannot go on', () => {
  test('versions other than the pinned ones are refused before anything runs', async () => {
    const head = '{ use: python, with: { import: sklearn.svm.SVC, requires: { scikit-learn: "0.1.*" } } }';
    const { code, record } = await inProject({ head }, (folder) => run(folder));
    expect([code, record.state, record.result]).toEqual([1, 'failed', undefined]);
    expect(record.failure).toMatchObject({
      reason: 'unsupported',
      message: expect.stringMatching(/^sklearn\.svm\.SVC requires scikit-learn 0\.1\.\*, but .* has /),
      advice: expect.stringMatching(/pip install scikit-learn/),
    });
    expect(record.step).toBeUndefined();
  });

  test('code that raises ends the run with its place', async () => {
    const files = {
      'mine.py':
        'class Mine:\n  def fit(self, rows, targets):\n    raise RuntimeError("not today")\n  def predict(self, rows):\n    pass\n',
    };
    const head = '{ use: python, with: { file: mine.py, entry: Mine } }';
    const { code, record } = await inProject({ head, files }, (folder) => run(folder));
    expect([code, record.state]).toEqual([1, 'failed']);
    expect(record.failure).toMatchObject({
      reason: 'invalid-input',
      message: 'mine.py:3:1: Mine of mine.py failed with RuntimeError: not today.',
    });
  });

  test('an interpreter that is not there is named', async () => {
    await inProject({ head: '{ use: python, with: { import: sklearn.svm.SVC } }' }, async (folder) => {
      const { record } = await run(folder, '--python', './no/python');
      expect(record.failure).toMatchObject({
        reason: 'not-found',
        message: `There is no Python interpreter ${join(folder, 'no', 'python')}.`,
        advice: expect.stringMatching(/--python/),
      });
    });
  });
});

test('check and plan run no code', async () => {
  const files = { 'mine.py': 'open("touched", "w").close()\nclass Mine:\n  pass\n' };
  const head = '{ use: python, with: { file: mine.py, entry: Mine } }';
  await inProject({ head, files }, async (folder) => {
    const environment = { HYBRIDQ_PYTHON: python };
    for (const command of ['check', 'plan']) {
      const { code, stderr } = await hybridq([command, 'iris.hybrid.yaml'], { folder, environment });
      expect([code, stderr], command).toEqual([0, expect.any(String)]);
    }
    await expect(access(join(folder, 'touched'))).rejects.toThrow();
    await hybridq(['run', 'iris.hybrid.yaml'], { folder, environment });
    await access(join(folder, 'touched'));
  });
});

describe.skipIf(process.platform === 'win32')('the end of hybridq', () => {
  /** Reports to the test and works for ever. */
  const busy = `
import socket
class Mine:
  def fit(self, rows, targets):
    self.line = socket.socket(socket.AF_UNIX)
    self.line.connect("line")
    while True:
      pass
  def predict(self, rows):
    pass
`;

  test.each(['SIGINT', 'SIGKILL'] as const)('by %s is the end of Python', async (signal) => {
    const head = '{ use: python, with: { file: mine.py, entry: Mine } }';
    await inProject({ head, files: { 'mine.py': busy } }, async (folder) => {
      const server = createServer().listen(join(folder, 'line'));
      const connection = once(server, 'connection');
      const running = startHybridq(['run', 'iris.hybrid.yaml', '--python', python], { folder, limit: 120_000 });
      const [line] = (await connection) as [Socket];
      const closed = once(line.resume(), 'close');
      running.child.kill(signal);
      await closed;
      const ended = await running.ended;
      expect([ended.code, ended.signal]).toEqual(signal === 'SIGINT' ? [130, null] : [null, 'SIGKILL']);
      server.close();
    });
  });
});
