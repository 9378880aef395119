import type { OffsetRange } from '#core/base/textRange.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { recogniseClifford } from '#core/circuit/synthesis/recogniseClifford.ts';
import { siteOrder } from '../matrixProduct/siteOrder.ts';
import { bondExponent } from './bondEstimate.ts';

/** What the choice of a method depends on. */
export interface CircuitFacts {
  readonly qubits: number;
  /** Gates and matrices, those of all branches. */
  readonly gates: number;
  /** The first gate that is none of the Clifford group; absent for a Clifford circuit. */
  readonly nonClifford?: { readonly name: string; readonly source?: OffsetRange };
  /** See {@link bondExponent}, of the order of qubits in which it is smaller: theirs, or that of matrix product states. */
  bondExponent(): number;
}

/** @param circuit with its parameters bound; a gate whose angle is open or known only to the run counts as no Clifford gate */
export function circuitFacts(circuit: Circuit): CircuitFacts {
  let gates = 0;
  let nonClifford: CircuitFacts['nonClifford'];
  const visit = (operation: Operation): void => {
    if (operation.kind === 'gate' || operation.kind === 'unitary') {
      gates++;
      if (nonClifford === undefined && !isClifford(operation)) {
        const name = operation.kind === 'gate' ? gateName(operation) : operation.label;
        nonClifford = { name, ...(operation.source && { source: operation.source }) };
      }
    }
    for (const body of bodiesOf(operation)) body.forEach(visit);
  };
  circuit.operations.forEach(visit);
  return {
    qubits: circuit.qubitCount,
    gates,
    ...(nonClifford && { nonClifford }),
    bondExponent: () => smallestBond(circuit),
  };
}

function smallestBond({ operations, qubitCount }: Circuit): number {
  const own = bondExponent(operations, qubitCount);
  if (own <= 1) return own;
  return Math.min(own, bondExponent(operations, qubitCount, siteOrder(qubitCount, operations)));
}

function isClifford(operation: Extract<Operation, { kind: 'gate' | 'unitary' }>): boolean {
  if (operation.kind === 'gate') {
    if (operation.parameters.some((angle) => typeof angle !== 'number')) return false;
    // A phase of the whole state, which nothing shows but amplitudes.
    if (operation.targets.length === 0 && operation.controls.length === 0) return true;
  }
  return recogniseClifford(operation) !== undefined;
}

function gateName({ controls, gate }: Extract<Operation, { kind: 'gate' }>): string {
  return controls.length <= 2 ? `${'c'.repeat(controls.length)}${gate}` : `c${controls.length}${gate}`;
}
