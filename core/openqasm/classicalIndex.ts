import { bitsOf, type ConstantValue } from './constantValue.ts';
import type { EvaluationEnvironment } from './evaluation.ts';
import { type Picked, type Positions, pickedSize, pickPositions, positionList, visitSelectors } from './indexing.ts';
import { diagnose } from './messages.ts';
import type { IndexExpression, SetSelector } from './syntaxTree.ts';
import { runtimeValue, type TypedValue, unknownValue } from './typedValue.ts';
import { type ArrayType, bitType, describeType, type Size, type Type } from './types.ts';

/**
 * The type and value of what brackets pick of a value: bits of a register, of an integer or of an angle (types,
 * "Classical value bit slicing"), elements and slices of an array. Reports what cannot be picked.
 */
export function evaluateIndex(base: TypedValue, node: IndexExpression, environment: EvaluationEnvironment): TypedValue {
  const { type } = base;
  switch (type.kind) {
    case 'none':
      return notIndexed(node, environment);
    case 'bit':
    case 'qubit':
      if (type.size === 'scalar') return cannotIndex('is a single element and cannot be indexed', node, environment);
      return pickBits(base, type.size, type.kind, node, environment);
    case 'int':
    case 'uint':
    case 'angle':
      if (type.width === undefined) return withoutWidth(type, node, environment);
      return pickBits(base, type.width, 'bit', node, environment);
    case 'array':
      return pickElements(type, node, environment);
    default:
      return cannotIndex(`has type ${describeType(type)} and cannot be indexed`, node, environment);
  }
}

function notIndexed(node: IndexExpression, environment: EvaluationEnvironment): TypedValue {
  visitSelectors(node.selectors, environment);
  return unknownValue;
}

function withoutWidth(type: Type, node: IndexExpression, environment: EvaluationEnvironment): TypedValue {
  visitSelectors(node.selectors, environment);
  const { base, selectorStart, end } = node;
  const name = environment.text.slice(base.start, base.end);
  environment.report(diagnose('QAS4014', { start: selectorStart, end }, `Bit access to '${name}'`, describeType(type)));
  return unknownValue;
}

function cannotIndex(why: string, node: IndexExpression, environment: EvaluationEnvironment): TypedValue {
  visitSelectors(node.selectors, environment);
  const problem = `'${nameOf(node, environment)}' ${why}`;
  environment.report(diagnose('QAS4022', { start: node.selectorStart, end: node.end }, problem));
  return unknownValue;
}

function nameOf(node: IndexExpression, { text }: EvaluationEnvironment): string {
  return text.slice(node.base.start, node.base.end);
}

function pickBits(
  base: TypedValue,
  size: Size,
  kind: 'bit' | 'qubit',
  node: IndexExpression,
  environment: EvaluationEnvironment,
): TypedValue {
  const [selector] = node.selectors;
  if (!selector || node.selectors.length !== 1)
    return cannotIndex('is a register, which takes one index', node, environment);
  const name = nameOf(node, environment);
  const { positions, isConstant } = pickPositions(selector, { name, size }, environment);
  const type = kind === 'bit' && positions.kind === 'one' ? bitType : ({ kind, size: pickedSize(positions) } as const);
  const pattern = patternOf(base.value, size);
  const value = pattern === undefined ? undefined : bitsAt(pattern, positions);
  return { type, isConstant: base.isConstant && isConstant, value };
}

/** The bits of a value as an unsigned integer, least significant first. */
function patternOf(value: ConstantValue | undefined, size: Size): bigint | undefined {
  if (typeof value === 'bigint') return typeof size === 'number' ? BigInt.asUintN(size, value) : undefined;
  return typeof value === 'object' && 'width' in value ? value.value : undefined;
}

function bitsAt(pattern: bigint, positions: Positions): ConstantValue | undefined {
  const picked = positionList(positions);
  if (!picked) return undefined;
  let value = 0n;
  for (const [index, position] of picked.entries()) {
    if (position === undefined) return undefined;
    value |= ((pattern >> BigInt(position)) & 1n) << BigInt(index);
  }
  return bitsOf(value, picked.length);
}

function reportSet({ start, end }: SetSelector, name: string, environment: EvaluationEnvironment): void {
  const problem = `'${name}' is an array, of which ranges pick elements but sets do not`;
  environment.report(diagnose('QAS4022', { start, end }, problem));
}

/** Each index picks along one dimension; what no index is given for stays whole (types, "Arrays"). */
function pickElements(type: ArrayType, node: IndexExpression, environment: EvaluationEnvironment): TypedValue {
  const { selectors } = node;
  if (selectors.length > type.dimensions.length) {
    const count = type.dimensions.length;
    return cannotIndex(
      `has ${count} dimension${count === 1 ? '' : 's'}, so it takes no more indices`,
      node,
      environment,
    );
  }
  const name = nameOf(node, environment);
  const picked = selectors.map((selector, index): Picked => {
    const size = type.dimensions[index] ?? 'unknown';
    if (selector.kind === 'set') reportSet(selector, name, environment);
    return pickPositions(selector, { name, size }, environment);
  });
  const dimensions: Size[] = [];
  for (const { positions } of picked) if (positions.kind !== 'one') dimensions.push(pickedSize(positions));
  dimensions.push(...type.dimensions.slice(selectors.length));
  if (dimensions.length === 0) return runtimeValue(type.base);
  return runtimeValue({ ...type, dimensions });
}
