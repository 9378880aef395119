import type { RelatedPlace } from '#core/base/diagnostic.ts';
import type { Binder } from './binder.ts';
import { diagnose, withRelated } from './messages.ts';
import { elementAt, elementCount, type Selection } from './selection.ts';
import type { Expression } from './syntaxTree.ts';

/** An operand of a call with the qubits it stands for. */
export interface BoundOperand {
  readonly expression: Expression;
  readonly selection: Selection;
}

/**
 * Checks the operands of a call with a gate: registers have equal sizes, and no copy of the call uses a qubit twice
 * (gates, "Broadcasting").
 */
export function checkOperands(operands: readonly BoundOperand[], binder: Binder): void {
  if (!checkBroadcast(operands, binder)) return;
  const repeated = repeatedQubit(operands);
  if (!repeated) return;
  const { earlier, element, later } = repeated;
  const diagnostic = diagnose(
    'QAS5003',
    later,
    binder.registers.nameOf(element),
    usesOf(earlier, later, element, binder),
  );
  binder.report(withRelated(diagnostic, [sameQubit(earlier, binder)]));
}

/** Registers of one call have equal sizes. Returns false when they have not, which is reported. */
function checkBroadcast(operands: readonly BoundOperand[], binder: Binder): boolean {
  let first: { readonly expression: Expression; readonly size: number } | undefined;
  for (const { expression, selection } of operands) {
    if (typeof selection.size !== 'number') continue;
    if (!first) {
      first = { expression, size: selection.size };
    } else if (first.size !== selection.size) {
      const [a, b] = [binder.sourceOf(first.expression), binder.sourceOf(expression)];
      const diagnostic = diagnose('QAS5004', expression, a, first.size, b, selection.size);
      const related = binder.placeIn(binder.file, first.expression, `'${a}' has ${first.size} qubits.`);
      binder.report(withRelated(diagnostic, [related]));
      return false;
    }
  }
  return true;
}

/** Two operands that are the same qubit, or are it in the same copy of a broadcast call. */
export interface RepeatedQubit {
  readonly earlier: Expression;
  readonly later: Expression;
  readonly element: number;
}

/** The first operand that stands for a qubit another one before it stands for. */
function repeatedQubit(operands: readonly BoundOperand[]): RepeatedQubit | undefined {
  for (const [index, later] of operands.entries()) {
    for (const earlier of operands.slice(0, index)) {
      const element = collision(earlier.selection, later.selection);
      if (element !== undefined) return { earlier: earlier.expression, later: later.expression, element };
    }
  }
  return undefined;
}

/** The element that two operands of a broadcast call have in common in one of its copies. */
function collision(left: Selection, right: Selection): number | undefined {
  const [first, second] = [left.runs?.length === 1 && left.runs[0], right.runs?.length === 1 && right.runs[0]];
  if (!first || !second) return collisionByCopy(left, right);
  const steps = [left.size === 'scalar' ? 0 : first.step, right.size === 'scalar' ? 0 : second.step] as const;
  const copies = Math.max(steps[0] === 0 ? 1 : first.count, steps[1] === 0 ? 1 : second.count);
  // first + i·step = first' + i·step' for a copy i.
  const approach = steps[0] - steps[1];
  const distance = second.first - first.first;
  if (approach === 0) return distance === 0 && first.count > 0 && second.count > 0 ? first.first : undefined;
  const copy = distance / approach;
  return Number.isInteger(copy) && copy >= 0 && copy < copies ? first.first + copy * steps[0] : undefined;
}

function collisionByCopy(left: Selection, right: Selection): number | undefined {
  const copies = Math.max(copiesOf(left), copiesOf(right));
  for (let copy = 0; copy < copies; copy++) {
    const element = elementInCopy(left, copy);
    if (element !== undefined && element === elementInCopy(right, copy)) return element;
  }
  return undefined;
}

function copiesOf(selection: Selection): number {
  return selection.runs ? (elementCount(selection) ?? 0) : 0;
}

function elementInCopy(selection: Selection, copy: number): number | undefined {
  return elementAt(selection, selection.size === 'scalar' ? 0 : copy);
}

/** The first operand that has a qubit in common with another one before it, at whatever place. */
export function sharedQubit(operands: readonly BoundOperand[]): RepeatedQubit | undefined {
  const owners = new Map<number, Expression>();
  for (const { expression, selection } of operands) {
    for (const element of elementsUpTo(selection, mostShared)) {
      const earlier = owners.get(element);
      if (earlier && earlier !== expression) return { earlier, later: expression, element };
      owners.set(element, expression);
    }
  }
  return undefined;
}

/** The first qubit that an index set picks twice, as in `q[{0, 0}]`. */
export function repeatedInSet(operand: Expression, selection: Selection): number | undefined {
  if (operand.kind !== 'index' || !operand.selectors.some(({ kind }) => kind === 'set')) return undefined;
  const picked = new Set<number>();
  for (const element of elementsUpTo(selection, mostShared)) {
    if (picked.has(element)) return element;
    picked.add(element);
  }
  return undefined;
}

/** Operands of more qubits than this are compared only so far. */
const mostShared = 100_000;

function* elementsUpTo({ runs = [] }: Selection, limit: number): Generator<number> {
  let left = limit;
  for (const { count, first, step } of runs) {
    for (let index = 0; index < count && left > 0; index++, left--) yield first + index * step;
  }
}

/** How a message says where else a qubit is used. */
export function sameQubit(earlier: Expression, binder: Binder): RelatedPlace {
  return binder.placeIn(binder.file, earlier, `'${binder.sourceOf(earlier)}' is the same qubit.`);
}

/**
 * Under which names a qubit is used twice, with the aliases on the way to it: `as 'q[1]' and as 'a[0]' (a = q[1:2])`;
 * undefined when both uses are its own name.
 */
export function usesOf(earlier: Expression, later: Expression, element: number, binder: Binder): string | undefined {
  const name = binder.registers.nameOf(element);
  const [first, second] = [earlier, later].map((use) => {
    const aliases = aliasesOf(use, binder);
    return `'${binder.sourceOf(use)}'${aliases.length === 0 ? '' : ` (${aliases.join(', ')})`}`;
  });
  return first === `'${name}'` && second === first ? undefined : `as ${first} and as ${second}`;
}

/** The declarations of the aliases an operand goes through, outermost first. */
function aliasesOf(operand: Expression, binder: Binder): string[] {
  let root = operand;
  while (root.kind === 'index' || root.kind === 'parenthesised') root = root.kind === 'index' ? root.base : root.inner;
  if (root.kind !== 'identifier') return [];
  const aliases: string[] = [];
  let symbol = binder.peek(root.name);
  while (symbol?.kind === 'alias' && symbol.place && aliases.length < mostAliases) {
    const { declaration, file } = symbol.place;
    const text = binder.files[file]?.tree.text.slice(declaration.start, declaration.end) ?? '';
    const value = /=\s*([^;]*?)\s*;?$/.exec(text)?.[1] ?? '';
    aliases.push(`${symbol.name} = ${value}`);
    const next = /^[\p{L}_][\p{L}\w]*/u.exec(value)?.[0];
    symbol = next === undefined || next === symbol.name ? undefined : binder.peek(next);
  }
  return aliases;
}

/** Aliases of aliases are named this far. */
const mostAliases = 4;
