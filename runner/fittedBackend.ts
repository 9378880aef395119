import type { Backend, BackendJob } from '#core/backends/backend.ts';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { placedObservables } from '#core/pipeline/circuits/circuitFitter.ts';
import { onPhysicalQubits } from '#core/transpiler/deviceTarget.ts';
import type { TranspiledCircuit, TranspilerLevel, TranspilerTarget } from '#core/transpiler/transpileCircuit.ts';
import { transpiledInTurns } from './transpiledInTurns.ts';

/** How circuits are fitted that nobody has fitted before. */
export interface FitterOptions {
  /** What the device takes; undefined where it takes any circuit. Asked until it answers. */
  target(): Promise<TranspilerTarget | undefined>;
  readonly level: TranspilerLevel;
  readonly seed: number;
  /** The qubit of the device for each qubit of the circuit; chosen unless given. */
  readonly layout?: readonly number[] | undefined;
}

/** Fits the circuits of jobs to a device that takes no others, each once. */
export class JobFitter {
  readonly #options: FitterOptions;
  readonly #known = new WeakMap<Circuit, TranspiledCircuit>();
  #target: { readonly value: TranspilerTarget | undefined } | undefined;

  constructor(options: FitterOptions) {
    this.#options = options;
  }

  /** @throws Failure of the device */
  async target(): Promise<TranspilerTarget | undefined> {
    this.#target ??= { value: await this.#options.target() };
    return this.#target.value;
  }

  /**
   * A circuit on the qubits of the device, its bits as they were; undefined where the device takes any circuit. What was
   * fitted before and names its qubits stays on them and keeps its gates: only those are translated that the device lacks.
   * @throws Failure of the device, `invalid-circuit` when the circuit does not fit on it, `cancelled`
   */
  async fitted(circuit: Circuit, signal: CancellationSignal): Promise<TranspiledCircuit | undefined> {
    const known = this.#known.get(circuit);
    if (known) return known;
    const target = await this.target();
    if (!target) return undefined;
    const { layout, level, seed } = this.#options;
    const { deviceQubits, ...plain } = circuit;
    const options = deviceQubits
      ? { level: 0 as const, layout: deviceQubits, seed }
      : { level, seed, ...(layout && { layout }) };
    const made = await transpiledInTurns(plain, target, options, signal);
    const fitted = { ...made, circuit: onPhysicalQubits(made.circuit) };
    this.#known.set(circuit, fitted);
    return fitted;
  }

  async circuits(circuits: readonly Circuit[], signal: CancellationSignal): Promise<readonly Circuit[]> {
    const fitted: Circuit[] = [];
    for (const circuit of circuits) fitted.push((await this.fitted(circuit, signal))?.circuit ?? circuit);
    return fitted;
  }

  /** Observables are of the qubits that those of the circuit end on. */
  async job(job: BackendJob, signal: CancellationSignal): Promise<BackendJob> {
    const circuits = await this.circuits(job.circuits, signal);
    if (job.observables === undefined) return { ...job, circuits };
    const observables = [];
    for (const [index, circuit] of job.circuits.entries()) {
      const own = job.observables[index] ?? [];
      const places = (await this.fitted(circuit, signal))?.final;
      observables.push(places ? placedObservables(own, places) : own);
    }
    return { ...job, circuits, observables };
  }
}

/** A backend that takes any circuit: what its device cannot take as it is, is fitted first. */
export function fittedBackend(backend: Backend, fitter: JobFitter): Backend {
  return {
    ...backend,
    estimate: async (job, signal) => await backend.estimate(await fitter.job(job, signal), signal),
    submit: async (job, signal) => await backend.submit(await fitter.job(job, signal), signal),
    result: async (handle, circuits, signal) =>
      await backend.result(handle, circuits && (await fitter.circuits(circuits, signal)), signal),
  };
}
