import type { BindingContext } from './bindingContext.ts';
import { compoundOperators } from './compoundOperators.ts';
import { conversionProblem, type Destination } from './conversionChecks.ts';
import { checkMeasurement } from './measurementChecks.ts';
import { diagnose } from './messages.ts';
import { evaluateBinary } from './operatorEvaluation.ts';
import { whyNotAssignable } from './statementRules.ts';
import type { ProgramSymbol } from './symbols.ts';
import type { AssignmentStatement, BinaryOperator, Expression } from './syntaxTree.ts';
import type { TypedValue } from './typedValue.ts';
import { rootOf } from './valueReads.ts';

/**
 * Binds an assignment and checks that the target can be assigned and takes the value (classical, "Generalities"). A
 * compound assignment is checked like its operator, whose result goes back into the target.
 */
export function bindAssignment(statement: AssignmentStatement, context: BindingContext): void {
  const { binder, expressions } = context;
  const { target, operator, value } = statement;
  if (value.kind === 'measure-expression') {
    checkMeasurement(statement, value.operand, target, binder, expressions);
    return;
  }
  const { typed, symbol } = bindTarget(target, context);
  const destination = { name: `'${binder.sourceOf(target)}'`, type: typed.type };
  const binary = compoundOperators.get(operator);
  if (binary) bindCompound(statement, binary, typed, destination, symbol, context);
  else expressions.converted(value, destination, symbol);
  binder.values.assignTarget(target);
}

function bindTarget(
  target: Expression,
  { binder, expressions }: BindingContext,
): { readonly typed: TypedValue; readonly symbol: ProgramSymbol | undefined } {
  const root = rootOf(target);
  const symbol = root.kind === 'identifier' ? binder.peek(root.name) : undefined;
  if (symbol) binder.assigned.add(symbol.id);
  const typed = expressions.target(target);
  const why = symbol && whyNotAssignable(symbol, expressions.isStrict);
  if (symbol && why !== undefined && root.kind === 'identifier') {
    binder.reportWithDeclaration(diagnose('QAS4011', root, root.name, why), symbol);
  }
  return { typed, symbol };
}

/** The result of the operator is no expression of the program, so a cast cannot be written around it. */
function bindCompound(
  { target, value }: AssignmentStatement,
  operator: BinaryOperator,
  left: TypedValue,
  destination: Destination,
  symbol: ProgramSymbol | undefined,
  { binder, expressions }: BindingContext,
): void {
  binder.values.visit(target);
  const right = expressions.value(value);
  const { start } = target;
  const { end } = value;
  const operation = { kind: 'binary', start, end, operator, left: target, right: value } as const;
  const result = evaluateBinary(operation, left, right, expressions);
  const problem = conversionProblem(result, operation, destination, binder.text, expressions.isStrict);
  if (!problem) return;
  const { fixes: _, ...found } = { ...problem, range: { start: value.start, end: value.end } };
  if (symbol) binder.reportWithDeclaration(found, symbol);
  else binder.report(found);
}
