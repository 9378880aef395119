import fc from 'fast-check';
import type { Circuit, Condition, Operation } from '#core/circuit/circuit.ts';
import { circuit, gate, measure, reset } from '#test/support/circuitBuilder.ts';
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

/**
 * A circuit with a loop that ends when a measurement gives another value, with a probability of at least 0.15 in each
 * pass, and in it gates, conditionals and switches on the other qubits; gates before and behind it.
 * @param qubits at least 3
 * @param bits at least 2
 */
export function loopingCircuit(qubits: number, bits: number): fc.Arbitrary<Circuit> {
  const last = qubits - 1;
  const others = anyGate(last);
  const inner = fc.oneof(others, anyBranches([others], bits), anySwitch(others, bits));
  return fc
    .record({
      before: fc.array(anyGate(qubits), { maxLength: 5 }),
      value: fc.constantFrom<0 | 1>(0, 1),
      bit: fc.nat({ max: bits - 1 }),
      body: fc.array(inner, { maxLength: 3 }),
      turn: fc.integer({ min: 800, max: 2300 }).map((value) => value / 1000),
      behind: fc.array(fc.oneof(anyGate(qubits), anySwitch(anyGate(qubits), bits)), { maxLength: 3 }),
    })
    .map(({ before, behind, bit, body, turn, value }) => {
      const condition: Condition = { kind: 'compare', bits: [bit], operator: '==', value };
      const again: Operation[] = [...body, gate('ry', last, turn), measure(last, bit)];
      const loop: Operation = { kind: 'while', condition, body: again };
      const all = Array.from({ length: Math.min(qubits, bits) }, (_, index) => measure(index, index));
      return circuit(qubits, [...before, measure(last, bit), loop, ...behind, ...all], { bits });
    });
}

/** A switch on all bits, with cases and without. */
function anySwitch(inner: fc.Arbitrary<Operation>, bits: number): fc.Arbitrary<Operation> {
  const body = fc.array(inner, { minLength: 1, maxLength: 2 });
  const values = Array.from({ length: 2 ** bits }, (_, value) => value);
  return fc.tuple(fc.shuffledSubarray(values, { minLength: 3, maxLength: 3 }), body, body, body).map(
    ([[first = 0, second = 0, third = 0], one, two, otherwise]): Operation => ({
      kind: 'switch',
      subject: {
        kind: 'bits',
        type: { kind: 'bits', width: bits },
        bits: Array.from({ length: bits }, (_, bit) => bit),
      },
      cases: [
        { values: [first, second], body: one },
        { values: [third], body: two },
      ],
      otherwise,
    }),
  );
}
