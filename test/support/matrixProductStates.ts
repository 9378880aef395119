import { neverCancelled } from '#core/base/cancellation.ts';
import type { WorkSignal } from '#core/base/workSignal.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { MatrixProductMethod } from '#core/simulator/matrixProduct/matrixProductMethod.ts';
import type { MatrixProductState } from '#core/simulator/matrixProduct/matrixProductState.ts';
import type { TruncationOptions } from '#core/simulator/matrixProduct/truncation.ts';
import type { UnitaryGate } from '#core/simulator/program/quantumState.ts';
import { createKernelInstance, type KernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';

/** Kernels with a small memory of their own. */
export async function kernelsForTests(): Promise<KernelInstance> {
  return createKernelInstance(await loadKernels({ isShared: false }));
}

/** The state after the gates of a circuit, and the method that made it. */
export function matrixProductState(
  circuit: Circuit,
  kernels: KernelInstance,
  options: TruncationOptions = {},
  signal: WorkSignal = neverCancelled,
): { readonly state: MatrixProductState; readonly method: MatrixProductMethod } {
  const method = new MatrixProductMethod(circuit, kernels, options);
  const state = method.createState();
  const gates = circuit.operations.filter((operation): operation is UnitaryGate =>
    ['gate', 'unitary'].includes(operation.kind),
  );
  state.apply(method.prepareGates(gates, {}), signal);
  return { state, method };
}

/** All amplitudes of a state of few qubits, in order of the basis index. */
export function allAmplitudes(state: MatrixProductState, qubits: number): Float64Array {
  return state.amplitudes(
    Array.from({ length: 2 ** qubits }, (_, index) =>
      Uint8Array.from({ length: qubits }, (_bit, qubit) => (index >> qubit) & 1),
    ),
  );
}
