import { create, type MathNode, parseDependencies } from 'mathjs/number';
import { arcCosineOf, arcSineOf, arcTangentOf } from '#core/base/elementary/arcTangent.ts';
import { exponentialOf, logarithmOf } from '#core/base/elementary/exponential.ts';
import { powerOf } from '#core/base/elementary/power.ts';
import { cosineOf, sineOf, tangentOf } from '#core/base/elementary/sine.ts';

/**
 * Only the parser: nothing can be evaluated, imported or defined through it. It is put together at the first expression,
 * which takes longer than all else a short command does.
 */
const mathjs: { readonly parse: (text: string) => MathNode } = {
  get parse() {
    const { parse } = create({ ...parseDependencies });
    Object.defineProperty(this, 'parse', { value: parse });
    return parse;
  },
};

/** A multiple of π, as nearly all angles are written: `pi`, `-pi/2`, `3 * pi/4`, `2pi`. It is read without mathjs. */
const multipleOfPi = /^\s*([+-]?)\s*(?:(\d+(?:\.\d+)?)\s*\*?\s*)?pi(?:\s*\/\s*(\d+))?\s*$/;

const longestExpression = 200;

const constants: Readonly<Record<string, number>> = { pi: Math.PI, π: Math.PI, tau: 2 * Math.PI, e: Math.E };

const functions: Readonly<Record<string, (value: number) => number>> = {
  sqrt: Math.sqrt,
  sin: sineOf,
  cos: cosineOf,
  tan: tangentOf,
  asin: arcSineOf,
  acos: arcCosineOf,
  atan: arcTangentOf,
  exp: exponentialOf,
  log: logarithmOf,
};

/**
 * The value of an angle (radians) of a pipeline file: a number, or an expression of numbers, `pi`, `tau`, `e`,
 * `+ - * / ^`, brackets and elementary functions. Undefined for anything else and for values that are not finite.
 */
export function angleValue(angle: number | string): number | undefined {
  if (typeof angle === 'number') return Number.isFinite(angle) ? angle : undefined;
  if (angle.length > longestExpression) return undefined;
  const value = multipleOfPiValue(angle) ?? expressionValue(angle);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

function multipleOfPiValue(text: string): number | undefined {
  const [whole, sign, factor = '1', divisor = '1'] = multipleOfPi.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return (Number(`${sign}${factor}`) * Math.PI) / Number(divisor);
}

function expressionValue(text: string): number | undefined {
  let node: MathNode | undefined;
  try {
    node = mathjs.parse(text);
  } catch {
    // Any text that is no expression: the caller reports it with its place.
    return undefined;
  }
  return nodeValue(node);
}

interface ExpressionNode {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: unknown;
  readonly op?: unknown;
  readonly args?: readonly ExpressionNode[];
  readonly content?: ExpressionNode;
  readonly fn?: ExpressionNode;
}

function nodeValue(node: ExpressionNode): number | undefined {
  switch (node.type) {
    case 'ConstantNode':
      return typeof node.value === 'number' ? node.value : undefined;
    case 'SymbolNode':
      return typeof node.name === 'string' && Object.hasOwn(constants, node.name) ? constants[node.name] : undefined;
    case 'ParenthesisNode':
      return node.content && nodeValue(node.content);
    case 'OperatorNode':
      return operatorValue(node.op, (node.args ?? []).map(nodeValue));
    case 'FunctionNode': {
      const name = node.fn?.name;
      const [argument, ...more] = (node.args ?? []).map(nodeValue);
      if (typeof name !== 'string' || argument === undefined || more.length > 0) return undefined;
      return Object.hasOwn(functions, name) ? functions[name]?.(argument) : undefined;
    }
    default:
      return undefined;
  }
}

function operatorValue(op: unknown, operands: readonly (number | undefined)[]): number | undefined {
  const [left, right] = operands;
  if (left === undefined) return undefined;
  if (operands.length === 1) return op === '-' ? -left : op === '+' ? left : undefined;
  if (right === undefined || operands.length > 2) return undefined;
  switch (op) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '^':
      return powerOf(left, right);
    default:
      return undefined;
  }
}
