import { describe, expect, test } from 'vitest';
import { doSteps } from '#core/base/steps.ts';
import { type LoweredBeginning, lowerBeginningInSteps, lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseProgram } from '#core/openqasm/analyseProgram.ts';

const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[3] q;\n';

function beginning(text: string, wanted: number): LoweredBeginning {
  const isEnough = (operations: number) => operations >= wanted;
  return doSteps(lowerBeginningInSteps(analyseProgram(text), isEnough, { withGroups: true }));
}

function operationsOf({ lowered }: Pick<LoweredBeginning, 'lowered'>) {
  if (!lowered.ok) throw new Error(lowered.error[0]?.message);
  return lowered.value.operations;
}

describe('the beginning of a program', () => {
  test('has the operations of its first statements, as the whole program has them', () => {
    const text = `${header}h q;\nfor uint i in [0:2] { x q[i]; }\ncx q[0], q[1];\nbit c;\nif (c) z q[2];\nh q;\n`;
    const whole = operationsOf({ lowered: lowerProgram(analyseProgram(text), { withGroups: true }) });
    expect(whole).toHaveLength(11);
    for (let wanted = 1; wanted <= 12; wanted++) {
      const part = beginning(text, wanted);
      const operations = operationsOf(part);
      expect(operations).toEqual(whole.slice(0, operations.length));
      expect(part.isWhole).toBe(operations.length === whole.length);
    }
    expect(operationsOf(beginning(text, 7))).toHaveLength(7);
  });

  test('leaves out a loop that is too long for it, from its first pass on', () => {
    const loop = 'for uint i in [1:100000] { h q[0]; cx q[0], q[1]; }\n';
    const part = beginning(`${header}x q[0];\nx q[1];\n${loop}y q[2];\n`, 50);
    expect(part.isWhole).toBe(false);
    expect(operationsOf(part).map((operation) => operation.kind === 'gate' && operation.gate)).toEqual(['x', 'x']);
  });

  test('knows nothing of what is behind it', () => {
    const text = `${header}x q[0];\nx q[1];\nqubit late;\ninput float late_angle;\nwhile (true) { x q[0]; }\n`;
    const part = beginning(text, 1);
    expect(part.lowered).toMatchObject({ ok: true, value: { qubitCount: 3, parameters: [] } });
    expect(beginning(text, 3).lowered.ok).toBe(false);
  });

  test('tells how many qubits there are so far', () => {
    const seen: [number, number][] = [];
    const text = `${header}x q[0];\nqubit[2] r;\nx r[0];\n`;
    const isEnough = (operations: number, qubits: number) => {
      seen.push([operations, qubits]);
      return qubits === 5;
    };
    const part = doSteps(lowerBeginningInSteps(analyseProgram(text), isEnough));
    expect(seen.at(-1)).toEqual([1, 5]);
    expect(part.lowered).toMatchObject({ ok: true, value: { qubitCount: 5, operations: { length: 1 } } });
  });
});
