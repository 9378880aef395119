import type { Circuit } from '#core/circuit/circuit.ts';
import type { GateOptions, SimulationMethod, UnitaryGate } from '../program/quantumState.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import { MatrixProductGates } from './matrixProductGates.ts';
import { requireMemory, usualBondLimit } from './matrixProductMemory.ts';
import { MatrixProductState } from './matrixProductState.ts';
import { MatrixWorkspace } from './matrixWorkspace.ts';
import { siteOrder } from './siteOrder.ts';
import { type TruncationOptions, TruncationRule, TruncationTally } from './truncation.ts';

/** What a result says of the truncations it went through. */
export interface TruncationReport {
  readonly bondLimit: number;
  /** The largest bond dimension of any state of the run. */
  readonly largestBond: number;
  /**
   * 1 minus the estimated fidelity with the exact state; of a circuit that measures in its middle, the largest of all
   * ways through it.
   */
  readonly truncationError: number;
}

/**
 * Matrix product states: for circuits of many qubits that are little entangled across every cut of a line. Exact as
 * long as the bonds stay below the limit, otherwise the best approximation next to each gate.
 */
export class MatrixProductMethod implements SimulationMethod<MatrixProductGates, MatrixProductState> {
  readonly stateBytes: number;
  readonly #rule: TruncationRule;
  readonly #order: readonly number[];
  readonly #workspace: MatrixWorkspace;
  readonly #tally = new TruncationTally();

  /**
   * @param kernels whose memory holds the matrices that are being worked on
   * @throws Failure `invalid-input` for options out of range, `too-large` when states may not fit into memory
   */
  constructor(circuit: Circuit, kernels: KernelInstance, options: TruncationOptions = {}) {
    this.#rule = new TruncationRule({ bondLimit: usualBondLimit(circuit.qubitCount), ...options });
    this.stateBytes = requireMemory(circuit.qubitCount, this.#rule.bondLimit);
    // A circuit of no qubits still has a phase.
    this.#order = siteOrder(Math.max(1, circuit.qubitCount), circuit.operations);
    this.#workspace = new MatrixWorkspace(kernels);
  }

  readonly prepareGates = (operations: readonly UnitaryGate[], options: GateOptions): MatrixProductGates =>
    new MatrixProductGates(this.#order.length, operations, options);

  createState(): MatrixProductState {
    return new MatrixProductState(this.#order, this.#workspace, this.#rule, this.#tally);
  }

  /** What all states so far have lost. */
  report(): TruncationReport {
    const { largestBond, lowestFidelity } = this.#tally;
    return { bondLimit: this.#rule.bondLimit, largestBond, truncationError: 1 - lowestFidelity };
  }

  /** Gives the memory of the kernels back; states of the method are not used any more. */
  release(): void {
    this.#workspace.release();
  }
}
