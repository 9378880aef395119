import type { GateName } from '../circuit.ts';

/** Instructions about the circuit that change no qubit. */
export const stimAnnotations: ReadonlyMap<string, string> = new Map([
  ['DETECTOR', 'The detectors'],
  ['OBSERVABLE_INCLUDE', 'The logical observables'],
  ['QUBIT_COORDS', 'The coordinates of qubits'],
  ['SHIFT_COORDS', 'The coordinates of detectors'],
]);

export const stimNoise: ReadonlySet<string> = new Set([
  ...['X_ERROR', 'Y_ERROR', 'Z_ERROR', 'I_ERROR', 'II_ERROR', 'DEPOLARIZE1', 'DEPOLARIZE2', 'PAULI_CHANNEL_1'],
  ...['PAULI_CHANNEL_2', 'E', 'ELSE_CORRELATED_ERROR'],
]);

/** Noise that says whether it happened: without noise, 0 for every target. */
export const stimHeralded: ReadonlySet<string> = new Set(['HERALDED_ERASE', 'HERALDED_PAULI_CHANNEL_1']);

export type StimPauli = 'X' | 'Y' | 'Z';

export const stimMeasurements: ReadonlyMap<
  string,
  { readonly basis: StimPauli; readonly resets: boolean; readonly size: 1 | 2 }
> = new Map([
  ['M', { basis: 'Z', resets: false, size: 1 }],
  ['MX', { basis: 'X', resets: false, size: 1 }],
  ['MY', { basis: 'Y', resets: false, size: 1 }],
  ['MR', { basis: 'Z', resets: true, size: 1 }],
  ['MRX', { basis: 'X', resets: true, size: 1 }],
  ['MRY', { basis: 'Y', resets: true, size: 1 }],
  ['MXX', { basis: 'X', resets: false, size: 2 }],
  ['MYY', { basis: 'Y', resets: false, size: 2 }],
  ['MZZ', { basis: 'Z', resets: false, size: 2 }],
]);

export const stimResets: ReadonlyMap<string, StimPauli> = new Map([
  ['R', 'Z'],
  ['RX', 'X'],
  ['RY', 'Y'],
]);

/** Gates that a measurement result can control from one side, with the Pauli it applies to the other. */
export const stimFeedbackGates: ReadonlyMap<
  string,
  { readonly gate: GateName; readonly control: 'first' | 'second' | 'any' }
> = new Map([
  ['CX', { gate: 'x', control: 'first' }],
  ['CY', { gate: 'y', control: 'first' }],
  ['CZ', { gate: 'z', control: 'any' }],
  ['XCZ', { gate: 'x', control: 'second' }],
  ['YCZ', { gate: 'y', control: 'second' }],
]);

export const stimOtherNames = ['REPEAT', 'TICK', 'MPAD', 'MPP', 'SPP', 'SPP_DAG'];
