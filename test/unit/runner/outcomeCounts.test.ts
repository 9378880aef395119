import { expect, test } from 'vitest';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { outcomeCounts } from '#runner/outcomeCounts.ts';

function circuit(
  bits: readonly { readonly name: string; readonly size: number }[],
  operations: readonly Operation[],
): Circuit {
  let start = 0;
  const bitRegisters = bits.map(({ name, size }) => {
    const register = { name, start, size };
    start += size;
    return register;
  });
  return {
    qubitCount: 3,
    bitCount: start,
    qubitRegisters: [{ name: 'q', start: 0, size: 3 }],
    bitRegisters,
    parameters: [],
    operations,
  };
}

test('without measurements the strings show all qubits, the highest leftmost', () => {
  expect(outcomeCounts(circuit([], []), { probabilities: { '001': 0.5, '110': 0.5 } }, 10)).toEqual({
    '001': 5,
    '110': 5,
  });
});

test('with measurements they show the bits, registers apart', () => {
  const measured = circuit(
    [
      { name: 'a', size: 1 },
      { name: 'b', size: 2 },
    ],
    [
      { kind: 'measure', qubit: 2, bit: 0 },
      { kind: 'measure', qubit: 0, bit: 2 },
    ],
  );
  const outcome = { probabilities: {}, counts: { '100': 7, '001': 5 } };
  expect(outcomeCounts(measured, outcome, 12)).toEqual({ '10 0': 7, '00 1': 5 });
});

test('probabilities become whole counts that add up to the shots', () => {
  const third = 1 / 3;
  const counts = outcomeCounts(circuit([], []), { probabilities: { '000': third, '001': third, '010': third } }, 100);
  expect(counts).toEqual({ '000': 34, '001': 33, '010': 33 });
});
