import type { Decision } from '../decision.ts';
import { type FormulaDialect, formulaOf, formulaText } from '../formula.ts';
import type { MeasuredFlow } from '../measuredFlow.ts';
import { placeOf } from '../programRegisters.ts';
import type { UniqueNames } from '../uniqueNames.ts';
import type { PythonRegisters } from './pythonRegisters.ts';
import { finalResults } from './returnedBits.ts';

/** The variables in which a program keeps the results of its measurements. */
export class PennylaneResults {
  readonly #flow: MeasuredFlow;
  readonly #registers: PythonRegisters;
  readonly #names: readonly (string | undefined)[];

  constructor(flow: MeasuredFlow, registers: PythonRegisters, names: UniqueNames) {
    this.#flow = flow;
    this.#registers = registers;
    this.#names = flow.results.map(({ bit, lastAskedAt }, result) => {
      if (bit === undefined) return undefined;
      const next = flow.results.find((other, index) => index > result && other.bit === bit);
      // A result that is asked for after its bit has got another one needs a variable of its own.
      if (next === undefined || next.measuredAt > lastAskedAt) return registers.bit(bit);
      return names.unique(`${this.#bitName(bit)}_before`);
    });
  }

  /** Where a result goes; undefined when it is discarded. */
  variable(result: number): string | undefined {
    return this.#names[result];
  }

  /** Lists that hold the bits of registers, to be made before the first measurement. */
  get lists(): string[] {
    const used = new Set(this.#flow.results.flatMap(({ bit }) => bit ?? []));
    return this.#registers.bits
      .filter(({ scalar, size, start }) => !scalar && [...used].some((bit) => bit >= start && bit < start + size))
      .map(({ name, size }) => `${name} = [None] * ${size}`);
  }

  /** The bits whose last result is to be returned, the last one first. */
  get returned(): string[] {
    return finalResults(this.#flow)
      .flatMap((result, bit) => (result === undefined ? [] : [this.#registers.bit(bit)]))
      .reverse();
  }

  /** A guard as the first argument of `qml.cond`. */
  condition(guard: Decision<boolean>): string {
    const formula = formulaOf(guard);
    if (formula.kind !== 'result') return formulaText(formula, this.#formulas).slice(1, -1);
    const name = this.#names[formula.result] ?? '';
    return formula.value === 1 ? name : `${name} == 0`;
  }

  /** Every part is in brackets, because `&` and `|` hold tighter than comparisons. */
  get #formulas(): FormulaDialect {
    return {
      truth: (value) => `(${value ? 'True' : 'False'})`,
      result: (result, value) => `(${this.#names[result]} == ${value})`,
      join: (kind, parts) => `(${parts.join(kind === 'and' ? ' & ' : ' | ')})`,
    };
  }

  #bitName(bit: number): string {
    const { index, register } = placeOf(bit, this.#registers.bits);
    return register.scalar ? register.name : `${register.name}_${index}`;
  }
}
