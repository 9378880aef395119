import type { OffsetRange } from '#core/base/textRange.ts';
import type {
  BarrierOperation,
  Circuit,
  GateOperation,
  MeasureOperation,
  Operation,
  ResetOperation,
  UnitaryOperation,
} from '../circuit.ts';
import { operationQubits } from '../operationQubits.ts';
import { always, bothHold, type Decision, opposite, resultIsOne, resultsOf, sameDecision } from './decision.ts';
import { inexpressibleReason } from './inexpressibleReason.ts';
import { MeasuredState } from './measuredState.ts';
import type { OmissionList } from './omissionList.ts';

/**
 * A circuit without branches, for languages that guard single operations by results of measurements: what happens, one
 * after the other, and under which results.
 */
export interface MeasuredFlow {
  readonly steps: readonly FlowStep[];
  readonly results: readonly MeasuredResult[];
  /** What each bit of the circuit holds at the end, by its number. */
  readonly bits: readonly Decision<boolean>[];
}

export type FlowStep =
  | {
      readonly kind: 'act';
      readonly operation: GateOperation | UnitaryOperation | ResetOperation;
      readonly guard: Decision<boolean>;
    }
  | { readonly kind: 'measure'; readonly operation: MeasureOperation; readonly result: number }
  | { readonly kind: 'barrier'; readonly operation: BarrierOperation };

/** The result of one measurement; results are numbered in the order of their measurements. */
export interface MeasuredResult {
  /** The bit it was put into; absent when it was discarded. */
  readonly bit?: number;
  /** The index of the step that measures it, and of the last step whose guard asks for it. */
  readonly measuredAt: number;
  readonly lastAskedAt: number;
}

/**
 * Flattens a circuit. Bits hold 0 until they are measured, variables what is computed from results, so that every
 * condition is one on results; where none is possible, the guard is decided here.
 * @param language its name in what is reported: measurements under a condition, loops that depend on results
 */
export function measuredFlow(circuit: Circuit, omissions: OmissionList, language: string): MeasuredFlow {
  const flow = new Flattening(circuit, omissions, language);
  flow.all(circuit.operations, always(true));
  return flow.finished();
}

class Flattening {
  readonly #omissions: OmissionList;
  readonly #language: string;
  readonly #steps: FlowStep[] = [];
  readonly #results: { bit?: number; measuredAt: number; lastAskedAt: number }[] = [];
  readonly #state: MeasuredState;

  constructor(circuit: Circuit, omissions: OmissionList, language: string) {
    this.#omissions = omissions;
    this.#language = language;
    this.#state = new MeasuredState(circuit);
  }

  finished(): MeasuredFlow {
    return { steps: this.#steps, results: this.#results, bits: this.#state.bits };
  }

  all(operations: readonly Operation[], guard: Decision<boolean>): void {
    if (guard.kind === 'leaf' && !guard.value) return;
    for (const operation of operations) this.#one(operation, guard);
  }

  #one(operation: Operation, guard: Decision<boolean>): void {
    const { source } = operation;
    switch (operation.kind) {
      case 'gate': {
        const gates = this.#decide('An angle', source, () => this.#state.gates(operation, guard)) ?? [];
        for (const { gate, guard: each } of gates) this.#act(gate, each);
        return;
      }
      case 'unitary':
      case 'reset':
        this.#act(operation, guard);
        return;
      case 'measure':
        this.#measure(operation, guard);
        return;
      case 'barrier':
        this.#steps.push({ kind: 'barrier', operation });
        return;
      case 'conditional': {
        const { body, condition, otherwise } = operation;
        const holds = this.#decide('A condition', source, () => this.#state.condition(condition));
        this.#branches([holds, holds && opposite(holds)], [body, otherwise], guard, source);
        return;
      }
      case 'switch': {
        const taken = this.#decide('A switch', source, () => this.#state.cases(operation)) ?? [];
        this.#branches(taken, [...operation.cases.map(({ body }) => body), operation.otherwise], guard, source);
        return;
      }
      case 'while':
        this.#omissions.error(
          'A loop that depends on measured bits',
          `${this.#language} repeats nothing that depends on results; unroll it as often as it may run`,
          source,
        );
        return;
      case 'assign':
        this.#decide('A computation during the run', source, () => this.#state.assign(operation, guard));
        return;
    }
  }

  /** What happens in a branch does not change whether another one is taken: conditions are decided before all. */
  #branches(
    taken: readonly (Decision<boolean> | undefined)[],
    bodies: readonly (readonly Operation[])[],
    guard: Decision<boolean>,
    source: OffsetRange | undefined,
  ): void {
    taken.forEach((holds, index) => {
      const inner = holds && this.#decide('A condition', source, () => bothHold(guard, holds));
      if (inner) this.all(bodies[index] ?? [], inner);
    });
  }

  #act(operation: GateOperation | UnitaryOperation | ResetOperation, guard: Decision<boolean>): void {
    for (const result of resultsOf(guard)) {
      const asked = this.#results[result];
      if (asked) asked.lastAskedAt = this.#steps.length;
    }
    this.#steps.push({ kind: 'act', operation, guard });
  }

  #measure(operation: MeasureOperation, guard: Decision<boolean>): void {
    const { bit, source } = operation;
    if (guard.kind === 'choice') {
      this.#omissions.error(
        'A measurement under a condition',
        `${this.#language} measures always or never; measure always, and use the result where the condition holds`,
        source,
      );
      return;
    }
    const result = this.#results.length;
    const at = this.#steps.length;
    this.#results.push({ ...(bit === undefined ? {} : { bit }), measuredAt: at, lastAskedAt: at });
    this.#steps.push({ kind: 'measure', operation, result });
    if (bit !== undefined) this.#state.measure(bit, result);
  }

  /** @returns undefined, reported, when it cannot be said by results */
  #decide<T>(what: string, source: OffsetRange | undefined, decide: () => T): T | undefined {
    try {
      return decide();
    } catch (thrown) {
      this.#omissions.error(what, inexpressibleReason(thrown, this.#language), source);
      return undefined;
    }
  }
}

/**
 * Whether the measurements can all stand at the end: nothing depends on their results, nothing acts on a qubit after it
 * is measured, and no result is lost.
 */
export function isMeasuredAtEnd({ bits, results, steps }: MeasuredFlow): boolean {
  const measured = new Set<number>();
  for (const step of steps) {
    switch (step.kind) {
      case 'barrier':
        break;
      case 'measure':
        if (measured.has(step.operation.qubit)) return false;
        measured.add(step.operation.qubit);
        break;
      case 'act': {
        const { guard, operation } = step;
        if (guard.kind === 'choice' || operation.kind === 'reset') return false;
        if (operationQubits(operation).some((qubit) => measured.has(qubit))) return false;
      }
    }
  }
  return results.every(
    ({ bit }, result) => bit === undefined || sameDecision(bits[bit] ?? always(false), resultIsOne(result)),
  );
}
