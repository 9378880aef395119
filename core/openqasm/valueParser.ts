import { parseExpression } from './expressionParser.ts';
import { diagnose } from './messages.ts';
import { parseOperand, parseOperands, startsOperand } from './operandParser.ts';
import { closeBracket } from './recovery.ts';
import type { Expression, Identifier, QuantumCallExpression } from './syntaxTree.ts';
import { nestingLimit, type TokenCursor } from './tokenCursor.ts';
import { tokenKind } from './tokenKind.ts';
import { tooDeep } from './tooDeep.ts';

/** Parses an initialiser: an expression, an array literal, a measurement or a quantum call. */
export function parseInitializer(cursor: TokenCursor): Expression {
  cursor.expecting('value');
  return cursor.kind === tokenKind.leftBrace ? parseArrayLiteral(cursor) : parseResult(cursor);
}

/** Parses what can be assigned and returned: an expression, a measurement or a quantum call. */
export function parseResult(cursor: TokenCursor): Expression {
  cursor.expecting('value');
  if (cursor.kind === tokenKind.measure) {
    const { start } = cursor;
    cursor.advance();
    const operand = parseOperand(cursor);
    return { kind: 'measure-expression', start, end: operand.end, operand, isMisplaced: false };
  }
  if (cursor.kind === tokenKind.leftBrace) {
    const range = cursor.rangeOf(cursor.index);
    const literal = parseArrayLiteral(cursor);
    cursor.note(diagnose('QAS2002', range, 'an expression, since array literals only initialise declarations', `'{'`));
    return literal;
  }
  const value = parseExpression(cursor);
  const callee = value.kind === 'call' ? value.callee : value;
  if (callee.kind !== 'identifier' || !startsOperand(cursor) || cursor.startsLine()) return value;
  return parseQuantumCall(cursor, callee, value.kind === 'call' ? value.arguments : []);
}

/** Parses the qubits of a call whose result is a value (3.2). */
function parseQuantumCall(
  cursor: TokenCursor,
  callee: Identifier,
  given: readonly Expression[],
): QuantumCallExpression {
  const operands = parseOperands(cursor);
  cursor.requires(2, 'A call on qubits with a result', callee);
  return { kind: 'quantum-call', start: callee.start, end: cursor.previousEnd, callee, arguments: given, operands };
}

function parseArrayLiteral(cursor: TokenCursor): Expression {
  if (cursor.expressionDepth >= 2 * nestingLimit) return tooDeep(cursor);
  cursor.expressionDepth++;
  const opener = cursor.index;
  const { start } = cursor;
  cursor.advance();
  const elements: Expression[] = [];
  let height = 0;
  while (cursor.kind !== tokenKind.rightBrace && !cursor.failed) {
    elements.push(cursor.kind === tokenKind.leftBrace ? parseArrayLiteral(cursor) : parseExpression(cursor));
    height = Math.max(height, cursor.height + 1);
    if (!cursor.take(tokenKind.comma)) break;
  }
  closeBracket(cursor, tokenKind.rightBrace, opener, `',' or '}'`);
  cursor.expressionDepth--;
  cursor.height = height;
  if (elements.length === 0) cursor.requires(2, 'An empty array literal', { start, end: cursor.previousEnd });
  return { kind: 'array-literal', start, end: cursor.previousEnd, elements };
}
