import type { GateOperation, MeasureOperation, Operation, Register, ResetOperation } from '../../circuit.ts';
import { wholeRegister } from './pythonRegisters.ts';

/** The same operation on every element of a register, one after the other, which programs write as one statement. */
export type Broadcast =
  | { readonly kind: 'each'; readonly operation: GateOperation | ResetOperation; readonly qubits: readonly number[] }
  | {
      readonly kind: 'measure-each';
      readonly operation: MeasureOperation;
      readonly qubits: readonly number[];
      readonly bits: readonly number[];
    };

/**
 * The operations in order, with runs that cover a whole register gathered: a gate on one qubit without controls, a
 * reset, or measurements into a whole register of bits. Registers of a single element stay as they are.
 */
export function gatherBroadcasts(
  operations: readonly Operation[],
  qubits: readonly Register[],
  bits: readonly Register[],
): (Operation | Broadcast)[] {
  const gathered: (Operation | Broadcast)[] = [];
  for (let start = 0; start < operations.length; ) {
    const broadcast = broadcastAt(operations, start, qubits, bits);
    const operation = operations[start];
    if (broadcast) gathered.push(broadcast);
    else if (operation) gathered.push(operation);
    start += broadcast ? broadcast.qubits.length : 1;
  }
  return gathered;
}

function broadcastAt(
  operations: readonly Operation[],
  start: number,
  qubitRegisters: readonly Register[],
  bitRegisters: readonly Register[],
): Broadcast | undefined {
  const first = operations[start];
  if (first === undefined) return undefined;
  const firstQubit = qubitOf(first);
  if (firstQubit === undefined) return undefined;
  // Only the runs as long as the register that begins here are of interest.
  const size = qubitRegisters.find((register) => !register.scalar && register.start === firstQubit)?.size ?? 0;
  if (size < 2) return undefined;
  const run = operations.slice(start, start + size);
  if (
    !run.every((operation, index) => sameExceptPlace(operation, first) && qubitOf(operation) === firstQubit + index)
  ) {
    return undefined;
  }
  const qubits = run.flatMap((operation) => qubitOf(operation) ?? []);
  if (qubits.length !== size) return undefined;
  switch (first.kind) {
    case 'gate':
    case 'reset':
      return { kind: 'each', operation: first, qubits };
    case 'measure': {
      const bits = run.flatMap((operation) => (operation.kind === 'measure' ? (operation.bit ?? []) : []));
      return wholeRegister(bits, bitRegisters) && bits.length === size
        ? { kind: 'measure-each', operation: first, qubits, bits }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** The only qubit of an operation that may be broadcast. */
function qubitOf(operation: Operation): number | undefined {
  switch (operation.kind) {
    case 'gate':
      return operation.controls.length === 0 && operation.targets.length === 1 ? operation.targets[0] : undefined;
    case 'measure':
    case 'reset':
      return operation.qubit;
    default:
      return undefined;
  }
}

function sameExceptPlace(operation: Operation, first: Operation): boolean {
  if (operation.source?.start !== first.source?.start || operation.source?.end !== first.source?.end) return false;
  if (operation.kind === 'gate' && first.kind === 'gate') {
    return operation.gate === first.gate && JSON.stringify(operation.parameters) === JSON.stringify(first.parameters);
  }
  return operation.kind === first.kind;
}
