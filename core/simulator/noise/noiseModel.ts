import type { Channel } from './channel.ts';
import type { Relaxation } from './standardChannels.ts';

/** What goes wrong in a run and how likely. Qubits are those of the circuit; times are seconds. */
export interface NoiseModel {
  /** As results name it. */
  readonly name: string;
  /** In order of growing weight: for every property, the last rule that applies and has it decides. */
  readonly rules: readonly NoiseRule[];
  readonly qubits: QubitTable;
  /** Readouts that err together; a qubit is in at most one of them. */
  readonly correlatedReadout: readonly CorrelatedReadout[];
  /** What happens to qubits while nothing acts on them. */
  readonly idle: IdleNoise;
  /** Set when the model is that of a device, which has values or lacks them: nothing stands in for what is missing. */
  readonly device?: DeviceKnowledge;
  /** What was made of values that cannot be meant as they are, in whole sentences. */
  readonly notes: readonly string[];
}

/** Noise of some operations. */
export interface NoiseRule {
  readonly on: NoiseTarget;
  /** Only there: a set of as many qubits as the operation acts on, in any order. */
  readonly qubits?: readonly number[];
  readonly noise: OperationNoise;
}

export type NoiseTarget =
  | { readonly kind: 'class'; readonly class: OperationClass }
  /** A gate with its controls, as results count it: `h`, `cx`, `ccx`, `c3x`. */
  | { readonly kind: 'gate'; readonly name: string };

export const operationClasses = ['one-qubit', 'two-qubit', 'wide', 'measure', 'reset'] as const;

/** Gates by the number of qubits they act on, controls counted; wide ones act on three or more. */
export type OperationClass = (typeof operationClasses)[number];

/** After the operation, in this order: over-rotation, Kraus operators, Pauli errors, depolarising, relaxation. */
export interface OperationNoise {
  readonly overRotation?: OverRotation;
  /** On the qubits of the operation, controls first. */
  readonly kraus?: Channel;
  readonly pauli?: Channel;
  readonly strength?: ErrorStrength;
  /** How long the operation takes; its qubits relax meanwhile. */
  readonly duration?: number;
}

export type ErrorStrength =
  /** ρ ↦ (1 − p) ρ + p I/d. */
  | { readonly kind: 'depolarising'; readonly probability: number }
  /** The average infidelity of the operation with everything in it; what relaxation does not explain is depolarising. */
  | { readonly kind: 'error-rate'; readonly rate: number };

/** A rotation too much: exp(−iε/2 · P), with a Pauli word over the qubits of the operation or the gate's own axis. */
export interface OverRotation {
  readonly axis: string;
  readonly angle: number;
}

/** The axis that stands for the gate's own. */
export const ownAxis = 'own';

export interface QubitNoise {
  readonly relaxation?: Relaxation;
  readonly readout?: ReadoutError;
}

/** What is known of all qubits, and of single ones instead. */
export interface QubitTable {
  readonly all: QubitNoise;
  readonly single: ReadonlyMap<number, QubitNoise>;
}

/** How likely a measured bit is misread. */
export interface ReadoutError {
  /** P(read 1 | 0). */
  readonly p10: number;
  /** P(read 0 | 1). */
  readonly p01: number;
}

/** Readout of several qubits together. Bit j of an index is `qubits[j]`. */
export interface CorrelatedReadout {
  readonly qubits: readonly number[];
  /** `matrix[read][true]`: columns add up to 1. */
  readonly matrix: readonly (readonly number[])[];
}

export type IdleNoise =
  | { readonly kind: 'none' }
  /** Relaxation for as long as a qubit waits, by the durations of operations. */
  | { readonly kind: 'relaxation' }
  /** A channel for every moment a qubit waits, each operation taking one moment. */
  | { readonly kind: 'moment'; readonly channel: Channel };

/** What a calibration of a device says, so that a circuit that needs more can be refused. */
export interface DeviceKnowledge {
  readonly device: string;
  /** The qubits the device has. */
  readonly qubits: ReadonlySet<number>;
  /** Pairs two-qubit gates can act on, smaller number first, as `0,1`; absent when unknown. */
  readonly couplings?: ReadonlySet<string>;
  /** The device's own number of each qubit, where it is another one; see `modelOnLayout`. */
  readonly layout?: readonly number[];
}

/** A qubit as messages name it: `1`, or `1 (7 of the device)`. */
export function qubitPlace({ layout }: DeviceKnowledge, qubit: number): string {
  const physical = layout?.[qubit];
  return physical === undefined ? String(qubit) : `${qubit} (${physical} of the device)`;
}

/** What a model says of a qubit. */
export function qubitNoise({ qubits }: NoiseModel, qubit: number): QubitNoise {
  return { ...qubits.all, ...qubits.single.get(qubit) };
}

/** What a model says of an operation: of every property the value with the greatest weight. */
export function operationNoise(
  model: NoiseModel,
  operation: { readonly class: OperationClass; readonly name: string; readonly qubits: readonly number[] },
): OperationNoise {
  let noise: OperationNoise = {};
  for (const rule of model.rules) if (applies(rule, operation)) noise = { ...noise, ...rule.noise };
  return noise;
}

function applies(
  { on, qubits }: NoiseRule,
  operation: { readonly class: OperationClass; readonly name: string; readonly qubits: readonly number[] },
): boolean {
  const isMeant = on.kind === 'class' ? on.class === operation.class : on.name === operation.name;
  if (!isMeant || qubits === undefined) return isMeant;
  return qubits.length === operation.qubits.length && qubits.every((qubit) => operation.qubits.includes(qubit));
}

/** Rules in order of growing weight: by class, by name, by class at a place, by name at a place; else as given. */
export function byWeight(rules: readonly NoiseRule[]): NoiseRule[] {
  const weight = ({ on, qubits }: NoiseRule) => (qubits === undefined ? 0 : 2) + (on.kind === 'gate' ? 1 : 0);
  return [...rules].sort((left, right) => weight(left) - weight(right));
}

/** A pair of qubits as {@link DeviceKnowledge.couplings} writes it. */
export function couplingKey(one: number, other: number): string {
  return one < other ? `${one},${other}` : `${other},${one}`;
}
