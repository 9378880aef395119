import type { CancellationSignal } from '#core/base/cancellation.ts';
import { gateAngles } from '#core/circuit/gateAngles.ts';
import type { Computation, GateOptions, PreparedGates, UnitaryGate } from '../program/quantumState.ts';
import { BoundItems } from './boundItems.ts';
import type { LoweredGates } from './loweredGates.ts';
import { lowerGates } from './lowerGates.ts';
import type { Binding } from './oneQubitMatrix.ts';
import { type PlanOptions, planStages, type Stage } from './stagePlan.ts';
import { WrittenStages } from './stageWriter.ts';

/** Gates planned for one order of the wires, with the numbers of one binding. */
interface Plan {
  readonly lowered: LoweredGates;
  readonly written: WrittenStages;
  readonly bound: BoundItems;
  /** Which binding, and which frames, the numbers are of. */
  version: number;
  entryFrame: number;
}

/** What is applied to a state. */
export interface ReadyGates {
  readonly stages: WrittenStages;
  readonly exitWires: readonly number[];
  readonly exitFrame: number;
}

/**
 * Gates as stages. They are planned once for every order of the wires that they find, which
 * only swaps change; another binding changes numbers only.
 */
export class StagedGates implements PreparedGates {
  readonly isParametric: boolean;
  readonly #operations: readonly UnitaryGate[];
  readonly #options: GateOptions;
  readonly #planOptions: PlanOptions;
  readonly #amplitudeBytes: number;
  readonly #plans = new Map<string, Plan>();
  #binding: Binding;
  #version = 0;

  constructor(
    operations: readonly UnitaryGate[],
    options: GateOptions,
    planOptions: PlanOptions,
    amplitudeBytes: number,
  ) {
    this.#operations = operations;
    this.#options = options;
    this.#planOptions = planOptions;
    this.#amplitudeBytes = amplitudeBytes;
    // Until they are bound, gates with parameters have none that could be used.
    this.#binding = operations.map((operation) =>
      operation.kind === 'gate'
        ? operation.parameters.map((angle) => (typeof angle === 'number' ? angle : Number.NaN))
        : [],
    );
    this.isParametric = operations.some(
      (operation) => operation.kind === 'gate' && operation.parameters.some((angle) => typeof angle !== 'number'),
    );
  }

  bind(values: ArrayLike<number>, compute?: Computation): void {
    this.#binding = this.#operations.map((operation) =>
      operation.kind === 'gate' ? gateAngles(operation, values, compute) : [],
    );
    this.#version++;
  }

  /**
   * The stages for a state whose qubits are on these wires, in these frames.
   * @throws Failure `cancelled`
   */
  readyFor(wires: readonly number[], entryFrame: number, signal: CancellationSignal): ReadyGates {
    const plan = this.#planFor(wires, signal);
    if (plan.version !== this.#version || plan.entryFrame !== entryFrame) {
      plan.bound.bind(this.#binding, entryFrame);
      plan.written.bind(plan.bound);
      plan.version = this.#version;
      plan.entryFrame = entryFrame;
    }
    return { stages: plan.written, exitWires: plan.lowered.wires, exitFrame: plan.bound.exitFrame };
  }

  #planFor(wires: readonly number[], signal: CancellationSignal): Plan {
    const key = wires.join();
    const known = this.#plans.get(key);
    if (known) return known;
    const lowered = lowerGates(this.#operations, wires, this.#options);
    const stages: Stage[] = planStages(lowered.items, this.#planOptions, signal);
    const written = new WrittenStages(lowered.items, stages, this.#amplitudeBytes);
    const plan = { lowered, written, bound: new BoundItems(lowered), version: -1, entryFrame: 0 };
    this.#plans.set(key, plan);
    return plan;
  }
}
