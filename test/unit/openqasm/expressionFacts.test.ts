import { expect, test } from 'vitest';
import { analyseProgram, describeType, expressionFacts } from '#core/openqasm/index.ts';
import type { Expression, Statement } from '#core/openqasm/syntaxTree.ts';

const declarations = `OPENQASM 3.2;
const uint[8] n = 3;
int[16] i = 1;
bit[4] c;
qubit[5] q;
array[float[32], 3, 2] grid;
input angle[8] theta;
def parity(bit[4] b) -> bit { return b[0]; }
`;

function initializerOf(statement: Statement | undefined): Expression {
  if (statement?.kind !== 'classical-declaration' || !statement.initializer) throw new Error('No initialiser.');
  return statement.initializer;
}

function factsOf(expression: string) {
  const analysis = analyseProgram(`${declarations}float x = ${expression};`);
  const before = analysis.diagnostics.length;
  const facts = expressionFacts(analysis, 0, initializerOf(analysis.tree.statements.at(-1)));
  expect(analysis.diagnostics.length).toBe(before);
  return facts;
}

test.each([
  ['n', 'uint[8]', 3n],
  ['2 * n + 1', 'uint[8]', 7n],
  ['pi / 2', 'float[64]', Math.PI / 2],
  ['n > 2', 'bool', true],
  ['angle[4](pi)', 'angle[4]', { kind: 'angle', value: 8n, width: 4 }],
  ['n[0:1]', 'bit[2]', { kind: 'bits', value: 3n, width: 2 }],
  ['sizeof(grid, 1)', 'uint', 2n],
])('%s is a constant of type %s', (expression, type, value) => {
  const facts = factsOf(expression);
  expect(describeType(facts.type)).toBe(type);
  expect(facts).toMatchObject({ isConstant: true, value });
});

test.each([
  ['i + 1', 'int[16]'],
  ['c', 'bit[4]'],
  ['c[0]', 'bit'],
  ['c[{0, 2}]', 'bit[2]'],
  ['q[1:3]', 'qubit[3]'],
  ['q[0]', 'qubit'],
  ['$0', 'qubit'],
  ['grid[0]', 'array[float[32], 2]'],
  ['grid[0:1, 1]', 'array[float[32], 2]'],
  ['grid[2, 1] * 2', 'float[32]'],
  ['theta * 2', 'angle[8]'],
  ['parity(c)', 'bit'],
  ['measure q[0:1]', 'bit[2]'],
])('%s has type %s, which the run gives a value', (expression, type) => {
  const facts = factsOf(expression);
  expect(describeType(facts.type)).toBe(type);
  expect(facts.isConstant).toBe(false);
  expect(facts.value).toBeUndefined();
});

test('what an error hides has no type', () => {
  expect(describeType(factsOf('missing + 1').type)).toBe('unknown');
});
