import * as fc from 'fast-check';
import { type MathNode, parse } from 'mathjs/number';
import { expect, test } from 'vitest';
import { powerOf } from '#core/base/elementary/power.ts';
import { angleValue } from '#core/pipeline/schema/angleExpression.ts';

interface TreeNode {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: unknown;
  readonly op?: unknown;
  readonly args?: readonly TreeNode[];
  readonly content?: TreeNode;
  readonly fn?: TreeNode;
}

const constants = new Map<unknown, number>([
  ['pi', Math.PI],
  ['tau', 2 * Math.PI],
  ['e', Math.E],
]);

/** The value of the tree that mathjs makes of a text; undefined for trees that are no angle. */
function treeValue(node: TreeNode): number | undefined {
  const [left, right] = (node.args ?? []).map(treeValue);
  switch (node.type) {
    case 'ConstantNode':
      return typeof node.value === 'number' ? node.value : undefined;
    case 'SymbolNode':
      return constants.get(node.name);
    case 'ParenthesisNode':
      return node.content && treeValue(node.content);
    case 'FunctionNode':
      return isSquareRoot(node) && left !== undefined ? Math.sqrt(left) : undefined;
    case 'OperatorNode':
      return left === undefined
        ? undefined
        : node.args?.length === 1
          ? signed(node.op, left)
          : joined(node.op, left, right);
    default:
      return undefined;
  }
}

function isSquareRoot({ args, fn }: TreeNode): boolean {
  return fn?.type === 'SymbolNode' && fn.name === 'sqrt' && args?.length === 1;
}

function signed(op: unknown, value: number): number | undefined {
  return op === '-' ? -value : op === '+' ? value : undefined;
}

function joined(op: unknown, left: number, right: number | undefined): number | undefined {
  if (right === undefined) return undefined;
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

function valueByMathjs(text: string): number | undefined {
  let node: MathNode;
  try {
    node = parse(text);
  } catch {
    return undefined;
  }
  const value = treeValue(node);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

const tokens = ['2', '3', '10', '.5', '1.', '2.5', '1e1', '3e-1', 'pi', 'tau', 'e', 'x', 'sqrt', '.', ' '];
const signs = ['+', '-', '*', '/', '^', '(', ')'];
const pieces = fc.array(fc.oneof(fc.constantFrom(...tokens), fc.constantFrom(...signs)), { maxLength: 14 });

/** Texts that are expressions, which pieces in any order seldom are. */
const expressions = fc.letrec<{ sum: string; operand: string }>((tie) => ({
  sum: fc
    .array(fc.tuple(tie('operand'), fc.constantFrom('+', '-', '*', '/', '^', '/', ' ', '')), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => parts.map(([operand, sign], index) => operand + (index < parts.length - 1 ? sign : '')).join('')),
  operand: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('2', '3', '4.', '.5', '1e1', 'pi', 'e', '-2', '+3', '-pi'),
    tie('sum').map((inner) => `(${inner})`),
    tie('sum').map((inner) => `sqrt(${inner})`),
    tie('operand').map((inner) => ` ${inner}`),
  ),
})).sum;

test.each([
  ['pieces in any order', pieces.map((parts) => parts.join(''))],
  ['expressions', expressions],
])('an angle is what mathjs reads: %s', (_, texts) => {
  fc.assert(
    fc.property(texts, (text) => {
      fc.pre(text.length <= 200);
      expect(angleValue(text)).toBe(valueByMathjs(text));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['-2^2', -4],
  ['2^3^2', 512],
  ['2^-1', 0.5],
  ['1/2 pi', Math.PI / 2],
  ['pi/2 pi', 0.5],
  ['-1/2(4)', -2],
  ['1/2/3 pi', 3 / (2 * Math.PI)],
  ['(2)3', 6],
  ['2e', 2 * Math.E],
])('%s', (text, value) => {
  expect(angleValue(text)).toBeCloseTo(value, 14);
  expect(valueByMathjs(text)).toBeCloseTo(value, 14);
});
