import type { Binder } from './binder.ts';
import { type BoundOperand, sameQubit, sharedQubit, usesOf } from './callOperands.ts';
import type { ExpressionBinder } from './expressionBinder.ts';
import { AnalysedNames } from './expressionFacts.ts';
import { pickPositions, positionList } from './indexing.ts';
import { diagnose, withRelated } from './messages.ts';
import { whyNotAssignable } from './statementRules.ts';
import type { CallableSignature, ProgramSymbol } from './symbols.ts';
import type { CallExpression, Expression, Selector } from './syntaxTree.ts';
import { describeType, type Size, type Type } from './types.ts';
import { rootOf } from './valueReads.ts';

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
  const qubits: BoundOperand[] = [];
  for (const [index, argument] of call.arguments.entries()) {
    const type = parameters[index];
    if (!type) {
      expressions.visitLeniently(argument);
    } else if (type.kind === 'qubit') {
      const selection = expressions.qubits(argument);
      qubits.push({ expression: argument, selection });
      checkSize(argument, selection.size, type.size, nameOfParameter(routine, index), routine, binder);
    } else {
      bindClassicalArgument(argument, type, nameOfParameter(routine, index), routine, binder, expressions);
    }
  }
  if (call.arguments.length !== parameters.length) {
    reportCount(call, parameters.length, routine, binder);
    return;
  }
  checkQubits(qubits, routine, binder);
  reportOverlap(call, parameters, binder);
}

function reportCount(
  { arguments: given, ...call }: CallExpression,
  expected: number,
  routine: ProgramSymbol,
  binder: Binder,
): void {
  const first = given[expected];
  const last = given.at(-1);
  const range = first && last ? { start: first.start, end: last.end } : call;
  const problem = `'${routine.name}' takes ${counted(expected, 'argument')}, but ${given.length} given`;
  binder.reportWithDeclaration(diagnose('QAS6001', range, problem), routine);
}

/** Registers are passed as a whole: a subroutine is not called for each of their qubits as a gate is (subroutines). */
function checkSize(
  argument: Expression,
  given: Size,
  expected: Size,
  name: string,
  routine: ProgramSymbol,
  binder: Binder,
): void {
  if (given === expected || given === 'unknown' || expected === 'unknown') return;
  const isOne = (size: Size) => size === 1 || size === 'scalar';
  // A register of one qubit commonly passes for the qubit.
  if (isOne(given) && isOne(expected) && binder.options.profile !== 'spec-3.x') return;
  const types = [expected, given].map((size) => describeType({ kind: 'qubit', size }));
  const problem = `${name} is ${types[0]}, but '${binder.sourceOf(argument)}' is ${types[1]}`;
  binder.reportWithDeclaration(diagnose('QAS6001', argument, problem), routine);
}

/** No qubit is passed twice, whatever names it has (subroutines). */
function checkQubits(operands: readonly BoundOperand[], routine: ProgramSymbol, binder: Binder): void {
  const repeated = sharedQubit(operands);
  if (!repeated) return;
  const { earlier, element, later } = repeated;
  const uses = usesOf(earlier, later, element, binder);
  const diagnostic = diagnose('QAS6002', later, binder.registers.nameOf(element), routine.name, uses);
  binder.report(withRelated(diagnostic, [sameQubit(earlier, binder)]));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
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
  const isMutable = type.kind === 'array' && type.access === 'mutable';
  const source = isMutable ? expressions.target(argument) : expressions.value(argument);
  expressions.convert(source, argument, { name, type }, routine);
  if (isMutable) binder.values.assign(namedArray(argument, binder));
  if (type.kind !== 'array' || type.access !== 'mutable' || source.type.kind !== 'array') return;
  const symbol = namedArray(argument, binder);
  const why = symbol && whyNotAssignable(symbol, expressions.isStrict);
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
