import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { operationWires } from '#core/circuit/moments.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { durationMilliseconds } from '../schema/duration.ts';
import type { CheckContext } from './checkContext.ts';
import { chainBackends } from './executionChecks.ts';

/** How long gates last where a backend states T1 and T2 only, in nanoseconds; as the emulator takes them. */
const gateTime = { oneQubit: 35, more: 120 } as const;

/** A circuit that lasts longer than half the coherence time of a backend: HP145. */
export function checkCoherence(context: CheckContext, circuit: Circuit | undefined): void {
  if (!circuit) return;
  for (const { backend, name } of chainBackends(context.pipeline)) {
    const { from, t1, t2 } = backend.noise ?? {};
    // A named model has gate times of its own, which only the run reads.
    if (from !== undefined || (t1 === undefined && t2 === undefined)) continue;
    const coherence = Math.min(nanoseconds(t2), 2 * nanoseconds(t1));
    const lasts = circuitTime(circuit);
    if (lasts <= (coherence / 2) * (1 + 1e-9)) continue;
    context.report(
      'HP145',
      ['backends', name, 'noise', t2 === undefined ? 't1' : 't2'],
      `The circuit lasts about ${shown(lasts)} on ${name}, more than half of its coherence time of ${shown(coherence)}: the result is noise.`,
    );
  }
}

function nanoseconds(duration: string | undefined): number {
  return duration === undefined ? Number.POSITIVE_INFINITY : (durationMilliseconds(duration) ?? 0) * 1e6;
}

/** The longest chain of gates that must follow each other, in nanoseconds. */
function circuitTime({ operations }: Circuit): number {
  const busyUntil = new Map<string, number>();
  for (const operation of operations) {
    const wires = operationWires(operation);
    const end = Math.max(0, ...wires.map((wire) => busyUntil.get(wire) ?? 0)) + operationTime(operation);
    for (const wire of wires) busyUntil.set(wire, end);
  }
  return Math.max(0, ...busyUntil.values());
}

function operationTime(operation: Operation): number {
  if (operation.kind !== 'gate' && operation.kind !== 'unitary') return 0;
  const qubits = operationQubits(operation).length;
  return qubits === 0 ? 0 : qubits === 1 ? gateTime.oneQubit : gateTime.more;
}

function shown(time: number): string {
  return time < 1000 ? `${Math.round(time)} ns` : `${Number((time / 1000).toPrecision(3))} µs`;
}
