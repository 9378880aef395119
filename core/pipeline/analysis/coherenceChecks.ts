import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { type CalibrationSnapshot, numberOf } from '#core/circuit/device/calibrationSnapshot.ts';
import { gateCountName } from '#core/circuit/metrics.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { operationWires } from '#core/circuit/operationWires.ts';
import { durationMilliseconds } from '../schema/duration.ts';
import type { CheckContext } from './checkContext.ts';
import { chainBackends } from './executionChecks.ts';
import { circuitOn, fitterOf } from './fittedCircuits.ts';

/** How long gates last where a backend states T1 and T2 only, in nanoseconds; as the emulator takes them. */
const gateTime = { oneQubit: 35, more: 120 } as const;

/** A circuit that lasts longer than half the coherence time of a backend: HP145. */
export function checkCoherence(context: CheckContext, circuit: Circuit | undefined): void {
  if (!circuit) return;
  const fitter = fitterOf(context, circuit);
  for (const { backend, name } of chainBackends(context.pipeline)) {
    const asked = (fitter && circuitOn(fitter, circuit, name)) ?? circuit;
    const { from, t1, t2 } = backend.noise ?? {};
    const device = context.facts.devices?.get(name)?.calibration;
    // A model that is no calibration has gate times of its own, which only the run reads.
    if (from !== undefined && device === undefined) continue;
    const stated = Math.min(nanoseconds(t2), 2 * nanoseconds(t1));
    const coherence = Number.isFinite(stated) || !device ? stated : deviceCoherence(device, asked);
    const lasts = circuitTime(asked, device ? (operation) => deviceTime(operation, asked, device) : usualTime);
    if (!Number.isFinite(coherence) || lasts <= (coherence / 2) * (1 + 1e-9)) continue;
    const key = t2 !== undefined ? 't2' : t1 !== undefined ? 't1' : 'from';
    context.report(
      'HP145',
      ['backends', name, 'noise', key],
      `The circuit lasts about ${shown(lasts)} on ${name}, more than half of its coherence time of ${shown(coherence)}: the result is noise.`,
    );
  }
}

/** The shortest coherence time among the qubits a circuit is on, in nanoseconds; infinite where none is known. */
function deviceCoherence({ qubits }: CalibrationSnapshot, circuit: Circuit): number {
  const used = new Set(circuit.operations.flatMap(operationQubits).map((qubit) => deviceQubit(circuit, qubit)));
  return qubits.reduce((shortest, { qubit, T1, T2 }) => {
    if (!used.has(qubit)) return shortest;
    const own = Math.min(secondsOf(T2), 2 * secondsOf(T1));
    return Math.min(shortest, own * 1e9);
  }, Number.POSITIVE_INFINITY);
}

/** How long a gate takes on the qubits it is on, in nanoseconds; 0 where the calibration does not tell. */
function deviceTime(operation: Operation, circuit: Circuit, calibration: CalibrationSnapshot): number {
  if (operation.kind !== 'gate' && operation.kind !== 'unitary') return 0;
  const name = gateCountName(operation);
  if (calibration.virtualGates?.includes(name)) return 0;
  const places = operationQubits(operation).map((qubit) => deviceQubit(circuit, qubit));
  const isThere = (qubits: readonly number[]) =>
    qubits.length === places.length && qubits.every((qubit) => places.includes(qubit));
  const single = calibration.gates?.find(({ gate, qubits }) => gate === name && isThere(qubits))?.gateLength;
  const [only = -1] = places;
  const usual =
    places.length === 1
      ? calibration.qubits.find(({ qubit }) => qubit === only)?.gateLength
      : calibration.edges?.find(({ qubits }) => isThere(qubits))?.gateLength;
  const length = single ?? usual;
  return length === undefined ? 0 : numberOf(length) * 1e9;
}

function deviceQubit({ deviceQubits }: Circuit, qubit: number): number {
  return deviceQubits?.[qubit] ?? qubit;
}

function secondsOf(time: Parameters<typeof numberOf>[0] | undefined): number {
  return time === undefined ? Number.POSITIVE_INFINITY : numberOf(time);
}

function nanoseconds(duration: string | undefined): number {
  return duration === undefined ? Number.POSITIVE_INFINITY : (durationMilliseconds(duration) ?? 0) * 1e6;
}

/** The longest chain of gates that must follow each other, in nanoseconds. */
function circuitTime({ operations }: Circuit, timeOf: (operation: Operation) => number): number {
  const busyUntil = new Map<string, number>();
  for (const operation of operations) {
    const wires = operationWires(operation);
    const end = Math.max(0, ...wires.map((wire) => busyUntil.get(wire) ?? 0)) + timeOf(operation);
    for (const wire of wires) busyUntil.set(wire, end);
  }
  return Math.max(0, ...busyUntil.values());
}

function usualTime(operation: Operation): number {
  if (operation.kind !== 'gate' && operation.kind !== 'unitary') return 0;
  const qubits = operationQubits(operation).length;
  return qubits === 0 ? 0 : qubits === 1 ? gateTime.oneQubit : gateTime.more;
}

function shown(time: number): string {
  return time < 1000 ? `${Math.round(time)} ns` : `${Number((time / 1000).toPrecision(3))} µs`;
}
