import { Failure } from '#core/base/failure.ts';
import type { CorrelatedReadout, DeviceKnowledge, NoiseModel, NoiseRule } from './noiseModel.ts';
import { couplingKey } from './noiseModel.ts';

/**
 * A noise model as a circuit meets it whose qubit i sits on qubit `layout[i]` of the device: with the numbers of the
 * circuit. What the model says of other qubits is left out.
 * @throws Failure `invalid-input` for a layout that does not name a qubit of the device for each qubit of the circuit, all
 * different, and for readouts that are correlated with qubits outside of it
 */
export function modelOnLayout(model: NoiseModel, layout: readonly number[], qubitCount: number): NoiseModel {
  requireLayout(model, layout, qubitCount);
  const onCircuit = new Map(layout.map((physical, qubit) => [physical, qubit]));
  const { correlatedReadout, device, qubits, rules } = model;
  return {
    ...model,
    rules: rules.flatMap((rule) => placedRule(rule, onCircuit)),
    qubits: { all: qubits.all, single: placedKeys(qubits.single, onCircuit) },
    correlatedReadout: correlatedReadout.flatMap((group) => placedReadout(group, onCircuit)),
    ...(device && { device: placedDevice(device, layout, onCircuit) }),
  };
}

/** The number of the circuit of each qubit of the device that the layout uses. */
type PlacedQubits = ReadonlyMap<number, number>;

function placedRule(rule: NoiseRule, onCircuit: PlacedQubits): NoiseRule[] {
  if (rule.qubits === undefined) return [rule];
  const qubits = rule.qubits.flatMap((qubit) => onCircuit.get(qubit) ?? []);
  return qubits.length === rule.qubits.length ? [{ ...rule, qubits }] : [];
}

function placedKeys<Value>(values: ReadonlyMap<number, Value>, onCircuit: PlacedQubits): Map<number, Value> {
  const placed = new Map<number, Value>();
  for (const [physical, value] of values) {
    const qubit = onCircuit.get(physical);
    if (qubit !== undefined) placed.set(qubit, value);
  }
  return placed;
}

function placedReadout(group: CorrelatedReadout, onCircuit: PlacedQubits): CorrelatedReadout[] {
  const qubits = group.qubits.flatMap((qubit) => onCircuit.get(qubit) ?? []);
  if (qubits.length === 0) return [];
  if (qubits.length === group.qubits.length) return [{ ...group, qubits }];
  throw new Failure(
    'invalid-input',
    `The readouts of the qubits ${group.qubits.join(', ')} of the device are correlated, and the layout uses only some of them.`,
    { advice: 'Use all of them or none, or give each a readout error of its own.' },
  );
}

function placedDevice(device: DeviceKnowledge, layout: readonly number[], onCircuit: PlacedQubits): DeviceKnowledge {
  const couplings =
    device.couplings &&
    [...device.couplings].flatMap((key) => {
      const [one, other] = key.split(',').map((physical) => onCircuit.get(Number(physical)));
      return one === undefined || other === undefined ? [] : [couplingKey(one, other)];
    });
  return {
    device: device.device,
    qubits: new Set(layout.keys()),
    ...(couplings && { couplings: new Set(couplings) }),
    layout,
  };
}

function requireLayout({ device }: NoiseModel, layout: readonly number[], qubitCount: number): void {
  if (layout.length !== qubitCount) {
    throw new Failure(
      'invalid-input',
      `The layout names ${layout.length} ${layout.length === 1 ? 'qubit' : 'qubits'} of the device, and the circuit has ${qubitCount}.`,
      { advice: 'Name one for each qubit of the circuit, in order: `3,5,7` puts its qubit 0 on qubit 3.' },
    );
  }
  layout.forEach((physical, qubit) => {
    if (!Number.isSafeInteger(physical) || physical < 0) {
      throw new Failure('invalid-input', `The layout puts qubit ${qubit} on ${physical}, which is no qubit's number.`, {
        advice: 'Qubits of a device are numbered from 0.',
      });
    }
    const first = layout.indexOf(physical);
    if (first !== qubit) {
      throw new Failure(
        'invalid-input',
        `The layout puts qubits ${first} and ${qubit} of the circuit on the same qubit ${physical} of the device.`,
        { advice: 'Give each a qubit of its own.' },
      );
    }
    if (device && !device.qubits.has(physical)) {
      throw new Failure(
        'invalid-input',
        `The layout puts qubit ${qubit} of the circuit on qubit ${physical}, which the calibration of ${device.device} does not have.`,
        { advice: `It has the qubits ${listed([...device.qubits].sort((left, right) => left - right))}.` },
      );
    }
  });
}

/** So many qubits are listed one by one. */
const mostListed = 16;

function listed(qubits: readonly number[]): string {
  const shown = qubits.slice(0, mostListed).join(', ');
  return qubits.length > mostListed ? `${shown}, and ${qubits.length - mostListed} more` : shown;
}
