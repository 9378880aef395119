import fc from 'fast-check';
import type { Circuit, Condition, GateOperation, Operation } from '#core/circuit/circuit.ts';
import { gateNames, gateTable } from '#core/circuit/gateTable.ts';
import { controlled, gate } from '#test/support/circuitBuilder.ts';
import { measuredCircuit } from './measuredCircuits.ts';

/** Gates that are Clifford gates for angles that are multiples of π/2. */
const names = gateNames.filter((name) => name !== 't' && name !== 'tdg' && name !== 'gphase');

/** A Clifford gate under any of its names: angles are multiples of π/2, controls are on Pauli gates. */
export function cliffordGate(qubits: number): fc.Arbitrary<GateOperation> {
  const order = fc.shuffledSubarray(
    Array.from({ length: qubits }, (_, qubit) => qubit),
    { minLength: qubits },
  );
  const quarters = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 3, maxLength: 3 });
  const plain = fc
    .tuple(fc.constantFrom(...names.filter((name) => gateTable[name].targets <= qubits)), order, quarters)
    .map(([name, places, turns]) => {
      const { parameters, targets } = gateTable[name];
      const angles = turns.slice(0, parameters.length).map((turn) => (turn * Math.PI) / 2);
      return gate(name, places.slice(0, targets), ...angles);
    });
  const under = fc
    .tuple(
      fc.constantFrom<GateOperation>(
        gate('x', 0),
        gate('y', 0),
        gate('z', 0),
        gate('rz', 0, Math.PI),
        gate('rx', 0, -Math.PI),
        gate('ry', 0, Math.PI),
        gate('p', 0, Math.PI),
        gate('u', 0, Math.PI, Math.PI / 2, Math.PI / 2),
        gate('rx', 0, 2 * Math.PI),
        gate('rzz', [0, 1], Math.PI),
      ),
      order,
      fc.constantFrom<0 | 1>(0, 1),
    )
    .filter(([inner]) => inner.targets.length < qubits)
    .map(([inner, places, value]) => {
      const count = inner.targets.length;
      return controlled({ ...inner, targets: places.slice(0, count) }, { qubit: places[count] ?? 0, value });
    });
  return fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: under });
}

/** Clifford gates with measurements and resets between them, and Pauli gates that depend on single bits. */
export function cliffordCircuit(qubits: number, bits: number): fc.Arbitrary<Circuit> {
  const condition = fc
    .tuple(fc.nat({ max: bits - 1 }), fc.constantFrom<'==' | '!='>('==', '!='), fc.constantFrom(0, 1))
    .map(([bit, operator, value]): Condition => ({ kind: 'compare', bits: [bit], operator, value }));
  const pauli = fc
    .tuple(fc.constantFrom('x', 'y', 'z'), fc.nat({ max: qubits - 1 }))
    .map(([name, qubit]): Operation => gate(name, qubit));
  const branches = fc
    .tuple(condition, fc.array(pauli, { minLength: 1, maxLength: 2 }), fc.array(pauli, { maxLength: 2 }))
    .map(([when, body, otherwise]): Operation => ({ kind: 'conditional', condition: when, body, otherwise }));
  return measuredCircuit({ qubits, bits, gate: cliffordGate(qubits), branches });
}
