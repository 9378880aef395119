import { parseBlock } from './blockParser.ts';
import { parseArguments, parseExpression } from './expressionParser.ts';
import { diagnose } from './messages.ts';
import { parseIndexedName, parseOperand, parseOperands, startsOperand } from './operandParser.ts';
import { closeBracket, finishStatement, skipToBody, startsNamedStatement } from './recovery.ts';
import type {
  BarrierStatement,
  BoxStatement,
  DelayStatement,
  Expression,
  GateCall,
  Identifier,
  MeasureStatement,
  Modifier,
  NopStatement,
  ResetStatement,
  Statement,
} from './syntaxTree.ts';
import type { TokenCursor } from './tokenCursor.ts';
import { tokenKind } from './tokenKind.ts';
import { parseBracketed } from './typeParser.ts';

const none: readonly never[] = [];

/** Parses a gate call: modifiers, name, parameters, duration, qubits (gates, "Applying gates"). */
export function parseGateCall(cursor: TokenCursor): Statement {
  const { start } = cursor;
  const modifiers = parseModifiers(cursor);
  cursor.expecting('gate');
  const name = cursor.failed ? cursor.missingIdentifier() : gateName(cursor, modifiers);
  const hasParentheses = !cursor.failed && cursor.kind === tokenKind.leftParen;
  let given: readonly Expression[] = hasParentheses ? parseArguments(cursor) : none;
  if (name.name === 'gphase' && !hasParentheses && !cursor.failed) given = parseBareAngle(cursor, name);
  const duration = !cursor.failed && cursor.kind === tokenKind.leftBracket ? parseBracketed(cursor) : undefined;
  const operands = cursor.failed ? none : parseOperands(cursor);
  // What looks like the call of a function under a modifier may be one, which only its name tells.
  const isUnclear = modifiers.length > 0 && hasParentheses && !cursor.failed;
  if (operands.length === 0 && name.name !== 'gphase' && name.name !== '' && !isUnclear) {
    cursor.report(diagnose('QAS2013', name, name.name));
  }
  if (!cursor.failed && cursor.kind === tokenKind.arrow && modifiers.length === 0 && !duration) {
    return parseArrowResult(cursor, { start, name, given, operands });
  }
  const isComplete = !cursor.failed;
  finishStatement(cursor, 'the gate call');
  return {
    kind: 'gate-call',
    start,
    end: cursor.previousEnd,
    modifiers,
    name,
    hasParentheses,
    arguments: given,
    duration,
    operands,
    isComplete,
  } satisfies GateCall;
}

function gateName(cursor: TokenCursor, modifiers: readonly Modifier[]): Identifier {
  if (cursor.kind === tokenKind.identifier || cursor.kind === tokenKind.gphase) return cursor.takeIdentifier();
  const [modifier] = modifiers;
  const statement = unmodifiedStatements.get(cursor.kind);
  if (modifier && statement) {
    cursor.report(diagnose('QAS5008', modifier, modifier.name, cursor.textOf(cursor.index), statement));
  } else {
    cursor.reportExpected('the name of a gate');
  }
  return cursor.missingIdentifier();
}

/** Statements on qubits that are no gates. */
const unmodifiedStatements: ReadonlyMap<number, string> = new Map([
  [tokenKind.measure, 'a measurement'],
  [tokenKind.reset, 'a reset'],
  [tokenKind.barrier, 'a barrier'],
  [tokenKind.delay, 'a delay'],
  [tokenKind.nop, 'a no-operation'],
]);

/** `gphase -π/2;` is what prose writes; the grammar wants parentheses. */
function parseBareAngle(cursor: TokenCursor, name: Identifier): readonly Expression[] {
  const isNews = cursor.note(diagnose('QAS2013', name, 'gphase'));
  if (cursor.kind === tokenKind.semicolon) return none;
  const said = cursor.reporter.diagnostics.length - 1;
  const { start } = cursor;
  const angle = parseExpression(cursor);
  if (!isNews || cursor.failed) return [angle];
  const replacements = [
    { range: { start: name.end, end: start }, newText: '(' },
    { range: { start: angle.end, end: angle.end }, newText: ')' },
  ];
  cursor.reporter.repair(said, { title: 'Put the angle in parentheses', replacements, isPreferred: true });
  return [angle];
}

/** Parses `-> bit` after a call on qubits, whose result it takes (3.2). */
function parseArrowResult(
  cursor: TokenCursor,
  call: {
    readonly start: number;
    readonly name: Identifier;
    readonly given: readonly Expression[];
    readonly operands: readonly Expression[];
  },
): Statement {
  const { given, name, operands, start } = call;
  const end = cursor.previousEnd;
  cursor.requires(2, 'A call on qubits with a result', name);
  cursor.advance();
  const target = parseTarget(cursor);
  finishStatement(cursor, 'the call');
  const value = { kind: 'quantum-call', start, end, callee: name, arguments: given, operands } as const;
  return { kind: 'assignment', start, end: cursor.previousEnd, target, operator: '->', value };
}

function parseModifiers(cursor: TokenCursor): readonly Modifier[] {
  if (modifierName(cursor.kind) === undefined) return none;
  const modifiers: Modifier[] = [];
  for (;;) {
    cursor.expecting('gate');
    const name = modifierName(cursor.kind);
    if (name === undefined || cursor.failed) return modifiers;
    const { start } = cursor;
    cursor.advance();
    let argument: Expression | undefined;
    if (cursor.kind === tokenKind.leftParen && name !== 'inv') {
      const opener = cursor.index;
      cursor.advance();
      argument = parseExpression(cursor);
      closeBracket(cursor, tokenKind.rightParen, opener, `')'`);
    } else if (name === 'pow') {
      cursor.reportExpected(`'(' and the exponent after 'pow'`);
    }
    const end = cursor.previousEnd;
    if (!cursor.failed && !cursor.take(tokenKind.at)) cursor.reportExpected(`'@' after '${name}'`);
    modifiers.push({ kind: 'modifier', start, end, name, argument });
  }
}

function modifierName(kind: number): Modifier['name'] | undefined {
  switch (kind) {
    case tokenKind.inv:
      return 'inv';
    case tokenKind.pow:
      return 'pow';
    case tokenKind.ctrl:
      return 'ctrl';
    case tokenKind.negctrl:
      return 'negctrl';
    default:
      return undefined;
  }
}

/** Parses `measure q;` or `measure q -> c;` (insts, "Measurement"). */
export function parseMeasure(cursor: TokenCursor): MeasureStatement {
  const { start } = cursor;
  cursor.advance();
  const operand = parseOperand(cursor);
  let target: Expression | undefined;
  if (!cursor.failed && cursor.take(tokenKind.arrow)) target = parseTarget(cursor);
  else if (!cursor.failed && cursor.isVersion2) cursor.reportExpected(`'->' and the bit that takes the result`);
  finishStatement(cursor, 'the measurement');
  return { kind: 'measure', start, end: cursor.previousEnd, operand, target };
}

function parseTarget(cursor: TokenCursor): Expression {
  cursor.expecting('operand');
  if (cursor.kind === tokenKind.identifier && !startsNamedStatement(cursor)) return parseIndexedName(cursor);
  if (startsOperand(cursor) && cursor.kind === tokenKind.badNumber) return parseOperand(cursor);
  cursor.reportExpected('a bit');
  return cursor.missingExpression();
}

export function parseReset(cursor: TokenCursor): ResetStatement {
  const { start } = cursor;
  cursor.advance();
  const operand = parseOperand(cursor);
  finishStatement(cursor, 'the reset');
  return { kind: 'reset', start, end: cursor.previousEnd, operand };
}

/** Parses `barrier q, r;`; without operands it concerns all qubits, which the paper of OpenQASM 2 does not have. */
export function parseBarrier(cursor: TokenCursor): BarrierStatement {
  const { start } = cursor;
  const keyword = cursor.rangeOf(cursor.index);
  cursor.advance();
  const operands = parseOperands(cursor);
  if (operands.length === 0 && cursor.isStrict2) cursor.requires(0, 'A barrier without qubits', keyword);
  finishStatement(cursor, 'the barrier');
  return { kind: 'barrier', start, end: cursor.previousEnd, operands };
}

export function parseNop(cursor: TokenCursor): NopStatement {
  const { start } = cursor;
  cursor.advance();
  const operands = parseOperands(cursor);
  finishStatement(cursor, `'nop'`);
  return { kind: 'nop', start, end: cursor.previousEnd, operands };
}

/** Parses `delay[duration] q;` (delays). */
export function parseDelay(cursor: TokenCursor): DelayStatement {
  const { start } = cursor;
  cursor.advance();
  let duration: Expression;
  if (cursor.kind === tokenKind.leftBracket) {
    duration = parseBracketed(cursor);
  } else {
    cursor.reportExpected(`the duration in brackets, as in 'delay[100ns] q;'`);
    duration = cursor.missingExpression();
  }
  const operands = cursor.failed ? none : parseOperands(cursor);
  finishStatement(cursor, 'the delay');
  return { kind: 'delay', start, end: cursor.previousEnd, duration, operands };
}

/** Parses `box[duration] { … }` (delays, "Boxed expressions"). */
export function parseBox(cursor: TokenCursor): BoxStatement {
  const { start } = cursor;
  cursor.advance();
  const duration = cursor.kind === tokenKind.leftBracket ? parseBracketed(cursor) : undefined;
  if (cursor.failed) skipToBody(cursor);
  const body = parseBlock(cursor);
  return { kind: 'box', start, end: cursor.previousEnd, duration, body };
}
