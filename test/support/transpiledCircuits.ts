import { deriveSeed, RandomStream } from '#core/base/random.ts';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Circuit, GateOperation, Operation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { simulate } from '#core/simulator/simulate.ts';
import type { TranspiledCircuit, TranspilerTarget } from '#core/transpiler/transpileCircuit.ts';
import { gate } from './circuitBuilder.ts';
import { simulationContext } from './simulationContext.ts';

/** What is wrong with the gates of a circuit for a device: gates it has not, and pairs it does not allow in that order. */
export function misfits({ operations }: Circuit, { basis, coupling }: TranspilerTarget): string[] {
  return operations.flatMap((operation): string[] => {
    if (operation.kind !== 'gate' && operation.kind !== 'unitary')
      return bodiesOf(operation).flatMap((body) =>
        misfits({ ...emptyCircuit, operations: body }, { basis, ...(coupling && { coupling }) }),
      );
    const qubits = operationQubits(operation);
    const name = deviceName(operation);
    if (!basis.has(name)) return [`${name} is not in the basis`];
    const [one = 0, other] = qubits;
    return other === undefined || !coupling || coupling.allows(one, other) ? [] : [`${name} on ${one}, ${other}`];
  });
}

/** By its form alone: a native gate that is none is not found in a basis. */
function deviceName(operation: GateOperation | UnitaryOperation): string {
  if (operation.kind === 'unitary') return operation.label;
  const { controls, native, parameters } = operation;
  if (native === undefined) return `${'c'.repeat(controls.length)}${operation.gate}`;
  const [theta, phi, lambda] = parameters;
  const known = typeof phi === 'number' && typeof lambda === 'number';
  if (known && Math.abs(phi + lambda) > 1e-9) return `${native} that turns about Z`;
  const angles: Record<typeof native, number | undefined> = { r: undefined, gpi: Math.PI, gpi2: Math.PI / 2 };
  const angle = angles[native];
  return angle === undefined || theta === angle ? native : `${native} by ${String(theta)}`;
}

const emptyCircuit: Circuit = {
  qubitCount: 0,
  bitCount: 0,
  qubitRegisters: [],
  bitRegisters: [],
  parameters: [],
  operations: [],
};

/**
 * How far a fitted circuit is from its original: 1 − |⟨original|fitted⟩| of what both make of a random product state, the
 * fitted one read where its qubits end and with all other qubits of the device in 0. Squares of amplitude errors.
 */
export function infidelity(
  original: Circuit,
  fitted: TranspiledCircuit,
  seed: number,
  bindings: readonly number[] = [],
): number {
  const random = RandomStream.seeded(deriveSeed(seed, 'states'));
  const angles = Array.from({ length: original.qubitCount }, () =>
    Array.from({ length: 3 }, () => 2 * Math.PI * random.uniform()),
  );
  const prepared = (place: (qubit: number) => number) =>
    angles.map((own, qubit): Operation => gate('u', place(qubit), ...own));
  const state = (circuit: Circuit, place: (qubit: number) => number) =>
    simulate(
      bindCircuit({ ...circuit, operations: [...prepared(place), ...circuit.operations] }, bindings),
      { shots: 0, seed: 0, amplitudes: true },
      simulationContext,
    ).amplitudes ?? [];
  const wanted = state(original, (qubit) => qubit);
  const found = state(fitted.circuit, (qubit) => fitted.initial[qubit] ?? 0);
  let [re, im] = [0, 0];
  wanted.forEach(([x, y], index) => {
    let place = 0;
    fitted.final.forEach((device, qubit) => {
      if ((index >> qubit) & 1) place += 2 ** device;
    });
    const [u, v] = found[place] ?? [0, 0];
    re += x * u + y * v;
    im += x * v - y * u;
  });
  return 1 - Math.hypot(re, im);
}
