import type { GateOperation, Operation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { withBodies } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import type { GateBasis } from './gateBasis.ts';
import { isMergeable, oneQubitMatrix, rotationGates, rotationOf } from './oneQubitSynthesis.ts';

type Gate = GateOperation | UnitaryOperation;

/**
 * Neighbouring gates on one qubit as the fewest gates of the basis that make the same rotation. Gates with parameters stay
 * as they are and stand between others; runs that would not become shorter are left alone.
 */
export function mergedRuns(operations: readonly Operation[], basis: GateBasis): Operation[] {
  const result: Operation[] = [];
  const pending = new Map<number, Gate[]>();
  const flush = (qubit: number) => {
    result.push(...shortenedRun(pending.get(qubit) ?? [], qubit, basis));
    pending.delete(qubit);
  };
  for (const operation of operations) {
    if ((operation.kind === 'gate' || operation.kind === 'unitary') && isMergeable(operation)) {
      const [qubit = 0] = operation.targets;
      const run = pending.get(qubit);
      if (run) run.push(operation);
      else pending.set(qubit, [operation]);
      continue;
    }
    for (const qubit of operationQubits(operation)) flush(qubit);
    result.push(withBodies(operation, (body) => mergedRuns(body, basis)));
  }
  for (const qubit of [...pending.keys()].sort((left, right) => left - right)) flush(qubit);
  return result;
}

/** The gates of one qubit, those with numbers for angles put together. */
function shortenedRun(run: readonly Gate[], qubit: number, basis: GateBasis): Gate[] {
  const result: Gate[] = [];
  let known: Gate[] = [];
  const finish = () => {
    if (known.length > 0) result.push(...shortened(known, qubit, basis));
    known = [];
  };
  for (const gate of run) {
    if (oneQubitMatrix([gate])) {
      known.push(gate);
      continue;
    }
    finish();
    result.push(gate);
  }
  finish();
  return result;
}

function shortened(gates: readonly Gate[], qubit: number, basis: GateBasis): readonly Gate[] {
  const matrix = oneQubitMatrix(gates);
  if (!matrix) return gates;
  const merged = rotationGates(rotationOf(matrix), qubit, basis);
  if (merged.length >= gates.length) return gates;
  const source = gates[0]?.source;
  return source === undefined ? merged : merged.map((gate) => ({ ...gate, source }));
}
