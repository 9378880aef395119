import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { type CircuitStep, circuitDifference, operationsOfSide } from '#core/circuit/difference/circuitDifference.ts';
import { operationForm, operationKey } from '#core/circuit/difference/operationKey.ts';
import { wireOrdered } from '#core/circuit/difference/wireOrder.ts';
import { bodiesOf, withBodies } from '#core/circuit/operationBodies.ts';
import { operationWires } from '#core/circuit/operationWires.ts';
import { circuitWithGroups, groupedProgram } from '#test/support/arbitraries/groupedPrograms.ts';
import { anyMeasuredCircuit } from '#test/support/arbitraries/measuredCircuits.ts';

/** Qubits and bits, and one wire for all that is computed. */
function wiresOf(operation: Operation): string[] {
  const computes = JSON.stringify(operation).includes('"variable"');
  return [...operationWires(operation), ...(computes ? ['computed'] : [])];
}

/** What happens on each wire, in order. */
function byWire(operations: readonly Operation[]): Record<string, unknown[]> {
  const wires: Record<string, unknown[]> = {};
  for (const operation of operations) {
    const header = operationKey(withBodies(operation, () => []));
    const what = [header, ...bodiesOf(operation).map(byWire)];
    for (const wire of new Set(wiresOf(operation))) {
      const before = wires[wire] ?? [];
      wires[wire] = [...before, what];
    }
  }
  return wires;
}

/** The circuit with neighbours that share no wire in another order. */
function shuffled(circuit: Circuit, choices: readonly number[]): Circuit {
  const operations = [...circuit.operations];
  for (const choice of choices) {
    const place = choice % Math.max(1, operations.length - 1);
    const [one, other] = [operations[place], operations[place + 1]];
    if (one === undefined || other === undefined) continue;
    const taken = new Set(wiresOf(one));
    const isFree = taken.size > 0 && wiresOf(other).every((wire) => !taken.has(wire));
    const isQuiet = [one, other].every(({ kind }) => kind === 'gate' || kind === 'measure' || kind === 'reset');
    if (isFree && isQuiet && wiresOf(other).length > 0) operations.splice(place, 2, other, one);
  }
  return { ...circuit, operations };
}

const anyCircuit = fc.oneof(anyMeasuredCircuit(3, 2), groupedProgram(6).map(circuitWithGroups));
const choices = fc.array(fc.nat({ max: 200 }), { maxLength: 40 });

const kindsOf = (steps: readonly CircuitStep[]): string[] =>
  steps.flatMap((step) => [step.kind, ...(step.kind === 'changed' ? step.bodies.flatMap(kindsOf) : [])]);

describe('the difference of circuits', () => {
  it('keeps what happens on each wire, and does not depend on the order in which it is written', () => {
    fc.assert(
      fc.property(anyMeasuredCircuit(4, 3), choices, (circuit, order) => {
        const ordered = wireOrdered(circuit.operations, circuit);
        expect(byWire(ordered)).toEqual(byWire(circuit.operations));
        const other = shuffled(circuit, order);
        expect(wireOrdered(other.operations, circuit)).toEqual(ordered);
        expect(kindsOf(circuitDifference(circuit, other).steps).every((kind) => kind === 'same')).toBe(true);
      }),
    );
  });

  it('applied to one circuit gives the other', () => {
    fc.assert(
      fc.property(anyCircuit, anyCircuit, (before, after) => {
        const difference = circuitDifference(before, after);
        for (const side of ['before', 'after'] as const) {
          const circuit = difference[side];
          expect(operationsOfSide(difference.steps, side).map(operationKey)).toEqual(
            wireOrdered(circuit.operations, circuit).map(operationKey),
          );
        }
      }),
    );
  });

  it('finds a gate that was put in, and nothing else', () => {
    const inserted = anyMeasuredCircuit(4, 3).chain((circuit) =>
      fc.record({
        circuit: fc.constant(circuit),
        place: fc.nat({ max: circuit.operations.length }),
        qubit: fc.nat({ max: 3 }),
        order: choices,
      }),
    );
    fc.assert(
      fc.property(inserted, ({ circuit, order, place, qubit }) => {
        const more: Operation = { kind: 'gate', gate: 'rx', parameters: [0.123], controls: [], targets: [qubit] };
        const after = { ...circuit, operations: circuit.operations.toSpliced(place, 0, more) };
        const kinds = kindsOf(circuitDifference(circuit, shuffled(after, order)).steps);
        expect(kinds.filter((kind) => kind !== 'same')).toEqual(['added']);
      }),
    );
  });

  it('takes an operation for another one that has changed only where both are on the same wires', () => {
    fc.assert(
      fc.property(anyCircuit, anyCircuit, (before, after) => {
        const check = (steps: readonly CircuitStep[]): void => {
          for (const step of steps) {
            if (step.kind !== 'changed') continue;
            expect(operationForm(step.before)).toBe(operationForm(step.after));
            expect(operationKey(step.before)).not.toBe(operationKey(step.after));
            for (const body of step.bodies) check(body);
          }
        };
        check(circuitDifference(before, after).steps);
      }),
    );
  });
});
