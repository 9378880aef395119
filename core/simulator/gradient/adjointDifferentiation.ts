import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { GradientRow } from '#core/circuit/evaluation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { UnitaryGate } from '../program/quantumState.ts';
import { callWork, workOf } from '../smallCircuits/callSize.ts';
import { CircuitBlock } from '../smallCircuits/circuitBlock.ts';
import { flattenCircuit } from '../smallCircuits/flattenCircuit.ts';
import { isDiagonal } from '../smallCircuits/observableTables.ts';
import { applyInPieces, reverseInPieces, reverseWork } from '../smallCircuits/runPasses.ts';
import { angleFault, writeSlots } from '../smallCircuits/slotValues.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import { type HelperThreads, ThreadTeam } from '../wasm/threadTeam.ts';
import { addThroughAngles } from './angleGradients.ts';
import type { Differentiation } from './differentiation.ts';

/** Numbers that a call takes or gives. */
const callNumbers = 1 << 17;

/**
 * Adjoint differentiation (T. Jones, J. Gacon, 2020, arXiv:2009.02823): one way through the circuit, and for every
 * observable one way back, on which the state and the bra ⟨ψ|O are undone gate by gate and give ∂⟨O⟩/∂angle of each.
 * The time does not depend on the number of parameters. Rows of little work go many in a call of the kernels.
 *
 * @param operations the gates of the circuit
 * @param helpers threads that may work on the blocks of a wide state
 * @throws Failure `too-large` when the states do not fit into memory
 */
export function adjointDifferentiation(
  kernels: KernelInstance,
  circuit: Pick<Circuit, 'parameters' | 'qubitCount'>,
  operations: readonly UnitaryGate[],
  observables: readonly PauliSum[],
  helpers?: HelperThreads,
): Differentiation {
  const onlyMagnitudes = observables.every(isDiagonal);
  const flat = flattenCircuit(circuit, operations, onlyMagnitudes);
  const block = new CircuitBlock(kernels, flat, 1 + (helpers?.count ?? 0));
  try {
    block.observe(observables);
    block.makeReversible(observables.length > 1);
  } catch (thrown) {
    block.release();
    throw thrown;
  }
  return {
    evaluate(parameterSets, signal) {
      const team = block.isBlocked ? new ThreadTeam(kernels, helpers) : undefined;
      try {
        return differentiate(block, circuit, observables.length, parameterSets, signal, team);
      } finally {
        team?.close();
      }
    },
    release: () => block.release(),
  };
}

function differentiate(
  block: CircuitBlock,
  { parameters }: Pick<Circuit, 'parameters'>,
  observableCount: number,
  parameterSets: readonly ArrayLike<number>[],
  signal: CancellationSignal,
  team: ThreadTeam | undefined,
): GradientRow[] {
  const { address, flat, instance, slotCount } = block;
  const { exports, memory } = instance;
  const gradientWidth = observableCount * slotCount;
  const numbers = slotCount + observableCount + gradientWidth;
  const work = workOf(flat) * (1 + reverseWork * observableCount);
  const fitting = Math.floor(Math.min(callWork / work, callNumbers / Math.max(1, numbers)));
  const capacity = Math.max(1, Math.min(fitting, parameterSets.length));
  const slotsAt = memory.allocate(capacity * numbers * 8);
  const valuesAt = slotsAt + capacity * slotCount * 8;
  const gradientsAt = valuesAt + capacity * observableCount * 8;
  const result: GradientRow[] = [];
  try {
    for (let first = 0; first < parameterSets.length; first += capacity) {
      throwIfCancelled(signal);
      const count = Math.min(capacity, parameterSets.length - first);
      const slots = memory.float64(slotsAt, count * slotCount);
      for (let row = 0; row < count; row++) {
        const own = slots.subarray(row * slotCount, (row + 1) * slotCount);
        writeSlots(parameters, flat.slots, parameterSets[first + row] ?? [], own);
      }
      if (work <= callWork && !block.isBlocked) {
        const finished = exports.smallGradients(address, slotsAt, count, valuesAt, gradientsAt);
        if (finished < count) throw angleFault(flat, slots.subarray(finished * slotCount));
      } else {
        if (!exports.bindSmallCircuit(address, slotsAt)) throw angleFault(flat, slots);
        applyInPieces(block, signal, team);
        const values = memory.float64(valuesAt, observableCount);
        for (let observable = 0; observable < observableCount; observable++) {
          throwIfCancelled(signal);
          values[observable] = exports.beginReverse(address, observable);
          reverseInPieces(block, signal, team);
          exports.endReverse(address, gradientsAt + observable * slotCount * 8);
        }
      }
      const values = memory.float64(valuesAt, count * observableCount);
      const gradients = memory.float64(gradientsAt, count * gradientWidth);
      for (let row = 0; row < count; row++) {
        result.push({
          values: values.slice(row * observableCount, (row + 1) * observableCount),
          gradients: Array.from({ length: observableCount }, (_, observable) => {
            const at = row * gradientWidth + observable * slotCount;
            const gradient = gradients.slice(at, at + parameters.length);
            const rest = gradients.subarray(at + parameters.length, at + slotCount);
            addThroughAngles(flat.slots.computed, rest, parameterSets[first + row] ?? [], gradient);
            return gradient;
          }),
        });
      }
    }
  } finally {
    memory.release(slotsAt);
  }
  return result;
}
