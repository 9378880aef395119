import { type CalibrationSnapshot, numberOf } from '#core/circuit/device/calibrationSnapshot.ts';
import {
  byWeight,
  couplingKey,
  type NoiseModel,
  type NoiseRule,
  type OperationNoise,
  type QubitNoise,
} from './noiseModel.ts';

type QubitCalibration = CalibrationSnapshot['qubits'][number];

/**
 * The noise of a device as it was calibrated: gate errors, of which relaxation during the gate explains a part and
 * depolarising noise the rest; relaxation of waiting qubits; misread bits. A circuit that needs a value the snapshot
 * lacks is refused (see {@link requireKnown}): the qubits of the circuit are those of the device.
 */
export function noiseModelOfCalibration(snapshot: CalibrationSnapshot): NoiseModel {
  const { couplings, date, device, edges = [], gates = [], qubits, virtualGates = [] } = snapshot;
  const notes: string[] = [];
  const ideal: OperationNoise = { strength: { kind: 'depolarising', probability: 0 }, duration: 0 };
  const rules: NoiseRule[] = [
    ...qubits.map(({ qubit, ...figures }): NoiseRule => {
      return { on: { kind: 'class', class: 'one-qubit' }, qubits: [qubit], noise: gateFigures(figures) };
    }),
    ...edges.map((edge): NoiseRule => {
      return { on: { kind: 'class', class: 'two-qubit' }, qubits: edge.qubits, noise: gateFigures(edge) };
    }),
    ...qubits.flatMap(({ qubit, readoutLength }): NoiseRule[] => {
      if (readoutLength === undefined) return [];
      const noise = { duration: numberOf(readoutLength) };
      return [{ on: { kind: 'class', class: 'measure' }, qubits: [qubit], noise }];
    }),
    ...gates.map((entry): NoiseRule => {
      return { on: { kind: 'gate', name: entry.gate }, qubits: entry.qubits, noise: gateFigures(entry) };
    }),
    // At their places, so that they outweigh what holds for all gates of a qubit.
    ...virtualGates.flatMap((name) =>
      qubits.map(({ qubit }): NoiseRule => ({ on: { kind: 'gate', name }, qubits: [qubit], noise: ideal })),
    ),
  ];
  return {
    name: `${device}, calibrated ${date}`,
    rules: byWeight(rules),
    qubits: { all: {}, single: new Map(qubits.map((each) => [each.qubit, qubitFigures(each, notes)])) },
    correlatedReadout: [],
    idle: { kind: 'relaxation' },
    device: {
      device,
      qubits: new Set(qubits.map(({ qubit }) => qubit)),
      couplings: new Set(
        (couplings ?? edges.map((edge) => edge.qubits)).map(([one, other]) => couplingKey(one, other)),
      ),
    },
    notes,
  };
}

function gateFigures({ error, gateLength }: Pick<QubitCalibration, 'error' | 'gateLength'>): OperationNoise {
  return {
    ...(error !== undefined && { strength: { kind: 'error-rate', rate: numberOf(error) } }),
    ...(gateLength !== undefined && { duration: numberOf(gateLength) }),
  };
}

function qubitFigures({ p01, p10, qubit, T1, T2 }: QubitCalibration, notes: string[]): QubitNoise {
  const noise: { -readonly [Key in keyof QubitNoise]: QubitNoise[Key] } = {};
  if (T1 !== undefined && T2 !== undefined) {
    const [t1, t2] = [numberOf(T1), numberOf(T2)];
    if (t2 > 2 * t1) notes.push(`T2 of qubit ${qubit} was measured above its limit 2 T1 and is taken to be 2 T1.`);
    noise.relaxation = { t1, t2: Math.min(t2, 2 * t1), excitedPopulation: 0 };
  }
  if (p10 !== undefined && p01 !== undefined) noise.readout = { p10: numberOf(p10), p01: numberOf(p01) };
  return noise;
}
