import fc from 'fast-check';
import type { Circuit, Condition, Operation } from '#core/circuit/circuit.ts';
import { circuit, measure, reset } from '#test/support/circuitBuilder.ts';
import { anyGate } from './circuits.ts';

/** How circuits with measurements in their middle are made. */
export interface MeasuredCircuitOptions {
  readonly qubits: number;
  readonly bits: number;
  readonly gate: fc.Arbitrary<Operation>;
  readonly condition: fc.Arbitrary<Condition>;
  /** Whether branches hold measurements. */
  readonly measuresInBranches: boolean;
}

/** A comparison of some of the bits, or of all in order. */
export function comparison(bits: number): fc.Arbitrary<Condition> {
  const all = Array.from({ length: bits }, (_, bit) => bit);
  return fc
    .tuple(
      fc.oneof(fc.shuffledSubarray(all, { minLength: 1 }), fc.constant(all), fc.constant(all.slice(0, -1))),
      fc.constantFrom('==', '!=', '<', '<=', '>', '>='),
      fc.integer({ min: -1, max: 2 ** bits + 1 }),
    )
    .map(([read, operator, value]): Condition => ({ kind: 'compare', bits: read, operator, value }));
}

/** Comparisons joined by not, and, or. */
export function anyCondition(bits: number): fc.Arbitrary<Condition> {
  return fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      comparison(bits),
      tie('condition').map((operand): Condition => ({ kind: 'not', operand })),
      fc
        .tuple(fc.constantFrom('and', 'or'), tie('condition'), tie('condition'))
        .map(([kind, left, right]): Condition => ({ kind, left, right })),
    ),
  })).condition;
}

/** Gates, measurements, resets and conditionals, one in another; all qubits are measured at the end. */
export function measuredCircuit(options: MeasuredCircuitOptions): fc.Arbitrary<Circuit> {
  const { bits, condition, gate, measuresInBranches, qubits } = options;
  const qubit = fc.nat({ max: qubits - 1 });
  const measurement = fc.tuple(qubit, fc.nat({ max: bits - 1 })).map(([from, to]) => measure(from, to));
  const plain: fc.Arbitrary<Operation>[] = [gate, gate, qubit.map(reset)];
  const { operation } = fc.letrec<{ operation: Operation; inner: Operation }>((tie) => {
    const branches = fc
      .tuple(
        condition,
        fc.array(tie('inner'), { minLength: 1, maxLength: 3 }),
        fc.array(tie('inner'), { maxLength: 2 }),
      )
      .map(([when, body, otherwise]): Operation => ({ kind: 'conditional', condition: when, body, otherwise }));
    const inside = measuresInBranches ? [...plain, measurement] : plain;
    return {
      operation: fc.oneof(...plain, measurement, branches),
      inner: fc.oneof({ depthSize: 'xsmall' }, ...inside, branches),
    };
  });
  return fc.array(operation, { minLength: 1, maxLength: 8 }).map((operations) =>
    circuit(
      qubits,
      [...operations, ...Array.from({ length: Math.min(qubits, bits) }, (_, index) => measure(index, index))],
      {
        bits,
      },
    ),
  );
}

/** As {@link measuredCircuit} with any gates and conditions. */
export function anyMeasuredCircuit(qubits: number, bits: number): fc.Arbitrary<Circuit> {
  return measuredCircuit({
    qubits,
    bits,
    gate: anyGate(qubits),
    condition: anyCondition(bits),
    measuresInBranches: true,
  });
}
