import type { Decision } from '../decision.ts';
import { type Formula, type FormulaDialect, formulaOf, formulaText } from '../formula.ts';
import type { FlowStep, MeasuredFlow } from '../measuredFlow.ts';
import { placeOf } from '../programRegisters.ts';
import { pythonString } from './pythonNames.ts';
import type { PythonImports } from './pythonProgram.ts';
import { type NamedRegister, type PythonRegisters, wholeRegister } from './pythonRegisters.ts';
import { finalResults } from './returnedBits.ts';

type MeasureStep = Extract<FlowStep, { kind: 'measure' }>;

/** One `cirq.measure`. */
export interface CirqMeasurement {
  readonly qubits: readonly number[];
  readonly key: string;
}

/** Where Cirq keeps a result: under a key of its own, or as one of the bits of a register's key. */
interface ResultPlace {
  readonly key: string;
  readonly index?: number;
}

/**
 * The measurement keys of a program. A register that is measured in one go has its name as key, with bit 0 first. Other
 * bits have keys of their own, `c[0]`; where a bit is measured again, earlier results have a number, so that the plain
 * key holds what the bit holds at the end.
 */
export class CirqResults {
  /** In the order of the registers; those of values the bits lose again are not among them. */
  readonly keys: readonly string[];
  readonly #places = new Map<number, ResultPlace>();
  readonly #registers: PythonRegisters;

  constructor(flow: MeasuredFlow, registers: PythonRegisters) {
    this.#registers = registers;
    const finals = finalResults(flow);
    this.#placeRegisters(flow, finals);
    this.#placeBits(flow, finals);
    const final = finals.flatMap((result) => (result === undefined ? [] : [this.#places.get(result)?.key ?? '']));
    this.keys = [...new Set(final)];
  }

  /** The measurements that steps make, which come one after the other; those into one register are one. */
  measurements(steps: readonly MeasureStep[]): CirqMeasurement[] {
    const byKey = new Map<string, number[]>();
    for (const { operation, result } of steps) {
      const { index = 0, key } = this.#places.get(result) ?? { key: '' };
      const qubits = byKey.get(key) ?? [];
      qubits[index] = operation.qubit;
      byKey.set(key, qubits);
    }
    return [...byKey].map(([key, qubits]) => ({ key, qubits }));
  }

  /** The arguments of `with_classical_controls`. */
  controls(guard: Decision<boolean>, imports: PythonImports): string {
    const formula = formulaOf(guard);
    const parts = formula.kind === 'and' ? formula.parts : [formula];
    return parts.map((part) => this.#control(part, imports)).join(', ');
  }

  /** A key by itself stands for "it is 1". */
  #control(formula: Formula, imports: PythonImports): string {
    const place = formula.kind === 'result' && formula.value === 1 ? this.#places.get(formula.result) : undefined;
    if (place !== undefined && place.index === undefined) return pythonString(place.key);
    imports.module('sympy');
    return formulaText(formula, this.#formulas);
  }

  get #formulas(): FormulaDialect {
    return {
      truth: (value) => (value ? 'sympy.true' : 'sympy.false'),
      result: (result, value) => {
        const { index, key } = this.#places.get(result) ?? { key: '' };
        const name = pythonString(key);
        const held = index === undefined ? `sympy.Symbol(${name})` : `sympy.IndexedBase(${name})[${index}]`;
        return `sympy.Eq(${held}, ${value})`;
      },
      join: (kind, parts) => `sympy.${kind === 'and' ? 'And' : 'Or'}(${parts.join(', ')})`,
    };
  }

  /** Gives the registers that are measured in one go a key for all their bits. */
  #placeRegisters(flow: MeasuredFlow, finals: readonly (number | undefined)[]): void {
    for (const run of measureRuns(flow.steps)) {
      for (const register of this.#registers.bits) {
        const inRun = run.filter(({ operation: { bit } }) => {
          return bit !== undefined && bit >= register.start && bit < register.start + register.size;
        });
        const sorted = inRun.toSorted((left, right) => (left.operation.bit ?? 0) - (right.operation.bit ?? 0));
        const isWhole =
          wholeRegister(
            sorted.flatMap(({ operation }) => operation.bit ?? []),
            [register],
          ) !== undefined;
        const qubits = new Set(sorted.map(({ operation }) => operation.qubit));
        const areLast = sorted.every(({ operation, result }) => finals[operation.bit ?? -1] === result);
        if (!isWhole || !areLast || qubits.size < sorted.length) continue;
        for (const [index, { result }] of sorted.entries()) this.#places.set(result, { key: keyOf(register), index });
      }
    }
  }

  #placeBits({ results }: MeasuredFlow, finals: readonly (number | undefined)[]): void {
    const counts = new Map<string, number>();
    results.forEach(({ bit }, result) => {
      if (this.#places.has(result)) return;
      const name = bit === undefined ? 'discarded' : this.#bitKey(bit);
      if (bit !== undefined && finals[bit] === result) {
        this.#places.set(result, { key: name });
        return;
      }
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      this.#places.set(result, { key: `${name}.${count}` });
    });
  }

  #bitKey(bit: number): string {
    const { index, register } = placeOf(bit, this.#registers.bits);
    return register.scalar ? keyOf(register) : `${keyOf(register)}[${index}]`;
  }
}

/** The name of a register in the source; a colon would make a path of it. */
function keyOf({ title }: NamedRegister): string {
  return title.replaceAll(':', '_');
}

/** Runs of measurements with nothing between them. */
function measureRuns(steps: readonly FlowStep[]): MeasureStep[][] {
  const runs: MeasureStep[][] = [];
  let previous: FlowStep | undefined;
  for (const step of steps) {
    if (step.kind === 'measure') {
      if (previous?.kind === 'measure') runs.at(-1)?.push(step);
      else runs.push([step]);
    }
    previous = step;
  }
  return runs;
}
