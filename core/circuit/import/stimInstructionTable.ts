import type { PauliFactor } from '../observable.ts';

/** Instructions about the circuit that change no qubit. */
export const stimAnnotations: ReadonlyMap<string, string> = new Map([
  ['DETECTOR', 'The detectors'],
  ['OBSERVABLE_INCLUDE', 'The logical observables'],
  ['QUBIT_COORDS', 'The coordinates of qubits'],
  ['SHIFT_COORDS', 'The coordinates of detectors'],
]);

/** Channels of one Pauli error each, and such as only other simulators give a meaning. */
export const stimSimpleNoise: ReadonlyMap<
  string,
  { readonly size: 1 | 2; readonly axis: PauliFactor['axis'] | undefined }
> = new Map([
  ['X_ERROR', { size: 1, axis: 'X' }],
  ['Y_ERROR', { size: 1, axis: 'Y' }],
  ['Z_ERROR', { size: 1, axis: 'Z' }],
  ['I_ERROR', { size: 1, axis: undefined }],
  ['II_ERROR', { size: 2, axis: undefined }],
]);

export const stimMeasurements: ReadonlyMap<
  string,
  { readonly axis: PauliFactor['axis']; readonly resets: boolean; readonly size: 1 | 2 }
> = new Map([
  ['M', { axis: 'Z', resets: false, size: 1 }],
  ['MX', { axis: 'X', resets: false, size: 1 }],
  ['MY', { axis: 'Y', resets: false, size: 1 }],
  ['MR', { axis: 'Z', resets: true, size: 1 }],
  ['MRX', { axis: 'X', resets: true, size: 1 }],
  ['MRY', { axis: 'Y', resets: true, size: 1 }],
  ['MXX', { axis: 'X', resets: false, size: 2 }],
  ['MYY', { axis: 'Y', resets: false, size: 2 }],
  ['MZZ', { axis: 'Z', resets: false, size: 2 }],
]);

export const stimResets: ReadonlyMap<string, PauliFactor['axis']> = new Map([
  ['R', 'Z'],
  ['RX', 'X'],
  ['RY', 'Y'],
]);

/** Gates that a measurement result can control from one side, with the Pauli it applies to the other. */
export const stimFeedbackGates: ReadonlyMap<
  string,
  { readonly axis: PauliFactor['axis']; readonly control: 'first' | 'second' | 'any' }
> = new Map([
  ['CX', { axis: 'X', control: 'first' }],
  ['CY', { axis: 'Y', control: 'first' }],
  ['CZ', { axis: 'Z', control: 'any' }],
  ['XCZ', { axis: 'X', control: 'second' }],
  ['YCZ', { axis: 'Y', control: 'second' }],
]);

/** Other names of instructions. */
export const stimAliases: ReadonlyMap<string, string> = new Map([
  ['H_XZ', 'H'],
  ['SQRT_Z', 'S'],
  ['SQRT_Z_DAG', 'S_DAG'],
  ['CNOT', 'CX'],
  ['ZCX', 'CX'],
  ['ZCY', 'CY'],
  ['ZCZ', 'CZ'],
  ['SWAPCZ', 'CZSWAP'],
  ['MZ', 'M'],
  ['MRZ', 'MR'],
  ['RZ', 'R'],
  ['CORRELATED_ERROR', 'E'],
]);

/** Instructions that belong to none of the other tables. */
export const stimOtherNames = [
  ...['REPEAT', 'TICK', 'MPAD', 'MPP', 'SPP', 'SPP_DAG', 'DEPOLARIZE1', 'DEPOLARIZE2', 'PAULI_CHANNEL_1'],
  ...['PAULI_CHANNEL_2', 'E', 'ELSE_CORRELATED_ERROR', 'HERALDED_ERASE', 'HERALDED_PAULI_CHANNEL_1'],
];
