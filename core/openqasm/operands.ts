import type { EvaluationEnvironment } from './evaluation.ts';
import { evaluate, isValue } from './evaluation.ts';
import { diagnose } from './messages.ts';
import {
  elementAt,
  elementCount,
  joined,
  pick,
  type Run,
  type Selection,
  singleElement,
  unknownElement,
  unknownSelection,
} from './selection.ts';
import type {
  Expression,
  HardwareQubit,
  Identifier,
  IndexExpression,
  RangeSelector,
  SetSelector,
} from './syntaxTree.ts';

/** What the qubits or bits of an operand depend on. */
export interface OperandEnvironment extends EvaluationEnvironment {
  /** The elements a name stands for; undefined when it has none, which has been reported. */
  selectionOf(name: Identifier): Selection | undefined;
  selectionOfHardware(qubit: HardwareQubit): Selection;
}

/** The qubits or bits an operand stands for; reports indices that are wrong. */
export function resolveOperand(expression: Expression, environment: OperandEnvironment): Selection {
  switch (expression.kind) {
    case 'identifier':
      return environment.selectionOf(expression) ?? unknownSelection;
    case 'hardware-qubit':
      return environment.selectionOfHardware(expression);
    case 'parenthesised':
      return resolveOperand(expression.inner, environment);
    case 'index':
      return indexOperand(resolveOperand(expression.base, environment), expression, environment);
    case 'binary':
      if (expression.operator === '++') {
        return joined([resolveOperand(expression.left, environment), resolveOperand(expression.right, environment)]);
      }
      break;
    case 'missing':
      return unknownSelection;
  }
  evaluate(expression, environment);
  return unknownSelection;
}

/** The elements of a selection that brackets pick. */
export function indexOperand(base: Selection, node: IndexExpression, environment: OperandEnvironment): Selection {
  const [selector] = node.selectors;
  const name = environment.text.slice(node.base.start, node.base.end);
  if (base.size === 'scalar' || node.selectors.length !== 1 || !selector) {
    for (const each of node.selectors) visit(each, environment);
    const what = base.size === 'scalar' ? `'${name}' is a single element; it` : `'${name}' has one index; it`;
    environment.report(diagnose('QAS4022', { start: node.selectorStart, end: node.end }, what));
    return unknownElement;
  }
  if (selector.kind === 'range') return indexRange(base, selector, name, environment);
  if (selector.kind === 'set') return indexSet(base, selector, name, environment);
  const position = positionOf(selector, base, name, environment);
  if (position === undefined) return unknownElement;
  const element = elementAt(base, position);
  return element === undefined ? unknownElement : singleElement(element);
}

function visit(selector: IndexExpression['selectors'][number], environment: OperandEnvironment): void {
  if (selector.kind === 'set') for (const element of selector.elements) evaluate(element, environment);
  else if (selector.kind === 'range') {
    for (const part of [selector.first, selector.step, selector.last]) if (part) evaluate(part, environment);
  } else evaluate(selector, environment);
}

/** The index as a position from 0; undefined when it is unknown, or wrong, which is reported. */
function positionOf(
  index: Expression,
  base: Selection,
  name: string,
  environment: OperandEnvironment,
): number | undefined {
  const value = evaluate(index, environment);
  if (!isValue(value)) return undefined;
  const position = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : Number.NaN;
  if (!Number.isInteger(position)) {
    environment.report(diagnose('QAS4022', index, `'${name}'`));
    return undefined;
  }
  const size = elementCount(base);
  if (size === undefined) return undefined;
  const negativeAllowed = !environment.realArithmetic;
  if (position >= size || position < (negativeAllowed ? -size : 0)) {
    environment.report(diagnose('QAS4020', index, String(value), name, size, negativeAllowed));
    return undefined;
  }
  return position < 0 ? position + size : position;
}

function indexSet(base: Selection, set: SetSelector, name: string, environment: OperandEnvironment): Selection {
  const parts = set.elements.map((element): Selection => {
    const position = positionOf(element, base, name, environment);
    const picked = position === undefined ? undefined : elementAt(base, position);
    return picked === undefined ? unknownElement : singleElement(picked);
  });
  return joined(parts);
}

function indexRange(base: Selection, range: RangeSelector, name: string, environment: OperandEnvironment): Selection {
  const step = range.step ? evaluate(range.step, environment) : 1n;
  if (range.step && isValue(step) && (step === 0n || step === 0)) {
    environment.report(diagnose('QAS4021', range.step));
    return unknownSelection;
  }
  const first = range.first && positionOf(range.first, base, name, environment);
  const last = range.last && positionOf(range.last, base, name, environment);
  const size = elementCount(base);
  const isUnknown = (range.first && first === undefined) || (range.last && last === undefined);
  if (size === undefined || typeof step !== 'bigint' || isUnknown) return unknownSelection;
  const positions = rangePositions(size, first, Number(step), last);
  return pick(base, positions);
}

/** The positions of `first:step:last`, both included; what is absent is an end of the register. */
function rangePositions(size: number, first: number | undefined, step: number, last: number | undefined): Run {
  const from = first ?? (step > 0 ? 0 : size - 1);
  const to = last ?? (step > 0 ? size - 1 : 0);
  return { first: from, step, count: Math.max(0, Math.floor((to - from) / step) + 1) };
}
