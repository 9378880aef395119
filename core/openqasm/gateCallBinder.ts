import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from './binder.ts';
import { checkOperands } from './callOperands.ts';
import { bindDuration } from './durationBinder.ts';
import type { ExpressionBinder } from './expressionBinder.ts';
import { effect } from './lints/circuitTrace.ts';
import { diagnose, withFix } from './messages.ts';
import { suitsRole } from './scopes.ts';
import { type Selection, unknownElement } from './selection.ts';
import { describeSymbol, type GateSignature } from './symbols.ts';
import { removalFix } from './syntaxFixes.ts';
import type { Expression, GateCall } from './syntaxTree.ts';
import { traceOperands } from './tracedOperands.ts';
import { floatType } from './types.ts';

/**
 * Binds a gate call and checks it (gates, "Applying gates"). Calls without findings are mostly bound by
 * `PlainStatementBinder`; it must leave every call that is reported here.
 */
export function bindGateCall(call: GateCall, binder: Binder, expressions: ExpressionBinder): void {
  const controls = bindModifiers(call, binder, expressions);
  const callee = resolveGate(call, binder);
  for (const argument of call.arguments) {
    // Of something that is no gate, the arguments may be qubits; that is no second mistake.
    if (callee === 'no-gate') expressions.visitLeniently(argument);
    else expressions.gateArgument(argument);
  }
  if (call.duration) bindDuration(call.duration, binder, expressions);
  const operands = call.operands.map((expression) => ({
    expression,
    selection: bindOperand(expression, binder, expressions),
  }));
  if (!call.isComplete || callee === 'no-gate') return;
  if (callee) checkParameterCount(call, callee, binder);
  if (call.operands.length === 0 && call.name.name !== 'gphase') {
    if (callee) binder.report(diagnose('QAS2013', call.name, call.name.name));
    return;
  }
  if (callee && controls !== undefined) {
    const expected = callee.qubits.length + controls;
    if (call.operands.length !== expected) {
      reportOperandCount(call, expected, binder);
      return;
    }
  }
  checkOperands(operands, binder);
  const gate = callee && call.modifiers.length === 0 ? (binder.peek(call.name.name)?.id ?? -1) : -1;
  traceOperands(effect.gate, call, gate, operands, binder);
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

/** Finds the gate; undefined when its signature is not known, which is or will be reported. */
function resolveGate(call: GateCall, binder: Binder): GateSignature | 'no-gate' | undefined {
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
  if (!suitsRole(symbol, 'function')) {
    binder.reportWithDeclaration(diagnose('QAS3007', name, name.name, describeSymbol(symbol), 'a gate'), symbol);
  } else if (modifier) {
    const diagnostic = diagnose('QAS5008', modifier, modifier.name, name.name, describeSymbol(symbol));
    binder.reportWithDeclaration(diagnostic, symbol);
  } else {
    const diagnostic = diagnose('QAS5012', name, name.name, 'function');
    binder.reportWithDeclaration(withFix(diagnostic, functionCallFix(call, binder)), symbol);
  }
  return 'no-gate';
}

/** Puts everything a function is given into parentheses: `f(1) q, r;` becomes `f(1, q, r);`. */
function functionCallFix({ arguments: given, name, operands }: GateCall, binder: Binder): DiagnosticFix {
  const written = `${name.name}(${[...given, ...operands].map((part) => binder.sourceOf(part)).join(', ')})`;
  const end = operands.at(-1)?.end ?? given.at(-1)?.end ?? name.end;
  const replacements = [{ range: { start: name.start, end }, newText: written }];
  return { title: `Write '${written}'`, replacements, isPreferred: true };
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
  if (selection.size !== 'scalar' || binder.indexedFormals.has(operand.base.name)) return unknownElement;
  // That it is no register is one mistake, however often it is indexed in the body.
  binder.indexedFormals.add(operand.base.name);
  const brackets = { start: operand.selectorStart, end: operand.end };
  const fix = { ...removalFix('Remove the index', brackets), isPreferred: false };
  binder.report(withFix(diagnose('QAS5006', brackets, operand.base.name), fix));
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
