import type { WorkSignal } from '#core/base/workSignal.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { bindProgram, compileProgram, type Program } from '../program/compileProgram.ts';
import type { PreparedGates, QuantumState, SimulationMethod } from '../program/quantumState.ts';

/**
 * The fidelity of the final states of a circuit, weighted with their probabilities, with that of another circuit of gates
 * only, whose measurements at the end are left out.
 */
export class FidelityReading<Gates extends PreparedGates, State extends QuantumState<Gates>> {
  readonly #method: SimulationMethod<Gates, State>;
  readonly #program: Program<Gates>;
  #other: State | undefined;
  #sum = 0;
  #weight = 0;

  /** @throws Failure `invalid-circuit` for a circuit that resets or decides by what it measures */
  constructor(circuit: Circuit, method: SimulationMethod<Gates, State>) {
    this.#method = method;
    this.#program = compileProgram(circuit, method.prepareGates, {
      ignoreMeasurements: true,
      ignoreGlobalPhase: true,
    });
    bindProgram(this.#program, []);
  }

  /** @throws Failure `too-large` (memory), `cancelled` */
  add(weight: number, state: State, signal: WorkSignal): void {
    if (this.#other === undefined) {
      this.#other = this.#method.createState();
      this.#other.apply(this.#program.tail, signal);
    }
    this.#sum += weight * (state.fidelity?.(this.#other, signal) ?? Number.NaN);
    this.#weight += weight;
  }

  get fidelity(): number {
    return this.#sum / this.#weight;
  }

  /** Gives its memory back. */
  release(): void {
    this.#other?.release();
  }
}
