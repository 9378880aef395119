import { isRunTimeAngle } from '#core/circuit/angle.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import type { Channel } from '../noise/channel.ts';
import type { CorrelatedReadout, ReadoutError } from '../noise/noiseModel.ts';
import type { UnitaryGate } from './quantumState.ts';

/** Noise on some qubits: `qubits[j]` is qubit j of the channel. */
export interface ChannelOperation {
  readonly kind: 'channel';
  readonly channel: Channel;
  readonly qubits: readonly number[];
}

/** What acts on the state without outcome, noise included. */
export type NoisyGate = UnitaryGate | ChannelOperation;

export type NoisyOperation = Operation | ChannelOperation;

/** What noise does to a circuit. */
export interface CircuitNoise {
  /**
   * The operations of a body with what noise adds between them.
   * @param isWhole whether it is the body of the circuit itself, after which everything left is read
   */
  place(operations: readonly Operation[], isWhole: boolean): readonly NoisyOperation[];
  readoutError(qubit: number): ReadoutError | undefined;
  readonly correlatedReadout: readonly CorrelatedReadout[];
}

/** A gate without noise. */
export function isUnitary(operation: NoisyOperation): operation is UnitaryGate {
  return operation.kind === 'gate' || operation.kind === 'unitary';
}

/** A gate or a channel. */
export function isNoisyGate(operation: NoisyOperation): operation is NoisyGate {
  return isUnitary(operation) || operation.kind === 'channel';
}

/** Whether an angle is known only when the run gets there. */
export function isComputed(operation: NoisyOperation): boolean {
  return operation.kind === 'gate' && operation.parameters.some(isRunTimeAngle);
}
