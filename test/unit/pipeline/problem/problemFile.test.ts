import { describe, expect, test } from 'vitest';
import { objectiveValue } from '#core/optimise/binary/quadraticObjective.ts';
import { loadProblem } from '#core/pipeline/problem/loadProblem.ts';
import { memoryFiles, pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';

async function loaded(kind: 'maxcut' | 'qubo' | 'hamiltonian', name: string, text: string, qubits: number) {
  const pipeline = resolvedPipeline(
    pipelineText({
      task: kind === 'hamiltonian' ? 'ground-state' : 'optimisation',
      data: '',
      problem: `{ kind: ${kind}, sense: max, file: ${name} }`,
      quantum: `{ qubits: ${qubits}, ansatz: { use: real-amplitudes } }`,
    }),
  );
  return await loadProblem(pipeline, memoryFiles({ [name]: text }));
}

/** The values of all assignments, index bit i = variable i. */
async function values(kind: 'maxcut' | 'qubo', name: string, text: string, variables: number): Promise<number[]> {
  const problem = await loaded(kind, name, text, variables);
  if (problem.kind !== 'binary') throw new Error('The problem has binary variables.');
  return Array.from({ length: 2 ** variables }, (_, state) =>
    objectiveValue(
      problem.objective,
      Array.from({ length: variables }, (_unused, bit) => (state >> bit) & 1),
    ),
  );
}

describe('the edges of a path with the weights 2 and 1', () => {
  const path = [0, 2, 3, 1, 1, 3, 2, 0];
  const market = '%%MatrixMarket matrix coordinate';

  test.each([
    ['a.json', '[[0, 1, 2], [1, 2]]'],
    ['b.json', '{"edges": [[0, 1, 2], [1, 2, 1]]}'],
    ['c.txt', '# a path\n0 1 2\n1 2\n'],
    ['d.edgelist', '0 1 2.0\r\n1 2 1\r\n'],
    ['e.gset', '3 2\n1 2 2\n2 3 1\n'],
    ['f.txt', '3 2\n1 2 2\n2 3 1\n'],
    ['g.mtx', `${market} real symmetric\n% comment\n3 3 2\n2 1 2\n3 2 1\n`],
    ['h.mtx', `${market} integer general\n3 3 4\n1 2 2\n2 1 2\n2 3 1\n3 2 1\n`],
    ['i.csv', 'first,second,weight\n0,1,2\n1,2,1\n'],
  ])('%s', async (name, text) => {
    expect(await values('maxcut', name, text, 3)).toEqual(path);
  });

  test('a pattern has weights of 1', async () => {
    expect(await values('maxcut', 'p.mtx', `${market} pattern symmetric\n2 2 1\n2 1\n`, 2)).toEqual([0, 1, 1, 0]);
  });

  test('two numbers in the first line are an edge where they count nothing', async () => {
    expect(await values('maxcut', 'x.txt', '0 1\n1 2\n', 3)).toEqual([0, 1, 2, 1, 1, 2, 1, 0]);
  });
});

describe('a quadratic objective 1 x0 − 3 x1 + 4 x0 x1', () => {
  test.each([
    ['a.json', '[[0, 0, 1], [1, 1, -3], [0, 1, 4]]'],
    ['b.json', '{"linear": [1, -3], "quadratic": [[0, 1, 4]]}'],
    ['c.json', '{"linear": {"0": 1, "1": -3}, "quadratic": {"(0, 1)": 4}}'],
    ['d.mtx', '%%MatrixMarket matrix coordinate real symmetric\n2 2 3\n1 1 1\n2 2 -3\n2 1 2\n'],
    // x = (1 − s) / 2 in each of them.
    ['e.json', '{"h": [-1.5, 0.5], "J": {"0,1": 1}, "offset": 0}'],
  ])('%s', async (name, text) => {
    expect(await values('qubo', name, text, 2)).toEqual([0, 1, -3, 2]);
  });
});

describe('the Hamiltonian 0.5 Z0 Z1 − 0.25 X0 + 2', () => {
  test.each([
    ['a.json', '{"ZZ": 0.5, "IX": -0.25, "II": 2}'],
    ['b.json', '[["ZZ", 0.5], ["X0", -0.25], ["II", 2]]'],
    [
      'c.json',
      '[{"pauli": "ZZ", "coefficient": 0.5}, {"pauli": "IX", "coefficient": -0.25}, {"pauli": "II", "coefficient": 2}]',
    ],
    ['d.txt', '0.5 ZZ\n-0.25 X0 # a field\n2 II\n'],
    ['e.paulis', 'Z0 Z1 0.5\nIX -2.5e-1\nII 2\n'],
    ['f.txt', '(2+0j) [] +\n0.5 [Z0 Z1] +\n(-0.25+0j) [X0]\n'],
    ['g.csv', 'pauli,coefficient\nZZ,0.25\nZZ,0.25\nIX,-0.25\nII,2\n'],
  ])('%s', async (name, text) => {
    const problem = await loaded('hamiltonian', name, text, 2);
    expect(problem.constant).toBe(2);
    const terms = problem.observable.terms.map(({ coefficient, factors }) => [
      factors.map(({ axis, qubit }) => `${axis}${qubit}`).join(' '),
      coefficient,
    ]);
    expect(Object.fromEntries(terms)).toEqual({ 'Z0 Z1': 0.5, X0: -0.25 });
  });
});

test.each([
  ['no JSON', 'maxcut', 'a.json', '[[0, 1]', 'not valid JSON', undefined],
  ['another form', 'maxcut', 'a.json', '{"nodes": [1]}', 'another form', undefined],
  ['an energy of spins for a cut', 'maxcut', 'a.json', '{"h": [1, 1]}', 'another form', undefined],
  ['a word in an edge', 'maxcut', 'a.txt', '0 1\n1 two\n', '“two” is no number', 1],
  ['half a vertex', 'maxcut', 'a.txt', '0 1.5\n', 'whole numbers', 0],
  ['four numbers', 'maxcut', 'a.txt', '0 1 2 3\n', 'two numbers and perhaps a weight', 0],
  ['no edges', 'maxcut', 'a.txt', '# none\n', 'no edges', undefined],
  ['another matrix', 'qubo', 'a.mtx', '%%MatrixMarket matrix array real general\n2 2\n1\n2\n3\n4\n', 'first line', 0],
  [
    'missing entries',
    'qubo',
    'a.mtx',
    '%%MatrixMarket matrix coordinate real general\n2 2 3\n1 1 1\n',
    'promises 3',
    1,
  ],
  [
    'two weights',
    'maxcut',
    'a.mtx',
    '%%MatrixMarket matrix coordinate real general\n2 2 2\n1 2 1\n2 1 3\n',
    'two weights',
    undefined,
  ],
  ['a complex coefficient', 'hamiltonian', 'a.txt', 'II 1\n(0.5+1j) [Z0]\n', 'no real coefficient', 1],
  ['a key of one variable', 'qubo', 'a.json', '{"quadratic": {"0": 1}}', 'two variables', undefined],
] as const)('%s is told with its place', async (_name, kind, name, text, message, line) => {
  const failure = loaded(kind, name, text, 2);
  await expect(failure).rejects.toThrow(message);
  await expect(failure).rejects.toMatchObject({ reason: 'invalid-input', place: { path: name } });
  if (line !== undefined) await expect(failure).rejects.toMatchObject({ place: { line } });
});
