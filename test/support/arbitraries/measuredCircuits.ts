import fc from 'fast-check';
import type { Circuit, Condition, Operation } from '#core/circuit/circuit.ts';
import { circuit, measure, reset } from '#test/support/circuitBuilder.ts';
import { anyGate } from './circuits.ts';

/** How circuits with measurements in their middle are made. */
export interface MeasuredCircuitOptions {
  readonly qubits: number;
  readonly bits: number;
  readonly gate: fc.Arbitrary<Operation>;
  /** Conditionals as a whole; made of gates, resets, measurements and further conditionals unless given. */
  readonly branches?: fc.Arbitrary<Operation>;
}

/** A comparison of some of the bits, or of all in order. */
function comparison(bits: number): fc.Arbitrary<Condition> {
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

/** Gates, measurements, resets and conditionals; all qubits are measured at the end. */
export function measuredCircuit({ bits, branches, gate, qubits }: MeasuredCircuitOptions): fc.Arbitrary<Circuit> {
  const qubit = fc.nat({ max: qubits - 1 });
  const measurement = fc.tuple(qubit, fc.nat({ max: bits - 1 })).map(([from, to]) => measure(from, to));
  const plain = [gate, gate, qubit.map(reset), measurement];
  const conditional = branches ?? anyBranches(plain, bits);
  return fc.array(fc.oneof(...plain, conditional), { minLength: 1, maxLength: 8 }).map((operations) => {
    const last = Array.from({ length: Math.min(qubits, bits) }, (_, index) => measure(index, index));
    return circuit(qubits, [...operations, ...last], { bits });
  });
}

/** As {@link measuredCircuit} with any gates and conditions. */
export function anyMeasuredCircuit(qubits: number, bits: number): fc.Arbitrary<Circuit> {
  return measuredCircuit({ qubits, bits, gate: anyGate(qubits) });
}

function anyBranches(plain: readonly fc.Arbitrary<Operation>[], bits: number): fc.Arbitrary<Operation> {
  const { branches } = fc.letrec<{ branches: Operation; inner: Operation }>((tie) => ({
    branches: fc
      .tuple(
        anyCondition(bits),
        fc.array(tie('inner'), { minLength: 1, maxLength: 3 }),
        fc.array(tie('inner'), { maxLength: 2 }),
      )
      .map(([condition, body, otherwise]): Operation => ({ kind: 'conditional', condition, body, otherwise })),
    inner: fc.oneof({ depthSize: 'xsmall' }, ...plain, tie('branches')),
  }));
  return branches;
}
