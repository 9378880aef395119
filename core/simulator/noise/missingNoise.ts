import { Failure } from '#core/base/failure.ts';
import { resultLayout } from '#core/circuit/bitStrings.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { classifyOperation } from './classifyOperation.ts';
import {
  couplingKey,
  type DeviceKnowledge,
  type NoiseModel,
  operationNoise,
  qubitNoise,
  qubitPlace,
} from './noiseModel.ts';

/** So many missing values are listed one by one. */
const mostListed = 8;

/**
 * Refuses a circuit that needs what the calibration of a device does not say: an average of neighbours would be an
 * invention. Models that are not of a device are complete as they are.
 * @throws Failure `invalid-circuit` for qubits and couplings the device has not, `invalid-input` for missing values
 */
export function requireKnown(model: NoiseModel, circuit: Circuit): void {
  const { device } = model;
  if (device === undefined) return;
  const missing = new Set<string>();
  const seen = new Set<string>();
  const requireReadout = (qubits: readonly number[]) => {
    for (const qubit of qubits) {
      if (qubitNoise(model, qubit).readout === undefined)
        missing.add(`the readout errors of qubit ${qubitPlace(device, qubit)}`);
    }
  };
  const visit = (operation: Operation): void => {
    for (const body of bodiesOf(operation)) body.forEach(visit);
    const known = classifyOperation(operation);
    if (known === undefined) return;
    const key = [known.name, ...known.qubits].join();
    if (seen.has(key)) return;
    seen.add(key);
    for (const qubit of known.qubits) if (!device.qubits.has(qubit)) throw noSuchQubit(device, qubit);
    if (known.class === 'measure') {
      requireReadout(known.qubits);
    }
    if (known.class === 'measure' || known.class === 'reset') return;
    if (known.class === 'wide') throw tooWide(device, known.name);
    const { duration, strength } = operationNoise(model, known);
    if (known.class === 'two-qubit') requireCoupled(device, known.name, known.qubits);
    const place = `\`${known.name}\` on ${known.qubits.length === 1 ? 'qubit' : 'qubits'} ${known.qubits.map((qubit) => qubitPlace(device, qubit)).join(' and ')}`;
    if (strength === undefined) missing.add(`the error of ${place}`);
    if (duration === undefined) missing.add(`the length of ${place}`);
    for (const qubit of known.qubits) {
      if (qubitNoise(model, qubit).relaxation === undefined)
        missing.add(`T1 or T2 of qubit ${qubitPlace(device, qubit)}`);
    }
  };
  circuit.operations.forEach(visit);
  // A circuit that measures nothing has the qubits it uses read at its end.
  if (resultLayout(circuit).shows === 'qubits') requireReadout(circuit.operations.flatMap(operationQubits));
  if (missing.size === 0) return;
  const listed = [...missing].slice(0, mostListed).join(', ');
  const more = missing.size > mostListed ? `, and ${missing.size - mostListed} more` : '';
  throw new Failure(
    'invalid-input',
    `The calibration of ${device.device} lacks what this circuit needs: ${listed}${more}.`,
    {
      advice: 'Add the values to the snapshot, or choose other qubits with a layout; none are made up in their place.',
    },
  );
}

function noSuchQubit({ device, qubits }: DeviceKnowledge, qubit: number): Failure {
  return new Failure(
    'invalid-circuit',
    `The circuit uses qubit ${qubit}, and the calibration of ${device} has ${qubits.size} qubits without it.`,
    {
      advice:
        'Without a layout qubits of the circuit are those of the device with the same number; give a layout, or use others.',
    },
  );
}

function requireCoupled(known: DeviceKnowledge, name: string, [one = 0, other = 0]: readonly number[]): void {
  const { couplings, device } = known;
  if (couplings === undefined || couplings.has(couplingKey(one, other))) return;
  throw new Failure(
    'invalid-circuit',
    `The circuit has \`${name}\` on qubits ${qubitPlace(known, one)} and ${qubitPlace(known, other)}, which are not coupled on ${device}.`,
    {
      advice: 'Put them on coupled qubits with a layout, or swap the values of qubits on the way.',
    },
  );
}

function tooWide({ device }: DeviceKnowledge, name: string): Failure {
  return new Failure(
    'invalid-circuit',
    `The circuit has \`${name}\`, which acts on more than two qubits, and ${device} has no such gate.`,
    {
      advice: 'Write it with gates on one and two qubits.',
    },
  );
}
