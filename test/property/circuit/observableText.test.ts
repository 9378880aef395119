import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { observableText, parseObservable } from '#core/circuit/observableText.ts';
import { collectTerms } from '#core/circuit/pauliProduct.ts';
import { anyPauliSum } from '#test/support/arbitraries/observables.ts';

const qubits = { qubitCount: 5, qubitRegisters: [{ name: 'q', start: 0, size: 5 }] };

test('what is written is read back', () => {
  fc.assert(
    fc.property(anyPauliSum(5), (sum) => {
      expect(parseObservable(observableText(sum), qubits)).toEqual(collectTerms(sum));
    }),
    { numRuns: 500 },
  );
});

test('any text is an observable or a failure that says why', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'Z0',
      'X1',
      'Y(q[2])',
      'ZZIXY',
      'I',
      '0.5',
      '1e3',
      '*',
      '/',
      '+',
      '-',
      ' ',
      '(',
      ')',
      '[',
      'q',
      '−',
    ),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      try {
        for (const { coefficient, factors } of parseObservable(pieces.join(''), qubits).terms) {
          expect(Number.isFinite(coefficient) && coefficient !== 0).toBe(true);
          const named = factors.map(({ qubit }) => qubit);
          expect(named).toEqual([...new Set(named)].sort((left, right) => left - right));
          expect(named.every((qubit) => qubit >= 0 && qubit < 5)).toBe(true);
        }
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(Failure);
        expect((thrown as Failure).reason).toBe('invalid-input');
        expect((thrown as Failure).message).toMatch(/^The observable ".*cannot be read: .*\.$/s);
      }
    }),
    { numRuns: 3000 },
  );
});
