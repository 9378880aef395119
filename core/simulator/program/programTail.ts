import type { Operation } from '#core/circuit/circuit.ts';
import { gateTable } from '#core/circuit/gateTable.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { operationBits, operationQubits } from '#core/circuit/operationQubits.ts';
import { keepsPopulations } from '../noise/channel.ts';
import { type CircuitNoise, isComputed, isUnitary, type NoisyOperation } from './circuitNoise.ts';

/** Where the tail starts, and what of it is postponed to after the final sample. */
export interface ProgramTail {
  readonly start: number;
  readonly postponed: ReadonlySet<Operation>;
}

/**
 * Finds the tail of a circuit. In it are only gates, noise, measurements and classical computation. What follows a measurement on its qubit commutes with it (controls and diagonal gates), so
 * that one sample at the end reads the same values; and classical computation is postponed past measurements into bits
 * it does not use.
 */
export function tailOf(
  operations: readonly NoisyOperation[],
  { ignoreMeasurements, inOrder }: { readonly ignoreMeasurements?: boolean; readonly inOrder?: boolean },
): ProgramTail {
  if (inOrder) return { start: operations.length, postponed: new Set() };
  if (ignoreMeasurements) return { start: 0, postponed: new Set() };
  const disturbed = new Set<number>();
  const measured = new Set<number>();
  const postponed = new Set<Operation>();
  for (let index = operations.length - 1; index >= 0; index--) {
    const operation = operations[index];
    const boundary = { start: index + 1, postponed };
    switch (operation?.kind) {
      case 'gate':
        if (isComputed(operation)) return boundary;
        if (!gateTable[operation.gate].diagonal) for (const qubit of operation.targets) disturbed.add(qubit);
        break;
      case 'unitary':
        for (const qubit of operation.targets) disturbed.add(qubit);
        break;
      case 'channel':
        if (!keepsPopulations(operation.channel)) for (const qubit of operation.qubits) disturbed.add(qubit);
        break;
      case 'measure':
        if (disturbed.has(operation.qubit)) return boundary;
        if (operation.bit !== undefined) measured.add(operation.bit);
        break;
      case 'reset':
        return boundary;
      case 'conditional':
      case 'switch':
      case 'while':
      case 'assign':
        if (hasQuantum(operation) || operationBits(operation).some((bit) => measured.has(bit))) return boundary;
        postponed.add(operation);
        break;
      default:
        break;
    }
  }
  return { start: 0, postponed };
}

/** What is read together with the last measurement of the head belongs to the head too. */
export function afterJointReading(operations: readonly NoisyOperation[], start: number, noise: CircuitNoise): number {
  const last = operations[start - 1];
  if (last?.kind !== 'measure') return start;
  const group = noise.correlatedReadout.find(({ qubits }) => qubits.includes(last.qubit));
  let end = start;
  for (let place = start; group && place < operations.length; place++) {
    const operation = operations[place];
    if (operation?.kind === 'measure') {
      if (group.qubits.includes(operation.qubit)) end = place + 1;
    } else if (operation?.kind !== 'barrier' && operation?.kind !== 'channel') break;
  }
  return end;
}

function hasQuantum(operation: Operation): boolean {
  return operationQubits(operation).length > 0 || bodiesOf(operation).some((body) => body.some(isOrHoldsUnitary));
}

/** A global phase acts on no qubit and is quantum all the same. */
function isOrHoldsUnitary(operation: Operation): boolean {
  return isUnitary(operation) || bodiesOf(operation).some((body) => body.some(isOrHoldsUnitary));
}
