import { expect, test } from 'vitest';
import { circuitPlan } from '#core/language/openqasm/circuitPlan.ts';
import { analyseProgram } from '#core/openqasm/analyseProgram.ts';

function documentOf(body: string) {
  const answer = circuitPlan(analyseProgram(`OPENQASM 3.0;\ninclude "stdgates.inc";\n${body}`), 4, 'probe.qasm');
  if (answer.kind !== 'plan') throw new Error(answer.reason);
  expect(answer.version).toBe(4);
  return answer.document;
}

test('says how large a circuit is, its gates from the most frequent, and what its state takes', () => {
  const document = documentOf(
    'input angle a;\nqubit[3] q;\nbit[2] c;\nry(a) q[0];\ncx q[0], q[1];\ncx q[1], q[2];\nccx q[0], q[1], q[2];\nreset q[2];\nc[0] = measure q[0];\nif (c[0]) x q[1];\n',
  );
  expect(document).toMatchObject({ name: 'probe.qasm', kind: 'circuit' });
  expect(document.facts).toEqual([
    '3 qubits, 2 bits, depth 6',
    '5 gates, 2 on two qubits, 1 on more',
    '1 measurement of 1 qubit, 1 reset, 1 place where the way depends on the run',
    'inputs that a run has to be given: a',
  ]);
  expect(document.contenders.rows).toEqual([
    ['cx', '2'],
    ['ccx', '1'],
    ['ry', '1'],
    ['x', '1'],
  ]);
  expect(document.backends[0]?.lines[0]?.text).toMatch(/^128 bytes for the state vector of 3 qubits;/);
});

test('a circuit without gates has no table of them', () => {
  const document = documentOf('qubit q;\n');
  expect(document.facts).toEqual(['1 qubit, depth 0', '0 gates, 0 on two qubits', 'nothing is measured']);
  expect(document.contenders.rows).toEqual([]);
});
