import { setImmediate } from 'node:timers/promises';
import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import {
  type TranspiledCircuit,
  type TranspilerOptions,
  type TranspilerTarget,
  transpilation,
} from '#core/transpiler/transpileCircuit.ts';

/**
 * Fits a circuit to a device, and lets whatever else this process does have its turn between the ways that are tried.
 * @throws Failure `cancelled`, and as `transpileCircuit`
 */
export async function transpiledInTurns(
  circuit: Circuit,
  target: TranspilerTarget,
  options: TranspilerOptions,
  signal: CancellationSignal,
): Promise<TranspiledCircuit> {
  const work = transpilation(circuit, target, options);
  for (;;) {
    throwIfCancelled(signal);
    const step = work.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}
