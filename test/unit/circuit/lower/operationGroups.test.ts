import { expect, test } from 'vitest';
import type { Operation, OperationGroup } from '#core/circuit/circuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { analyseProgram } from '#core/openqasm/analyseProgram.ts';

function lowered(text: string): readonly Operation[] {
  const result = lowerProgram(analyseProgram(`OPENQASM 3.0; include "stdgates.inc";\n${text}`), { withGroups: true });
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join(' '));
  return result.value.operations;
}

/** The labels of the groups an operation is in, outermost first. */
function path(group: OperationGroup | undefined): string {
  return group ? [path(group.outer), group.label].filter(Boolean).join(' / ') : '';
}

const paths = (text: string) => lowered(text).map(({ group }) => path(group));

test('operations of a defined gate belong to its call, and those of gates in it to theirs', () => {
  expect(
    paths(`
      gate pair a, b { h a; cx a, b; }
      gate both a, b { pair a, b; x a; }
      qubit[2] q;
      h q[0];
      both q[0], q[1];
    `),
  ).toEqual(['', 'both / pair', 'both / pair', 'both']);
});

test('calls are told apart, copies of a broadcast one too', () => {
  const operations = lowered('gate g a { x a; y a; } qubit[2] q; g q; g q[0];');
  expect(new Set(operations.map(({ group }) => group)).size).toBe(3);
  expect(operations[0]?.group).toBe(operations[1]?.group);
});

test('a call has its angles and its modifiers', () => {
  const [, second] = lowered('gate g(a) b, c { rx(a) b; cx b, c; } qubit[3] q; ctrl @ g(pi/2) q[0], q[1], q[2];');
  expect(second?.group).toMatchObject({ label: 'ctrl g', parameters: [Math.PI / 2] });
});

test('loops that are unrolled are groups of passes', () => {
  expect(paths('qubit[3] q; for uint i in [0:2] { h q[i]; } for int i in {4, 1} { x q[0]; }')).toEqual([
    'for i in [0:2] / i = 0',
    'for i in [0:2] / i = 1',
    'for i in [0:2] / i = 2',
    'for i in {4, 1} / i = 4',
    'for i in {4, 1} / i = 1',
  ]);
  expect(paths('qubit q; int n = 2; while (n > 0) { h q; n -= 1; }')).toEqual([
    'while (n > 0) / pass 1',
    'while (n > 0) / pass 2',
  ]);
});

test('a subroutine is a group, also inside a condition of the run', () => {
  const [, block] = lowered('def flip(qubit a) { x a; } qubit q; bit b; b = measure q; if (b) { flip(q); }');
  expect(block && bodiesOf(block)[0]?.map(({ group }) => path(group))).toEqual(['flip']);
});

test('gates that a library makes of several are groups, others are none', () => {
  expect(paths('qubit[2] q; cu(1, 2, 3, 4) q[0], q[1]; cx q[0], q[1]; u3(1, 2, 3) q[0];')).toEqual([
    'cu',
    'cu',
    '',
    '',
    '',
  ]);
});

test('nobody who does not ask is told', () => {
  const result = lowerProgram(analyseProgram('OPENQASM 3.0; gate g a { U(1, 2, 3) a; } qubit q; g q;'));
  expect(result.ok && result.value.operations.some((operation) => 'group' in operation)).toBe(false);
});

test('loops of the run are named as they are written, where their condition does not say it', () => {
  const labels = (text: string, withGroups = true) => {
    const analysis = analyseProgram(`OPENQASM 3.0; include "stdgates.inc";\nqubit q; bit[2] c; ${text}`);
    const result = lowerProgram(analysis, { withGroups });
    return result.ok ? result.value.operations.flatMap((each) => (each.kind === 'while' ? [each.label] : [])) : [];
  };
  const ranged = 'c[0] = measure q; for int i in [1 :2: int(c)] { x q; }';
  expect(labels(ranged)).toEqual(['for i in [1 :2: int(c)]']);
  expect(labels(ranged, false)).toEqual([undefined]);
  expect(labels('while (c[0]) { c[0] = measure q; }')).toEqual([undefined]);
  expect(labels('while (c[0]) { c[0] = measure q; if (c[1]) break; }')).toEqual(['while (c[0])']);
});
