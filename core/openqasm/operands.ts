import type { EvaluationEnvironment } from './evaluation.ts';
import { evaluate } from './evaluation.ts';
import { type Positions, pickPositions, visitSelectors } from './indexing.ts';
import { diagnose, withFix } from './messages.ts';
import { operatorChain } from './operatorChain.ts';
import {
  elementAt,
  joined,
  pick,
  type Selection,
  singleElement,
  unknownElement,
  unknownSelection,
} from './selection.ts';
import { removalFix } from './syntaxFixes.ts';
import type { BinaryExpression, Expression, HardwareQubit, Identifier, IndexExpression } from './syntaxTree.ts';
import type { Type } from './types.ts';

/** What the qubits or bits of an operand depend on. */
export interface OperandEnvironment extends EvaluationEnvironment {
  /** The elements a name stands for; undefined when it has none, which has been reported. */
  selectionOf(name: Identifier): Selection | undefined;
  selectionOfHardware(qubit: HardwareQubit): Selection;
  /** Reports a value that stands where qubits or bits are named. */
  reportValue(expression: Expression, type: Type): void;
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
        return joined(concatenated(expression).map((part) => resolveOperand(part, environment)));
      }
      break;
    case 'missing':
      return unknownSelection;
  }
  const { type } = evaluate(expression, environment);
  if (type.kind !== 'none') environment.reportValue(expression, type);
  return unknownSelection;
}

/** What `++` connects, in order. */
function concatenated(expression: BinaryExpression): Expression[] {
  const { first, operations } = operatorChain(expression);
  const last = operations.findLastIndex(({ operator }) => operator !== '++');
  const parts = operations.slice(last + 1).map(({ right }) => right);
  return [operations[last] ?? first, ...parts];
}

/** The elements of a selection that brackets pick. */
function indexOperand(base: Selection, node: IndexExpression, environment: OperandEnvironment): Selection {
  const [selector] = node.selectors;
  const name = environment.text.slice(node.base.start, node.base.end);
  if (base.size === 'scalar' || node.selectors.length !== 1 || !selector) {
    visitSelectors(node.selectors, environment);
    const why =
      base.size === 'scalar' ? 'is a single element and cannot be indexed' : 'is a register, which takes one index';
    const brackets = { start: node.selectorStart, end: node.end };
    const found = diagnose('QAS4022', brackets, `'${name}' ${why}`);
    const fix = { ...removalFix('Remove the index', brackets), isPreferred: false };
    environment.report(base.size === 'scalar' ? withFix(found, fix) : found);
    return unknownElement;
  }
  return select(base, pickPositions(selector, { name, size: base.size }, environment).positions);
}

function select(base: Selection, positions: Positions): Selection {
  switch (positions.kind) {
    case 'one':
      return elementOf(base, positions.position);
    case 'range':
      return pick(base, positions);
    case 'list':
      return joined(positions.positions.map((position) => elementOf(base, position)));
    case 'unknown':
      return unknownSelection;
  }
}

function elementOf(base: Selection, position: number | undefined): Selection {
  const element = position === undefined ? undefined : elementAt(base, position);
  return element === undefined ? unknownElement : singleElement(element);
}
