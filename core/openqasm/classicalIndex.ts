import { bitsOf, type ConstantValue } from './constantValue.ts';
import type { EvaluationEnvironment } from './evaluation.ts';
import { type Picked, type Positions, pickedSize, pickPositions, visitSelectors } from './indexing.ts';
import { diagnose } from './messages.ts';
import type { IndexExpression } from './syntaxTree.ts';
import { runtimeValue, type TypedValue, unknownValue } from './typedValue.ts';
import { type ArrayType, bitType, type Size } from './types.ts';

/** Slices of more bits than this are not computed. */
const slicedBitLimit = 1 << 16;

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
      if (type.size === 'scalar') return cannotIndex('is a single element; it', node, environment);
      return pickBits(base, type.size, type.kind, node, environment);
    case 'int':
    case 'uint':
    case 'angle':
      if (type.width === undefined) return notIndexed(node, environment);
      return pickBits(base, type.width, 'bit', node, environment);
    case 'array':
      return pickElements(type, node, environment);
    default:
      return cannotIndex(`is not a register or array; it`, node, environment);
  }
}

function notIndexed(node: IndexExpression, environment: EvaluationEnvironment): TypedValue {
  visitSelectors(node.selectors, environment);
  return unknownValue;
}

function cannotIndex(why: string, node: IndexExpression, environment: EvaluationEnvironment): TypedValue {
  visitSelectors(node.selectors, environment);
  const what = `'${nameOf(node, environment)}' ${why}`;
  environment.report(diagnose('QAS4022', { start: node.selectorStart, end: node.end }, what));
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
  if (!selector || node.selectors.length !== 1) return cannotIndex('has one index; it', node, environment);
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

function positionList(positions: Positions): readonly (number | undefined)[] | undefined {
  switch (positions.kind) {
    case 'one':
      return [positions.position];
    case 'range':
      if (positions.count > slicedBitLimit) return undefined;
      return Array.from({ length: positions.count }, (_, index) => positions.first + index * positions.step);
    case 'list':
      return positions.positions;
    case 'unknown':
      return undefined;
  }
}

/** Each index picks along one dimension; what no index is given for stays whole (types, "Arrays"). */
function pickElements(type: ArrayType, node: IndexExpression, environment: EvaluationEnvironment): TypedValue {
  const { selectors } = node;
  if (selectors.length > type.dimensions.length) {
    return cannotIndex(`has ${type.dimensions.length} dimensions; it`, node, environment);
  }
  const name = nameOf(node, environment);
  const picked = selectors.map((selector, index): Picked => {
    const size = type.dimensions[index] ?? 'unknown';
    return pickPositions(selector, { name, size }, environment);
  });
  const dimensions: Size[] = [];
  for (const { positions } of picked) if (positions.kind !== 'one') dimensions.push(pickedSize(positions));
  dimensions.push(...type.dimensions.slice(selectors.length));
  if (dimensions.length === 0) return runtimeValue(type.base);
  return runtimeValue({ ...type, dimensions });
}
