import type { Binder } from './binder.ts';
import { type ExpressionBinder, rootOf } from './expressionBinder.ts';
import { AnalysedNames } from './expressionFacts.ts';
import { pickPositions, positionList } from './indexing.ts';
import { diagnose, withRelated } from './messages.ts';
import { whyNotAssignable } from './statementRules.ts';
import type { CallableSignature, ProgramSymbol } from './symbols.ts';
import type { CallExpression, Expression, Selector } from './syntaxTree.ts';
import type { Type } from './types.ts';

/**
 * Binds the arguments of a call of a subroutine or external function, and checks that the classical ones convert to
 * the types of their parameters (subroutines; classical, "Extern function calls").
 */
export function bindArguments(
  call: CallExpression,
  routine: ProgramSymbol,
  signature: CallableSignature,
  binder: Binder,
  expressions: ExpressionBinder,
): void {
  const { parameters } = signature;
  for (const [index, argument] of call.arguments.entries()) {
    const type = parameters[index];
    if (!type) expressions.visitLeniently(argument);
    else if (type.kind === 'qubit') expressions.qubits(argument);
    else bindClassicalArgument(argument, type, nameOfParameter(routine, index), routine, binder, expressions);
  }
  if (call.arguments.length !== parameters.length) {
    binder.reportWithDeclaration(
      diagnose('QAS6001', call, routine.name, parameters.length, call.arguments.length),
      routine,
    );
    return;
  }
  reportOverlap(call, parameters, binder);
}

function nameOfParameter({ name, subroutine }: ProgramSymbol, index: number): string {
  const parameter = subroutine?.parameters[index]?.name.name;
  return parameter ? `parameter '${parameter}' of '${name}'` : `parameter ${index + 1} of '${name}'`;
}

function bindClassicalArgument(
  argument: Expression,
  type: Type,
  name: string,
  routine: ProgramSymbol,
  binder: Binder,
  expressions: ExpressionBinder,
): void {
  const source = expressions.value(argument);
  expressions.convert(source, argument, { name, type }, routine);
  if (type.kind !== 'array' || type.access !== 'mutable' || source.type.kind !== 'array') return;
  const symbol = namedArray(argument, binder);
  const why = symbol && whyNotAssignable(symbol);
  if (!symbol || why === undefined) return;
  const found = diagnose('QAS4011', argument, symbol.name, `${why}, and ${name} is mutable`);
  binder.reportWithDeclaration(found, symbol);
}

function namedArray(argument: Expression, binder: Binder): ProgramSymbol | undefined {
  const root = rootOf(argument);
  return root.kind === 'identifier' ? binder.peek(root.name) : undefined;
}

/** A reference through which elements change may not share any with another (subroutines, "Arrays in subroutines"). */
function reportOverlap(call: CallExpression, parameters: readonly Type[], binder: Binder): void {
  const arrays = call.arguments.flatMap((argument, index) => {
    const type = parameters[index];
    return type?.kind === 'array' ? [{ argument, isMutable: type.access === 'mutable' }] : [];
  });
  for (const [later, second] of arrays.entries()) {
    const first = arrays
      .slice(0, later)
      .find((each) => (each.isMutable || second.isMutable) && overlap(each.argument, second.argument, binder));
    const symbol = first && namedArray(second.argument, binder);
    if (!first || !symbol) continue;
    const { start, end } = first.argument;
    const related = { message: `'${binder.sourceOf(first.argument)}' shares elements with it.`, range: { start, end } };
    binder.report(withRelated(diagnose('QAS6007', second.argument, symbol.name), [related]));
    return;
  }
}

/** Whether two arguments certainly have an element in common. */
function overlap(left: Expression, right: Expression, binder: Binder): boolean {
  const symbol = namedArray(left, binder);
  if (symbol?.type.kind !== 'array' || namedArray(right, binder) !== symbol) return false;
  const [first, second] = [selectorsOf(left), selectorsOf(right)];
  if (!first || !second) return false;
  const facts = new AnalysedNames(binder, binder.file);
  return symbol.type.dimensions.every((size, dimension) => {
    const [one, other] = [first[dimension], second[dimension]];
    if (!one || !other) return true;
    const indexed = { name: symbol.name, size };
    const positions = new Set(positionList(pickPositions(one, indexed, facts).positions));
    const others = positionList(pickPositions(other, indexed, facts).positions) ?? [];
    return others.some((position) => position !== undefined && positions.has(position));
  });
}

/** The selectors of one pair of brackets; undefined where there are more. */
function selectorsOf(argument: Expression): readonly Selector[] | undefined {
  if (argument.kind !== 'index') return [];
  return argument.base.kind === 'identifier' ? argument.selectors : undefined;
}
