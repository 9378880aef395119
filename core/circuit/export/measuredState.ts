import { type Angle, combineAngles, isRunTimeAngle, transformAngle } from '../angle.ts';
import type { AssignOperation, Circuit, Condition, GateOperation, SwitchOperation } from '../circuit.ts';
import type { ClassicalExpression } from '../classical.ts';
import type { ClassicalValue } from '../classicalArithmetic.ts';
import { expressionBits, expressionsOf, expressionVariables, visitParts } from '../classicalTraversal.ts';
import {
  assignValue,
  type ClassicalMemory,
  createMemory,
  evaluateExpression,
  isTruth,
  runTimeAngle,
} from '../evaluateClassical.ts';
import { comparisonDecision } from './comparedBits.ts';
import {
  always,
  bothHold,
  combine,
  type Decision,
  eitherHolds,
  opposite,
  resultIsOne,
  TooManyCases,
  valuesOf,
} from './decision.ts';

/** More values of one gate's angles than this are no program anybody wants to read. */
const mostAngles = 32;

/** Thrown when something depends on an input, whose value only the run knows. */
export class DependsOnInput extends Error {
  override readonly name = 'DependsOnInput';
}

type VariableValue = ClassicalMemory['variables'][number];

/**
 * What bits and variables hold at one point of a circuit, as functions of the results measured so far. So whatever a
 * circuit computes during its run becomes conditions on results, for languages that compute nothing.
 *
 * Its methods throw `TooManyCases`, {@link DependsOnInput}, and `RunTimeFault` for mistakes that a run can meet.
 */
export class MeasuredState {
  readonly #circuit: Circuit;
  readonly #bits: Decision<boolean>[];
  readonly #variables: Decision<VariableValue>[];

  /** Everything is zero at the start. */
  constructor(circuit: Circuit) {
    this.#circuit = circuit;
    this.#bits = Array.from({ length: circuit.bitCount }, () => always(false));
    this.#variables = createMemory(circuit, []).variables.map(always);
  }

  /** What each bit holds. */
  get bits(): readonly Decision<boolean>[] {
    return this.#bits;
  }

  /** Puts a result into a bit. */
  measure(bit: number, result: number): void {
    this.#bits[bit] = resultIsOne(result);
  }

  condition(condition: Condition): Decision<boolean> {
    switch (condition.kind) {
      case 'compare':
        return comparisonDecision(condition, (bit) => this.#bits[bit] ?? always(false));
      case 'not':
        return opposite(this.condition(condition.operand));
      case 'and':
        return bothHold(this.condition(condition.left), this.condition(condition.right));
      case 'or':
        return eitherHolds(this.condition(condition.left), this.condition(condition.right));
      case 'expression':
        return this.#evaluate([condition.expression], (memory) => isTruth(condition.expression, memory));
    }
  }

  /** Under which results each case of a switch is taken, in order, and then `otherwise`. */
  cases({ cases, subject }: SwitchOperation): Decision<boolean>[] {
    const value = this.#evaluate([subject], (memory) => Number(evaluateExpression(subject, memory)));
    const taken = cases.map(({ values }) => combine([value], ([held]) => values.includes(held ?? Number.NaN)));
    return [...taken, opposite(taken.reduce(eitherHolds, always(false)))];
  }

  /** Stores a value where the guard holds. */
  assign(operation: AssignOperation, guard: Decision<boolean>): void {
    const { target, value } = operation;
    const reads = expressionsOf(operation);
    const store = (memory: ClassicalMemory) => assignValue(target, value, memory);
    if (target.kind !== 'bits') {
      const held = this.#evaluate(
        reads,
        (memory) => {
          store(memory);
          return memory.variables[target.variable] ?? false;
        },
        { guard, otherwise: (memory) => memory.variables[target.variable] ?? false, variables: [target.variable] },
      );
      this.#variables[target.variable] = held;
      return;
    }
    const held = target.bits.map((bit) =>
      this.#evaluate(
        reads,
        (memory) => {
          store(memory);
          return memory.bits[bit] === 1;
        },
        { guard, otherwise: (memory) => memory.bits[bit] === 1, bits: target.bits },
      ),
    );
    target.bits.forEach((bit, index) => {
      this.#bits[bit] = held[index] ?? always(false);
    });
  }

  /**
   * A gate whose angles depend on results as gates with angles that do not, each with the guard under which it acts.
   * Others stay as they are.
   */
  gates(gate: GateOperation, guard: Decision<boolean>): { gate: GateOperation; guard: Decision<boolean> }[] {
    if (!gate.parameters.some(isRunTimeAngle)) return [{ gate, guard }];
    const expressions = gate.parameters.flatMap(angleParts);
    const values = this.#evaluate(
      expressions,
      (memory) => expressions.map((expression) => runTimeAngle({ op: 'classical', expression }, memory)),
      { guard, otherwise: () => [] },
    );
    const variants = valuesOf(values, sameNumbers).filter(({ length }) => length > 0);
    if (variants.length > mostAngles) throw new TooManyCases();
    return variants.map((numbers) => {
      const rest = [...numbers];
      return {
        gate: { ...gate, parameters: gate.parameters.map((angle) => withNumbers(angle, rest)) },
        guard: bothHold(
          guard,
          combine([values], ([found]) => sameNumbers(found ?? [], numbers)),
        ),
      };
    });
  }

  /** Computes something of what the expressions read, and of what else is named, under a guard. */
  #evaluate<T>(
    expressions: readonly ClassicalExpression[],
    compute: (memory: ClassicalMemory) => T,
    under: {
      readonly guard?: Decision<boolean>;
      readonly otherwise?: (memory: ClassicalMemory) => T;
      readonly bits?: readonly number[];
      readonly variables?: readonly number[];
    } = {},
  ): Decision<T> {
    for (const expression of expressions) requireNoInput(expression);
    const { guard = always(true), otherwise = compute } = under;
    const bits = [...new Set([...expressions.flatMap(expressionBits), ...(under.bits ?? [])])];
    const variables = [...new Set([...expressions.flatMap(expressionVariables), ...(under.variables ?? [])])];
    const parts: Decision<boolean | VariableValue>[] = [
      guard,
      ...bits.map((bit) => this.#bits[bit] ?? always(false)),
      ...variables.map((variable) => this.#variables[variable] ?? always<VariableValue>(false)),
    ];
    return combine(
      parts,
      ([holds, ...held]) => {
        const memory = createMemory(this.#circuit, []);
        bits.forEach((bit, index) => {
          memory.bits[bit] = held[index] === true ? 1 : 0;
        });
        variables.forEach((variable, index) => {
          const value = held[bits.length + index] ?? false;
          memory.variables[variable] = Array.isArray(value) ? [...value] : value;
        });
        return holds === true ? compute(memory) : otherwise(memory);
      },
      sameValue,
    );
  }
}

function requireNoInput(expression: ClassicalExpression): void {
  visitParts(expression, (part) => {
    if (part.kind === 'parameter') throw new DependsOnInput();
  });
}

/** The parts of an angle that are computed during the run, in order. */
function angleParts(angle: Angle): ClassicalExpression[] {
  if (typeof angle === 'number' || angle.op === 'parameter') return [];
  if (angle.op === 'classical') return [angle.expression];
  return 'left' in angle ? [...angleParts(angle.left), ...angleParts(angle.right)] : angleParts(angle.operand);
}

/** @param numbers what stands for those parts; taken away from the front */
function withNumbers(angle: Angle, numbers: number[]): Angle {
  if (typeof angle === 'number' || angle.op === 'parameter') return angle;
  if (angle.op === 'classical') return numbers.shift() ?? 0;
  if ('left' in angle) {
    const left = withNumbers(angle.left, numbers);
    return combineAngles(angle.op, left, withNumbers(angle.right, numbers));
  }
  return transformAngle(angle.op, withNumbers(angle.operand, numbers));
}

function sameNumbers(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((value, index) => Object.is(value, right[index]));
}

/** Whether two values, or arrays of values, are the same. */
function sameValue(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((value, index) => sameValue(value, right[index]));
  }
  return isComplex(left) && isComplex(right) && Object.is(left.re, right.re) && Object.is(left.im, right.im);
}

function isComplex(value: unknown): value is Extract<ClassicalValue, { re: unknown }> {
  return typeof value === 'object' && value !== null && 're' in value && 'im' in value;
}
