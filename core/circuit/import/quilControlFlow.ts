import type { Condition } from '../circuit.ts';
import type { ImportReport } from './importedCircuit.ts';
import type { QuilReference } from './quilExpression.ts';
import type { QuilInstruction } from './quilInstructions.ts';

/** Instructions with the conditionals and loops that their jumps make up. */
export type QuilStatement =
  | { readonly kind: 'instruction'; readonly instruction: QuilInstruction }
  | {
      readonly kind: 'conditional';
      readonly condition: Condition;
      readonly body: readonly QuilStatement[];
      readonly otherwise: readonly QuilStatement[];
      readonly source: QuilInstruction;
    }
  | {
      readonly kind: 'while';
      readonly condition: Condition;
      readonly body: readonly QuilStatement[];
      readonly source: QuilInstruction;
    };

const deepestNesting = 200;
/** Branches in a row that are looked at as one condition. */
const longestDecision = 256;
const largestCondition = 2000;

/**
 * Finds the conditionals and loops in a program with jumps: branches over a body, with an unconditional jump over the
 * other branch at its end, and a label before branches to which the body jumps back. Several branches in a row make one
 * condition. Jumps of other shapes are reported.
 * @param bitOf the bit of a place in memory; undefined when it is none, which is reported
 */
export function structureOf(
  instructions: readonly QuilInstruction[],
  bitOf: (reference: QuilReference) => number | undefined,
  report: ImportReport,
): QuilStatement[] {
  return new Structure(instructions, bitOf, report).region(0, instructions.length, 0);
}

/** Branches from `start` on that together decide whether what follows at `end` happens, or `exit` is next. */
interface Decision {
  readonly condition: Condition;
  readonly end: number;
  /** Where the label is that is next when the condition does not hold. */
  readonly exit: number;
}

class Structure {
  readonly #instructions: readonly QuilInstruction[];
  readonly #bitOf: (reference: QuilReference) => number | undefined;
  readonly #report: ImportReport;
  readonly #labels = new Map<string, number>();
  /** Jumps that were reported. */
  readonly #refused = new Set<QuilInstruction>();
  /** Labels by place that a jump further down goes back to, and where that jump is. */
  readonly #backJumps = new Map<number, number>();

  constructor(
    instructions: readonly QuilInstruction[],
    bitOf: (reference: QuilReference) => number | undefined,
    report: ImportReport,
  ) {
    this.#instructions = instructions;
    this.#bitOf = bitOf;
    this.#report = report;
    instructions.forEach((instruction, place) => {
      if (instruction.kind !== 'label') return;
      if (this.#labels.has(instruction.label)) {
        report.problem(instruction.range, `The label @${instruction.label} occurs twice.`);
      }
      this.#labels.set(instruction.label, place);
    });
    instructions.forEach((instruction, place) => {
      if (instruction.kind !== 'jump' && instruction.kind !== 'branch') return;
      const target = this.#labels.get(instruction.label);
      if (target === undefined) {
        report.problem(instruction.labelRange, `There is no label @${instruction.label}.`);
        this.#refused.add(instruction);
      } else if (target < place && instruction.kind === 'jump') this.#backJumps.set(target, place);
    });
  }

  region(start: number, end: number, depth: number): QuilStatement[] {
    const statements: QuilStatement[] = [];
    if (depth > deepestNesting) {
      const first = this.#instructions[start];
      if (first) this.#report.problem(first.range, `Jumps are nested more than ${deepestNesting} levels deep.`);
      return statements;
    }
    for (let place = start; place < end; ) {
      const instruction = this.#instructions[place];
      if (instruction === undefined) break;
      switch (instruction.kind) {
        case 'label':
          place = this.#loop(place, end, depth, statements);
          break;
        case 'branch':
          place = this.#conditional(place, end, depth, statements);
          break;
        case 'jump': {
          const target = this.#labels.get(instruction.label) ?? -1;
          if (target <= place || target > end) this.#refuse(instruction);
          // Nothing reaches what is between.
          place = target > place && target <= end ? target : place + 1;
          break;
        }
        case 'halt':
          if (depth > 0)
            this.#report.problem(instruction.range, 'HALT inside a branch is not read; jump to the end instead.');
          return statements;
        default:
          statements.push({ kind: 'instruction', instruction });
          place++;
      }
    }
    return statements;
  }

  /** A label: the head of a loop, or only a target. */
  #loop(place: number, end: number, depth: number, statements: QuilStatement[]): number {
    const back = this.#backJumps.get(place);
    if (back === undefined) return place + 1;
    // What the condition is computed by is done before the loop and at the end of every pass.
    let first = place + 1;
    while (this.#instructions[first]?.kind === 'computation') first++;
    const before = this.region(place + 1, first, depth + 1);
    const decision = this.#decision(first, end);
    const head = this.#instructions[place];
    const jump = this.#instructions[back];
    if (decision === undefined || decision.exit !== back + 1 || head === undefined) {
      if (jump) this.#refuse(jump);
      return place + 1;
    }
    const body = [...this.region(decision.end, back, depth + 1), ...before];
    statements.push(...before, { kind: 'while', condition: decision.condition, body, source: head });
    return decision.exit + 1;
  }

  #conditional(place: number, end: number, depth: number, statements: QuilStatement[]): number {
    const source = this.#instructions[place];
    const decision = this.#decision(place, end);
    if (source === undefined || decision === undefined) {
      if (source) this.#refuse(source);
      return place + 1;
    }
    const { condition, exit } = decision;
    const last = this.#instructions[exit - 1];
    const after = last?.kind === 'jump' && exit - 1 >= decision.end ? this.#labels.get(last.label) : undefined;
    if (after !== undefined && after > exit && after <= end) {
      const body = this.region(decision.end, exit - 1, depth + 1);
      const otherwise = this.region(exit + 1, after, depth + 1);
      statements.push({ kind: 'conditional', condition, body, otherwise, source });
      return after;
    }
    const body = this.region(decision.end, exit, depth + 1);
    statements.push({ kind: 'conditional', condition, body, otherwise: [], source });
    return exit;
  }

  /** The longest run of branches and labels that has one way on and one way out. */
  #decision(start: number, regionEnd: number): Decision | undefined {
    let best: number | undefined;
    const exits = new Set<number>();
    for (let place = start; place < Math.min(regionEnd, start + longestDecision); place++) {
      const instruction = this.#instructions[place];
      if (instruction?.kind === 'label' && !this.#backJumps.has(place)) {
        exits.delete(place);
      } else if (instruction?.kind === 'branch') {
        const target = this.#labels.get(instruction.label) ?? -1;
        if (target <= place || target > regionEnd) break;
        exits.add(target);
      } else {
        break;
      }
      if (exits.size === 1) best = place + 1;
    }
    if (best === undefined) return undefined;
    return this.#decisionUpTo(start, best);
  }

  #decisionUpTo(start: number, end: number): Decision | undefined {
    let exit = -1;
    // From the end backwards, so that what a branch leads to is known.
    const holdsFrom = new Map<number, Condition | boolean>([[end, true]]);
    let size = 0;
    for (let place = end - 1; place >= start; place--) {
      const instruction = this.#instructions[place];
      const next = holdsFrom.get(place + 1) ?? true;
      if (instruction?.kind !== 'branch') {
        holdsFrom.set(place, next);
        continue;
      }
      const target = this.#labels.get(instruction.label) ?? -1;
      const isInside = target < end;
      if (!isInside) exit = target;
      const bit = this.#bitOf(instruction.bit);
      if (bit === undefined) return undefined;
      const taken = isInside ? (holdsFrom.get(target) ?? false) : false;
      const value: Condition = { kind: 'compare', bits: [bit], operator: '==', value: instruction.when };
      holdsFrom.set(place, either(value, taken, next));
      size += sizeOf(holdsFrom.get(place));
      if (size > largestCondition) return undefined;
    }
    const condition = holdsFrom.get(start) ?? true;
    const always: Condition = { kind: 'compare', bits: [], operator: '==', value: condition === true ? 0 : 1 };
    return exit < 0 ? undefined : { condition: typeof condition === 'boolean' ? always : condition, end, exit };
  }

  #refuse(instruction: QuilInstruction): void {
    const { range } = instruction;
    if (this.#refused.has(instruction)) return;
    this.#refused.add(instruction);
    this.#report.problem(
      range,
      'Jumps of this shape cannot be read: they make no conditional over the lines below and no loop.',
    );
  }
}

/** `taken` when the bit has the value, `next` otherwise. */
function either(value: Condition, taken: Condition | boolean, next: Condition | boolean): Condition | boolean {
  const other = opposite(value);
  if (typeof next === 'boolean') {
    if (taken === next) return next;
    if (typeof taken === 'boolean') return taken ? value : other;
    return next ? { kind: 'or', left: other, right: taken } : conjunction(value, taken);
  }
  if (typeof taken === 'boolean') {
    return taken ? { kind: 'or', left: value, right: next } : conjunction(other, next);
  }
  return { kind: 'or', left: conjunction(value, taken), right: conjunction(other, next) };
}

/** Both of two; comparisons of different bits with constants become one. */
function conjunction(left: Condition, right: Condition): Condition {
  const isJoinable =
    left.kind === 'compare' &&
    right.kind === 'compare' &&
    left.operator === '==' &&
    right.operator === '==' &&
    left.bits.length + right.bits.length <= 50 &&
    left.bits.every((bit) => !right.bits.includes(bit));
  if (!isJoinable) return { kind: 'and', left, right };
  const pairs = [...valuesOf(left), ...valuesOf(right)].sort(([first], [second]) => first - second);
  return {
    kind: 'compare',
    bits: pairs.map(([bit]) => bit),
    operator: '==',
    value: pairs.reduce((sum, [, value], position) => sum + value * 2 ** position, 0),
  };
}

function valuesOf({ bits, value }: Extract<Condition, { kind: 'compare' }>): (readonly [number, number])[] {
  return bits.map((bit, position) => [bit, Math.floor(value / 2 ** position) % 2] as const);
}

function opposite(condition: Condition): Condition {
  return condition.kind === 'compare'
    ? { ...condition, value: 1 - condition.value }
    : { kind: 'not', operand: condition };
}

function sizeOf(condition: Condition | boolean | undefined): number {
  if (condition === undefined || typeof condition === 'boolean') return 1;
  return condition.kind === 'and' || condition.kind === 'or' ? sizeOf(condition.left) + sizeOf(condition.right) : 1;
}
