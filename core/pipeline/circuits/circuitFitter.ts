import type { Circuit } from '#core/circuit/circuit.ts';
import type { EvaluationOutput } from '#core/circuit/evaluation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { placedOperation } from '#core/circuit/placedOperation.ts';
import { type GateBasis, gateBasis, usualBasis } from '#core/transpiler/gateBasis.ts';
import { type TranspiledCircuit, type TranspilerTarget, transpileCircuit } from '#core/transpiler/transpileCircuit.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';

/** A circuit as a backend gets it. */
export interface FittedCircuit {
  /** On the qubits of the device that it uses, which it names; parameters are those of the original. */
  readonly circuit: Circuit;
  /** For each qubit of the original, its place among the qubits of the fitted circuit at the end. */
  readonly places: readonly number[];
  readonly fitting: Fitting;
}

/** What a circuit that was fitted is like. */
export interface Fitting {
  /** The qubit of the device that each qubit of the circuit begins on. */
  readonly layout: readonly number[];
  readonly swaps: number;
  /** Estimated, where the errors of the device are known; see `estimatedFidelity`. */
  readonly fidelity?: number;
}

/** How circuits are fitted in a run, as its record tells. */
export interface FittingSettings {
  readonly level: 0 | 1 | 2 | 3;
  readonly basis: readonly string[];
  readonly layout?: readonly number[];
  readonly seed: number;
}

/** The settings of a pipeline; undefined where it fits no circuits. */
export function fittingSettings({
  quantum: { transpile },
  seeds,
}: Pick<ResolvedPipeline, 'quantum' | 'seeds'>): FittingSettings | undefined {
  if (!transpile) return undefined;
  const { basis = usualBasis, layout, level } = transpile;
  return { level, basis, ...(layout && { layout }), seed: seeds.transpiler };
}

/** The level at which circuits are fitted to backends that take them no other way, where a pipeline says nothing. */
export const usualFittingLevel = 2;

/** How circuits are fitted to a backend that takes them no other way: in its gates, for the rest as the pipeline says. */
export function requiredFitting(
  { basis }: TranspilerTarget,
  pipeline: Pick<ResolvedPipeline, 'quantum' | 'seeds'>,
): FittingSettings {
  const { level = usualFittingLevel, ...wanted } = fittingSettings(pipeline) ?? {};
  return { seed: pipeline.seeds.transpiler, ...wanted, level, basis: basis.names };
}

/** What circuits are fitted to besides the basis. */
export type FittingDevice = Pick<TranspilerTarget, 'coupling' | 'errors'>;

/** Fits circuits to the backends of a pipeline, each once. */
export class CircuitFitter {
  readonly #settings: FittingSettings;
  readonly #basis: GateBasis;
  readonly #devices: ReadonlyMap<string, FittingDevice>;
  readonly #known = new WeakMap<Circuit, Map<string, FittedCircuit>>();

  /** @throws Failure `invalid-input` for gates that are no basis */
  constructor(settings: FittingSettings, devices: ReadonlyMap<string, FittingDevice>) {
    this.#settings = settings;
    this.#basis = gateBasis(settings.basis);
    this.#devices = devices;
  }

  /**
   * The circuit for a backend: on the couplings of the device where they are known, else with all qubits coupled.
   * @throws Failure `invalid-circuit` when it does not fit on the device, `invalid-input` when the layout does not fit it
   */
  fitted(circuit: Circuit, backend: string): FittedCircuit {
    const own = this.#known.get(circuit) ?? new Map<string, FittedCircuit>();
    this.#known.set(circuit, own);
    const known = own.get(backend);
    if (known) return known;
    const device = this.#devices.get(backend);
    const { coupling, errors } = device ?? {};
    const target = { basis: this.#basis, ...(coupling && { coupling }), ...(errors && { errors }) };
    const { layout, level, seed } = this.#settings;
    const transpiled = transpileCircuit(circuit, target, { level, seed, ...(layout && { layout }) });
    const made = onUsedQubits(transpiled, device !== undefined);
    own.set(backend, made);
    return made;
  }
}

/**
 * A circuit on the whole device without the qubits that it does not use: those would only make states larger.
 * @param isDevice whether its qubits are those of a known device, which it names then
 */
function onUsedQubits(
  { circuit, fidelity, final, initial, swaps }: TranspiledCircuit,
  isDevice: boolean,
): FittedCircuit {
  const used = new Set([...initial, ...final, ...circuit.operations.flatMap(operationQubits)]);
  const deviceQubits = [...used].sort((left, right) => left - right);
  const place = new Map(deviceQubits.map((qubit, index) => [qubit, index]));
  const placed = (qubit: number) => place.get(qubit) ?? 0;
  const isWhole = deviceQubits.length === circuit.qubitCount;
  const compact: Circuit = isWhole
    ? { ...circuit, ...(isDevice && { deviceQubits }) }
    : {
        ...circuit,
        qubitCount: deviceQubits.length,
        qubitRegisters: [{ name: 'q', start: 0, size: deviceQubits.length }],
        deviceQubits,
        operations: circuit.operations.map((operation) => placedOperation(operation, placed)),
      };
  const fitting = { layout: initial, swaps, ...(fidelity !== undefined && { fidelity }) };
  return { circuit: compact, places: final.map(placed), fitting };
}

/** Observables of the original, on the qubits of the fitted circuit. */
export function placedObservables(observables: readonly PauliSum[], places: readonly number[]): PauliSum[] {
  return observables.map(({ terms }) => ({
    terms: terms.map(({ coefficient, factors }) => ({
      coefficient,
      factors: factors.map(({ axis, qubit }) => ({ axis, qubit: places[qubit] ?? qubit })),
    })),
  }));
}

/** What is asked of the fitted circuit for what is asked of the original. */
export function placedOutput(output: EvaluationOutput, places: readonly number[]): EvaluationOutput {
  return output.kind === 'expectations'
    ? { kind: 'expectations', observables: placedObservables(output.observables, places) }
    : output;
}

/** Probabilities of the original's basis states in those of the fitted circuit; other qubits are summed over. */
export function originalProbabilities(row: Float64Array, places: readonly number[]): Float64Array {
  if (2 ** places.length === row.length && places.every((place, qubit) => place === qubit)) return row;
  const result = new Float64Array(2 ** places.length);
  row.forEach((probability, state) => {
    let index = 0;
    places.forEach((place, qubit) => {
      if (Math.floor(state / 2 ** place) % 2 === 1) index += 2 ** qubit;
    });
    result[index] = (result[index] ?? 0) + probability;
  });
  return result;
}
