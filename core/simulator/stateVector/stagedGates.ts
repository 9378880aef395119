import type { CancellationSignal } from '#core/base/cancellation.ts';
import { gateAngles } from '#core/circuit/gateAngles.ts';
import type { Computation, GateOptions, PreparedGates, UnitaryGate } from '../program/quantumState.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import { type Blocking, CircuitNumbers, circuitShape } from './circuitShape.ts';
import type { PlanCache } from './planCache.ts';
import { planStages, type StagePlan } from './stagePlan.ts';

/**
 * Gates as stages. They are planned once for every order of the wires that they find, which only swaps change; another
 * binding changes numbers only.
 */
export class StagedGates implements PreparedGates {
  readonly isParametric: boolean;
  /** Counts bindings. */
  version = 0;
  readonly #operations: readonly UnitaryGate[];
  readonly #options: GateOptions;
  readonly #blocking: Blocking;
  readonly #cache: PlanCache | undefined;
  readonly #plans = new Map<string, StagePlan>();
  #angles: readonly (readonly number[])[];
  #numbers: CircuitNumbers | undefined;
  /** The version that the numbers are of. */
  #numbered = -1;

  /** @param cache has plans of circuits of the same shape */
  constructor(operations: readonly UnitaryGate[], options: GateOptions, blocking: Blocking, cache?: PlanCache) {
    this.#operations = operations;
    this.#options = options;
    this.#blocking = blocking;
    this.#cache = cache;
    // Until they are bound, gates with parameters have none that could be used.
    this.#angles = operations.map((operation) =>
      operation.kind === 'gate'
        ? operation.parameters.map((angle) => (typeof angle === 'number' ? angle : Number.NaN))
        : [],
    );
    this.isParametric = operations.some(
      (operation) => operation.kind === 'gate' && operation.parameters.some((angle) => typeof angle !== 'number'),
    );
  }

  bind(values: ArrayLike<number>, compute?: Computation): void {
    this.#angles = this.#operations.map((operation) =>
      operation.kind === 'gate' ? gateAngles(operation, values, compute) : [],
    );
    this.version++;
  }

  /** What depends on angles, in the order of the shape. */
  get numbers(): Float64Array {
    this.#numbers ??= new CircuitNumbers(this.#operations);
    if (this.#numbered !== this.version) this.#numbers.bind(this.#angles);
    this.#numbered = this.version;
    return this.#numbers.values;
  }

  /**
   * The plan for a state whose qubits are on these wires.
   * @throws Failure `cancelled`, `too-large`
   */
  planFor(wires: readonly number[], kernels: KernelInstance, signal: CancellationSignal): StagePlan {
    const key = wires.join();
    let plan = this.#plans.get(key);
    if (plan === undefined) {
      const shape = circuitShape(this.#operations, wires, this.#options, this.#blocking);
      const make = () => planStages(shape, kernels, signal);
      plan = this.#cache === undefined ? make() : this.#cache.planOf(shape, make);
      this.#plans.set(key, plan);
    }
    return plan;
  }
}
