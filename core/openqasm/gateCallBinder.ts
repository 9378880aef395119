import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from './binder.ts';
import type { ExpressionBinder } from './expressionBinder.ts';
import { diagnose, withRelated } from './messages.ts';
import { elementAt, elementCount, type Selection, unknownElement } from './selection.ts';
import { describeSymbol, type GateSignature } from './symbols.ts';
import type { Expression, GateCall } from './syntaxTree.ts';
import { floatType } from './types.ts';

/** Broadcast copies of one call that are compared for a qubit used twice. */
const copyLimit = 4096;

/**
 * Binds a gate call and checks it (gates, "Applying gates"; gate broadcasting). Calls without findings are mostly bound by
 * `PlainStatementBinder`; it must leave every call that is reported here.
 */
export function bindGateCall(call: GateCall, binder: Binder, expressions: ExpressionBinder): void {
  const controls = bindModifiers(call, binder, expressions);
  const signature = resolveGate(call, binder);
  for (const argument of call.arguments) expressions.gateArgument(argument);
  if (call.duration) expressions.value(call.duration);
  const selections = call.operands.map((operand) => bindOperand(operand, binder, expressions));
  if (!call.isComplete) return;
  if (signature) checkParameterCount(call, signature, binder);
  if (call.operands.length === 0 && call.name.name !== 'gphase') return;
  if (signature && controls !== undefined) {
    const expected = signature.qubits.length + controls;
    if (call.operands.length !== expected) {
      reportOperandCount(call, expected, binder);
      return;
    }
  }
  if (checkBroadcast(call.operands, selections, binder)) checkDistinct(call.operands, selections, binder);
}

/** Binds the modifiers. Returns how many control qubits they add; undefined when that is unknown. */
function bindModifiers(call: GateCall, binder: Binder, expressions: ExpressionBinder): number | undefined {
  let controls: number | undefined = 0;
  for (const { name, argument } of call.modifiers) {
    if (name === 'inv') {
      if (argument) expressions.value(argument);
      continue;
    }
    if (name === 'pow') {
      if (argument) expressions.converted(argument, { name: `'pow'`, type: floatType });
      continue;
    }
    const count = argument ? controlCount(argument, name, binder, expressions) : 1;
    controls = controls === undefined || count === undefined ? undefined : controls + count;
  }
  return controls;
}

function controlCount(
  argument: Expression,
  modifier: string,
  binder: Binder,
  expressions: ExpressionBinder,
): number | undefined {
  const { isConstant, value } = expressions.value(argument);
  if (!isConstant) {
    binder.report(diagnose('QAS4010', argument, `the number of controls of '${modifier}'`));
    return undefined;
  }
  if (value === undefined) return undefined;
  if (typeof value === 'bigint' && value >= 1n) return Number(value);
  binder.report(diagnose('QAS5009', argument, modifier));
  return undefined;
}

/** Finds the gate; undefined when there is none, which is or will be reported. */
function resolveGate(call: GateCall, binder: Binder): GateSignature | undefined {
  const { name } = call;
  const shape = { parameters: call.arguments.length, qubits: call.operands.length };
  // With modifiers, the operands are not those of the gate alone.
  const symbol = binder.resolve(name, 'gate', call.modifiers.length === 0 ? shape : undefined);
  if (!symbol) return undefined;
  if (symbol === binder.currentGate) {
    binder.reportWithDeclaration(diagnose('QAS3010', name, name.name), symbol);
    return undefined;
  }
  if (symbol.gate || !call.isComplete) return symbol.gate;
  const [modifier] = call.modifiers;
  const isFunction = symbol.kind === 'subroutine' || symbol.kind === 'extern' || symbol.kind === 'builtin-function';
  if (isFunction && modifier) {
    binder.reportWithDeclaration(
      diagnose('QAS5008', modifier, modifier.name, name.name, describeSymbol(symbol)),
      symbol,
    );
  } else if (isFunction) {
    binder.reportWithDeclaration(diagnose('QAS5012', name, name.name, 'function'), symbol);
  } else {
    binder.reportWithDeclaration(diagnose('QAS3007', name, name.name, describeSymbol(symbol), 'a gate'), symbol);
  }
  return undefined;
}

/** An operand inside a gate body is one of the gate's qubits, which are not registers. */
function bindOperand(operand: Expression, binder: Binder, expressions: ExpressionBinder): Selection {
  if (!binder.currentGate || operand.kind !== 'index' || operand.base.kind !== 'identifier') {
    return expressions.qubits(operand);
  }
  const selection = expressions.qubits(operand.base);
  for (const selector of operand.selectors) {
    if (selector.kind !== 'range' && selector.kind !== 'set') expressions.value(selector);
  }
  if (selection.size !== 'scalar') return unknownElement;
  const brackets = { start: operand.selectorStart, end: operand.end };
  binder.report(diagnose('QAS5006', brackets, operand.base.name));
  return unknownElement;
}

function checkParameterCount(call: GateCall, signature: GateSignature, binder: Binder): void {
  const expected = signature.parameters.length;
  const given = call.arguments.length;
  if (given === expected) return;
  const extra = call.arguments[expected];
  const last = call.arguments.at(-1);
  const range = extra && last ? { start: extra.start, end: last.end } : call.name;
  reportWithGate(call, binder, 'QAS5002', range, expected, given);
}

function reportOperandCount(call: GateCall, expected: number, binder: Binder): void {
  const given = call.operands.length;
  const extra = call.operands[expected];
  const last = call.operands.at(-1);
  const range = extra && last ? { start: extra.start, end: last.end } : call.name;
  reportWithGate(call, binder, 'QAS5001', range, expected, given);
}

function reportWithGate(
  call: GateCall,
  binder: Binder,
  code: 'QAS5001' | 'QAS5002',
  range: OffsetRange,
  expected: number,
  given: number,
): void {
  const symbol = binder.symbols[binder.currentFile.symbolOfToken[call.name.token] ?? -1];
  const diagnostic = diagnose(code, range, modifiedName(call), expected, given);
  if (symbol) binder.reportWithDeclaration(diagnostic, symbol);
  else binder.report(diagnostic);
}

function modifiedName(call: GateCall): string {
  const controls = call.modifiers
    .filter(({ name }) => name === 'ctrl' || name === 'negctrl')
    .map(({ name }) => `${name} @ `);
  return `${controls.join('')}${call.name.name}`;
}

/** Registers of one call have equal sizes. Returns false when they have not, which is reported. */
function checkBroadcast(operands: readonly Expression[], selections: readonly Selection[], binder: Binder): boolean {
  let first: { readonly operand: Expression; readonly size: number } | undefined;
  for (const [index, selection] of selections.entries()) {
    const operand = operands[index];
    if (!operand || typeof selection.size !== 'number') continue;
    if (!first) {
      first = { operand, size: selection.size };
    } else if (first.size !== selection.size) {
      const [a, b] = [binder.sourceOf(first.operand), binder.sourceOf(operand)];
      const diagnostic = diagnose('QAS5004', operand, a, first.size, b, selection.size);
      const related = {
        message: `'${a}' has ${first.size} qubits.`,
        range: { start: first.operand.start, end: first.operand.end },
      };
      binder.report(withRelated(diagnostic, [related]));
      return false;
    }
  }
  return true;
}

/** No copy of the call uses a qubit twice; the first that does is reported at its second use. */
function checkDistinct(operands: readonly Expression[], selections: readonly Selection[], binder: Binder): void {
  if (operands.length < 2) return;
  let copies = 1;
  for (const selection of selections) {
    if (selection.size !== 'scalar') copies = Math.max(copies, elementCount(selection) ?? 1);
  }
  for (let copy = 0; copy < Math.min(copies, copyLimit); copy++) {
    for (let later = 1; later < selections.length; later++) {
      const element = elementInCopy(selections[later], copy);
      if (element === undefined) continue;
      for (let earlier = 0; earlier < later; earlier++) {
        if (elementInCopy(selections[earlier], copy) !== element) continue;
        const [first, second] = [operands[earlier], operands[later]];
        if (first && second) reportRepeated(first, second, element, binder);
        return;
      }
    }
  }
}

function elementInCopy(selection: Selection | undefined, copy: number): number | undefined {
  return selection && elementAt(selection, selection.size === 'scalar' ? 0 : copy);
}

function reportRepeated(first: Expression, second: Expression, element: number, binder: Binder): void {
  const diagnostic = diagnose('QAS5003', second, binder.nameOfElement(element));
  const message = `'${binder.sourceOf(first)}' is the same qubit.`;
  binder.report(withRelated(diagnostic, [{ message, range: { start: first.start, end: first.end } }]));
}
