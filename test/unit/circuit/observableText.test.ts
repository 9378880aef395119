import { describe, expect, it, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { observableText, parseObservable } from '#core/circuit/observableText.ts';

const qubits = {
  qubitCount: 4,
  qubitRegisters: [
    { name: 'q', start: 0, size: 3 },
    { name: 'ancilla', start: 3, size: 1, scalar: true },
  ],
};

const read = (text: string, qubitCount = 4): PauliSum => parseObservable(text, { ...qubits, qubitCount });

function problemOf(text: string, qubitCount = 4): string {
  try {
    read(text, qubitCount);
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown.message;
    throw thrown;
  }
  throw new Error(`"${text}" was read.`);
}

test('a sum of multiples of products', () => {
  expect(read('0.5*Z0*Z1 - X2 + 1.5')).toEqual({
    terms: [
      {
        coefficient: 0.5,
        factors: [
          { qubit: 0, axis: 'Z' },
          { qubit: 1, axis: 'Z' },
        ],
      },
      { coefficient: -1, factors: [{ qubit: 2, axis: 'X' }] },
      { coefficient: 1.5, factors: [] },
    ],
  });
});

test.each([
  ['ZZII', 'Z2*Z3'],
  ['IXYZ', 'Z0*Y1*X2'],
  ['Z0Z1', 'Z0*Z1'],
  ['Z1 Z0', 'Z0*Z1'],
  ['  2 Z[ 1 ]·3 ', '6*Z1'],
  ['Z(q[1]) X(ancilla)', 'Z1*X3'],
  ['Z( q [ 1 ] )/4', '0.25*Z1'],
  ['-X0 − 2e-3*Y1', '-X0 - 0.002*Y1'],
  ['1e−2 Z0', '0.01*Z0'],
  ['.5 + 1. - I', '0.5'],
  ['I', '1'],
  ['I2*Z1', 'Z1'],
  ['X0*X0', '1'],
  ['X0*Y0*Z0*X0*Y0*Z0', '-1'],
  ['X0*Y0*X1*Y1', '-Z0*Z1'],
  ['Z0 + X1 + Z0', '2*Z0 + X1'],
  ['Z0 - Z0', '0'],
  ['0', '0'],
])('%s is %s', (text, wanted) => {
  expect(observableText(read(text))).toBe(wanted);
});

describe('what cannot be read is named with its place', () => {
  it.each([
    ['', 'The observable "" cannot be read: The observable is empty.'],
    ['Z0 +', 'The observable "Z0 +" cannot be read: The observable ends too early.'],
    ['Z0 * * X1', '"*" at character 6 is neither a number nor a Pauli operator.'],
    ['0.5*Q1', '"Q1" at character 5 is neither a number nor a Pauli operator.'],
    ['Z0 foo', '"foo" at character 4 does not belong here.'],
    ['Z0 ) X1', '")" at character 4 does not belong here.'],
    ['Z0 / X1', '"X1" at character 6 is no number to divide by.'],
    ['Z0/0', 'The factor of "Z0/0" is no finite number.'],
    ['1e999', 'The factor of "1e999" is no finite number.'],
    ['Z4', 'There is no qubit 4 for the operator at character 1; the circuit has 4 qubits, 0 to 3.'],
    ['Z(q[3])', '"q" at character 1 has no qubit 3, but 3 qubits.'],
    ['Z(q)', '"q" at character 1 has 3 qubits; say which, as in q[0].'],
    ['2*Z(r[0])', 'There is no qubit "r" for the operator at character 3; the registers are q, ancilla.'],
    ['ZZI', '"ZZI" at character 1 has 3 letters for 4 qubits.'],
    ['1 + ZZ0', '"ZZ" at character 5 has 2 letters for 4 qubits.'],
    ['X0*Y0', '"X0*Y0" is i times a Pauli product, which is no observable.'],
  ])('%s', (text, message) => {
    expect(problemOf(text)).toContain(message);
  });

  it('in one sentence with an example that can be read', () => {
    try {
      read('nothing', 2);
    } catch (thrown) {
      expect(thrown).toMatchObject({ reason: 'invalid-input' });
      const example = /such as (.*?), or a letter for each qubit such as (\w+)\./.exec(
        (thrown as Failure).advice ?? '',
      );
      expect(observableText(read(example?.[1] ?? '', 2))).toBe('0.5*Z0*Z1 - X0 + 1.5');
      expect(observableText(read(example?.[2] ?? '', 2))).toBe('Z0*Z1');
      return;
    }
    expect.unreachable();
  });

  it('however long it is', () => {
    expect(problemOf(`Z0${' + Z1'.repeat(300_000)}`)).toContain('characters, too many to read');
    expect(problemOf('Z0 Z1 '.repeat(50).concat('?')).length).toBeLessThan(200);
  });
});
