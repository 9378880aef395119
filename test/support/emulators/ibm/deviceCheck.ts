import type { Operation } from '#core/circuit/circuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { analyseProgram } from '#core/openqasm/analyseProgram.ts';
import type { EmulatedDevice } from './ibmDevices.ts';

/**
 * Why a device cannot run a program; undefined where it can. As the service, it goes by the names of instructions: a gate
 * that the program defines under the name of one of the device is that one, for the standard library lacks some of them.
 * @param text the program that the operations were made of
 */
export function whyNotOnDevice(
  text: string,
  operations: readonly Operation[],
  device: EmulatedDevice,
): string | undefined {
  for (const operation of operations) {
    const reason =
      bodiesOf(operation).length > 0 ? whyNoFlow(text, operation, device) : whyNot(text, operation, device);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function whyNoFlow(text: string, operation: Operation, device: EmulatedDevice): string | undefined {
  if (!device.takesFeedback) return `${device.name} has no control flow.`;
  for (const body of bodiesOf(operation)) {
    const reason = whyNotOnDevice(text, body, device);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** `ecr $1, $0;` or `rz(pi/2) q[0];` */
const call = /^(?<name>\w+)\s*(?:\((?<angles>.*)\))?\s*(?<operands>[^()]*);$/s;

function whyNot(text: string, { kind, source }: Operation, device: EmulatedDevice): string | undefined {
  if ((kind !== 'gate' && kind !== 'unitary') || source === undefined) return undefined;
  const statement = text.slice(source.start, source.end);
  const { angles = '', name = statement, operands = '' } = call.exec(statement)?.groups ?? {};
  if (name === 'gphase') return undefined;
  const qubits = [...operands.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number));
  const isCoupled =
    qubits.length < 2 ||
    device.couplings === undefined ||
    device.couplings.some(([one, other]) => one === qubits[0] && other === qubits[1]);
  if (!device.gates.includes(name) || !isCoupled) {
    return `The instruction ${name} on qubits (${qubits.join(', ')}) is not supported by the target system. Transpile the circuit for ${device.name} before it is submitted.`;
  }
  if (name !== 'rzz' || device.isSimulator) return undefined;
  const angle = angleOf(angles);
  return angle === undefined || (angle >= 0 && angle <= Math.PI / 2 + 1e-10)
    ? undefined
    : `The instruction rzz is supported only for angles in the range [0, pi/2], but an angle (${angle}) outside of this range has been requested.`;
}

/** Undefined for one that a parameter is in. */
function angleOf(text: string): number | undefined {
  const lowered = lowerProgram(
    analyseProgram(`OPENQASM 3.0; include "stdgates.inc"; qubit q; rz(${text}) q;`, { lints: 'off' }),
  );
  const [operation] = lowered.ok ? lowered.value.operations : [];
  const [angle] = operation?.kind === 'gate' ? operation.parameters : [];
  return typeof angle === 'number' ? angle : undefined;
}
