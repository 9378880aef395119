import { measuresBits } from './bitStrings.ts';
import type { Circuit, Operation } from './circuit.ts';
import { bodiesOf } from './operationBodies.ts';

/**
 * A circuit that tells something: itself where it measures, else with every qubit measured at the end into the bit of the
 * same number.
 */
export function measuredCircuit(circuit: Circuit): Circuit {
  return measuresBits(circuit) ? circuit : measuredEverywhere(circuit);
}

/** The circuit without its own bits, every qubit measured at the end into the bit of the same number. */
export function measuredEverywhere(circuit: Circuit): Circuit {
  const { qubitCount } = circuit;
  const bitRegisters = qubitCount === 0 ? [] : [{ name: 'c', start: 0, size: qubitCount }];
  const readings = Array.from({ length: qubitCount }, (_, qubit) => ({ kind: 'measure', qubit, bit: qubit }) as const);
  return { ...circuit, bitCount: qubitCount, bitRegisters, operations: [...circuit.operations, ...readings] };
}

/** Which qubit each bit is read from, of a circuit that measures outside of conditions and loops only. */
export function finalReadings({ operations }: Circuit): { readonly qubit: number; readonly bit: number }[] {
  return operations.flatMap((operation) =>
    operation.kind === 'measure' && operation.bit !== undefined ? [{ qubit: operation.qubit, bit: operation.bit }] : [],
  );
}

/** The bits that a run may measure into, anywhere in the circuit, in ascending order. */
export function measuredBits({ operations }: Pick<Circuit, 'operations'>): number[] {
  const bits = new Set<number>();
  const visit = (operation: Operation): void => {
    if (operation.kind === 'measure' && operation.bit !== undefined) bits.add(operation.bit);
    for (const body of bodiesOf(operation)) body.forEach(visit);
  };
  operations.forEach(visit);
  return [...bits].sort((one, other) => one - other);
}
