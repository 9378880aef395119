import { setImmediate } from 'node:timers/promises';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { doStepsWithPauses, type Pauses } from '#core/base/steps.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import {
  type TranspiledCircuit,
  type TranspilerOptions,
  type TranspilerTarget,
  transpilation,
} from '#core/transpiler/transpileCircuit.ts';

/**
 * Fits a circuit to a device, and lets whatever else this process does have its turn now and then; cancelling ends it
 * within milliseconds of such a turn, however large the circuit is.
 * @throws Failure `cancelled`, and as `transpileCircuit`
 */
export async function transpiledInTurns(
  circuit: Circuit,
  target: TranspilerTarget,
  options: TranspilerOptions,
  signal: CancellationSignal,
): Promise<TranspiledCircuit> {
  return await doStepsWithPauses(transpilation(circuit, target, options), new TurnPauses(), signal);
}

/** Milliseconds that go by without a turn for others. */
const longest = 10;

class TurnPauses implements Pauses {
  #since = performance.now();

  isDue(): boolean {
    return performance.now() - this.#since >= longest;
  }

  async pause(): Promise<void> {
    await setImmediate();
    this.#since = performance.now();
  }
}
