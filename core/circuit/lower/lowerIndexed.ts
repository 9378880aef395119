import { diagnose } from '#core/openqasm/messages.ts';
import { operatorChain } from '#core/openqasm/operatorChain.ts';
import { elementAt, joined, pick, type Selection, singleElement } from '#core/openqasm/selection.ts';
import type { Expression, IndexExpression, RangeSelector, Selector } from '#core/openqasm/syntaxTree.ts';
import { bitType, intType, type Type } from '#core/openqasm/types.ts';
import type { ClassicalExpression } from '../classical.ts';
import { type ArrayView, elementCount } from './classicalStore.ts';
import { bitsValue, computed, convertScalar, lowerExpression, lowerScalar } from './lowerExpression.ts';
import { knownInteger, type LoweredScalar, type LoweredValue } from './loweredValue.ts';
import type { LoweringState } from './loweringState.ts';
import { simplifiedBinary, simplifiedConcatenation } from './simplify.ts';

/** What a selector picks along one dimension: a known position, one the run decides, or several in order. */
export type Pick =
  | number
  | { readonly index: ClassicalExpression }
  | readonly (number | { readonly index: ClassicalExpression })[];

/** The value of what brackets pick: bits of a register, an integer or an angle, elements and slices of an array. */
export function lowerIndexed(node: IndexExpression, state: LoweringState): LoweredValue | undefined {
  const base = lowerExpression(node.base, state);
  if (!base) return undefined;
  if (base.kind === 'array') return lowerElements(base.view, base.type.base, node, state);
  // Of the elements of an array of durations nothing is known.
  if (base.kind === 'time') return base;
  return lowerBits(base, node, state);
}

function lowerBits(base: LoweredScalar, node: IndexExpression, state: LoweringState): LoweredScalar | undefined {
  const [selector] = node.selectors;
  const size = patternWidth(base.type);
  if (!selector || size === undefined) return state.refuseText(node, 'what it picks is not known');
  const picked = lowerSelector(selector, size, nameOf(node, state), state);
  if (picked === undefined) return undefined;
  const bitAt = (position: number | { readonly index: ClassicalExpression }): ClassicalExpression | undefined => {
    const index: ClassicalExpression =
      typeof position === 'number' ? { kind: 'constant', type: { kind: 'int' }, value: position } : position.index;
    const { expression } = base;
    const type = { kind: 'bool' } as const;
    const later = { kind: 'binary', type, operator: 'bit', left: expression, right: index } as const;
    return computed(node, state, () => simplifiedBinary('bit', type, expression, index), later);
  };
  if (typeof picked === 'number' || 'index' in picked) {
    const expression = bitAt(picked);
    return (
      expression && withKnownBits({ kind: 'scalar', type: bitType, isConstant: base.isConstant, expression }, state)
    );
  }
  const parts = picked.map(bitAt).filter((part) => part !== undefined);
  const type: Type = { kind: 'bit', size: parts.length };
  const expression = simplifiedConcatenation(parts);
  return withKnownBits({ kind: 'scalar', type, isConstant: base.isConstant, expression }, state);
}

/** Of a register only some bits may be known, and they may be the ones that were picked. */
function withKnownBits(value: LoweredScalar, state: LoweringState): LoweredScalar | undefined {
  const { expression, type } = value;
  if (expression.kind !== 'bits' || type.kind !== 'bit') return value;
  return bitsValue(selectionOf(expression.bits, type.size === 'scalar'), state);
}

/** Bits in order as a selection. */
function selectionOf(bits: readonly number[], isScalar: boolean): Selection {
  const [first] = bits;
  if (isScalar && first !== undefined) return singleElement(first);
  const isRow = bits.every((bit, index) => bit === (first ?? 0) + index);
  return isRow
    ? { size: bits.length, runs: [{ first: first ?? 0, step: 1, count: bits.length }] }
    : joined(bits.map((bit) => singleElement(bit)));
}

/** How many bits the values of a type have; undefined when that is not known. */
export function patternWidth(type: Type): number | undefined {
  switch (type.kind) {
    case 'bit':
      return typeof type.size === 'number' ? type.size : undefined;
    case 'int':
    case 'uint':
    case 'angle':
      return type.width;
    default:
      return undefined;
  }
}

/** Elements of an array: one as a value, several as an array. */
function lowerElements(
  view: ArrayView,
  base: Type,
  node: IndexExpression,
  state: LoweringState,
): LoweredValue | undefined {
  const element = lowerElementPlace(view, node, state);
  if (!element) return undefined;
  if (element.kind === 'part') {
    const type = { kind: 'array', base, dimensions: element.view.shape } as const;
    return { kind: 'array', type, isConstant: false, view: element.view };
  }
  const expression =
    element.kind === 'known'
      ? state.store.read(view.cell, element.place)
      : state.store.readAt(view.cell, element.indices);
  return { kind: 'scalar', type: base, isConstant: false, expression };
}

/** Where brackets after an array point to. */
export type ElementPlace =
  | { readonly kind: 'known'; readonly place: number }
  | { readonly kind: 'run-time'; readonly indices: readonly ClassicalExpression[] }
  | { readonly kind: 'part'; readonly view: ArrayView };

/** @returns undefined when the place is not known well enough, which is reported */
export function lowerElementPlace(
  view: ArrayView,
  node: IndexExpression,
  state: LoweringState,
): ElementPlace | undefined {
  const name = nameOf(node, state);
  const picks: Pick[] = [];
  for (const [dimension, selector] of node.selectors.entries()) {
    const picked = lowerSelector(selector, view.shape[dimension] ?? 0, name, state);
    if (picked === undefined) return undefined;
    picks.push(picked);
  }
  const isWhole = picks.length === view.shape.length;
  if (isWhole && picks.every((picked) => typeof picked === 'number')) {
    const offset = picks.reduce<number>(
      (sum, picked, dimension) => sum * (view.shape[dimension] ?? 0) + Number(picked),
      0,
    );
    return { kind: 'known', place: view.places[offset] ?? 0 };
  }
  const indices = picks.flatMap((picked) => indexExpression(picked) ?? []);
  if (isWhole && indices.length === picks.length && isWholeArray(view)) return { kind: 'run-time', indices };
  const positions = picks.map(knownPositions);
  if (positions.some((each) => each === undefined)) {
    return state.refuseText(node, 'which part of the array it is, is known only during the run');
  }
  return { kind: 'part', view: partOf(view, picks) };
}

function indexExpression(picked: Pick): ClassicalExpression | undefined {
  if (typeof picked === 'number') return { kind: 'constant', type: { kind: 'int' }, value: picked };
  return 'index' in picked ? picked.index : undefined;
}

function knownPositions(picked: Pick): readonly number[] | undefined {
  if (typeof picked === 'number') return [picked];
  if ('index' in picked) return undefined;
  const known = picked.filter((position) => typeof position === 'number');
  return known.length === picked.length ? known : undefined;
}

/** Whether a view shows the array as it is, so that indices into it are indices into the array. */
export function isWholeArray({ cell, places, shape }: ArrayView): boolean {
  const { type } = cell;
  return (
    type.kind === 'array' &&
    places.length === cell.slots.length &&
    shape.length === type.shape.length &&
    places.every((place, index) => place === index)
  );
}

function partOf(view: ArrayView, picks: readonly Pick[]): ArrayView {
  const shape: number[] = [];
  let places: readonly number[] = view.places;
  let stride = elementCount(view.shape);
  // Dimension by dimension, each block of the ones before keeps what is picked of it.
  let blocks: number[] = [0];
  for (const [dimension, size] of view.shape.entries()) {
    stride = size === 0 ? 0 : stride / size;
    const picked = picks[dimension];
    const positions =
      picked === undefined ? Array.from({ length: size }, (_, position) => position) : (knownPositions(picked) ?? []);
    if (picked === undefined || typeof picked !== 'number') shape.push(positions.length);
    const within = stride;
    blocks = blocks.flatMap((start) => positions.map((position) => start + position * within));
  }
  places = blocks.map((offset) => view.places[offset] ?? 0);
  return { cell: view.cell, places, shape };
}

/** What a selector picks; reports positions that do not exist. */
export function lowerSelector(selector: Selector, size: number, name: string, state: LoweringState): Pick | undefined {
  if (selector.kind === 'range') return lowerRange(selector, size, name, state);
  if (selector.kind === 'set') {
    const positions: (number | { readonly index: ClassicalExpression })[] = [];
    for (const element of selector.elements) {
      const position = lowerIndex(element, size, name, state);
      if (position === undefined) return undefined;
      positions.push(position);
    }
    return positions;
  }
  return lowerIndex(selector, size, name, state);
}

function lowerIndex(
  index: Expression,
  size: number,
  name: string,
  state: LoweringState,
): number | { readonly index: ClassicalExpression } | undefined {
  if (index.kind === 'integer') return positionOf(index.value, index, size, name, state);
  const assumed = state.assumedPosition(index);
  if (assumed !== undefined) return assumed;
  const value = indexValue(index, state);
  if (!value) return undefined;
  const known = knownInteger(value);
  if (known !== undefined) return positionOf(Number(known), index, size, name, state);
  const converted = wholeNumber(value, index, state);
  return converted && { index: converted };
}

/** The value of an index, unless it has been evaluated before; of one in an alias when the alias was declared. */
export function indexValue(index: Expression, state: LoweringState): LoweredScalar | undefined {
  return state.keptIndex(index) ?? lowerScalar(index, state);
}

/** An index that the run knows as an integer. */
export function wholeNumber(
  value: LoweredScalar,
  index: Expression,
  state: LoweringState,
): ClassicalExpression | undefined {
  return convertScalar(value, value.type.kind === 'uint' ? value.type : intType, index, state)?.expression;
}

function positionOf(
  position: number,
  index: Expression,
  size: number,
  name: string,
  state: LoweringState,
): number | undefined {
  const least = state.isVersion2 ? 0 : -size;
  if (position < size && position >= least) return position < 0 ? position + size : position;
  state.report(diagnose('QAS4020', index, String(position), name, size, !state.isVersion2));
  return undefined;
}

function lowerRange(
  { first, last, step }: RangeSelector,
  size: number,
  name: string,
  state: LoweringState,
): number[] | undefined {
  const by = step ? knownEnd(step, 'The step of this range', state) : 1n;
  if (by === undefined) return undefined;
  if (by === 0n) {
    if (step) state.report(diagnose('QAS4021', step));
    return undefined;
  }
  const from = first ? lowerEnd(first, size, name, state) : by > 0n ? 0 : size - 1;
  const to = last ? lowerEnd(last, size, name, state) : by > 0n ? size - 1 : 0;
  if (from === undefined || to === undefined) return undefined;
  const positions: number[] = [];
  const stride = Number(by);
  for (let position = from; stride > 0 ? position <= to : position >= to; position += stride) positions.push(position);
  return positions;
}

function lowerEnd(end: Expression, size: number, name: string, state: LoweringState): number | undefined {
  const position = knownEnd(end, 'The end of this range', state);
  return position === undefined ? undefined : positionOf(Number(position), end, size, name, state);
}

function knownEnd(end: Expression, what: string, state: LoweringState): bigint | undefined {
  const assumed = state.assumedPosition(end);
  if (assumed !== undefined) return BigInt(assumed);
  const value = indexValue(end, state);
  if (!value) return undefined;
  return knownInteger(value) ?? state.refuse(end, what, 'its value is known only during the run');
}

function nameOf(node: IndexExpression, { text }: LoweringState): string {
  return text.slice(node.base.start, node.base.end);
}

/** The qubits or bits that an operand or a target stands for; undefined when they are not known, which is reported. */
export function lowerSelection(operand: Expression, state: LoweringState): Selection | undefined {
  switch (operand.kind) {
    case 'identifier': {
      const binding = state.bindingOf(operand);
      if (binding?.kind === 'alias') return lowerSelection(binding.value, state);
      return binding?.kind === 'elements' ? binding.selection : state.refuseText(operand, 'it is no register');
    }
    case 'hardware-qubit':
      return singleElement(operand.index);
    case 'parenthesised':
      return lowerSelection(operand.inner, state);
    case 'index': {
      const base = lowerSelection(operand.base, state);
      return base && pickElements(base, operand, state);
    }
    case 'binary': {
      const { first, operations } = operatorChain(operand);
      if (operations.some(({ operator }) => operator !== '++')) break;
      const parts: Selection[] = [];
      for (const part of [first, ...operations.map(({ right }) => right)]) {
        const selection = lowerSelection(part, state);
        if (!selection) return undefined;
        parts.push(selection);
      }
      return joined(parts);
    }
  }
  return state.refuseText(operand, 'it is no register');
}

function pickElements(base: Selection, node: IndexExpression, state: LoweringState): Selection | undefined {
  const [selector] = node.selectors;
  if (!selector || typeof base.size !== 'number') return state.refuseText(node, 'it is no register');
  const picked = lowerSelector(selector, base.size, nameOf(node, state), state);
  if (picked === undefined) return undefined;
  if (typeof picked === 'number') return element(base, picked);
  const positions = knownPositions(picked);
  if (!positions) return state.refuseText(node, 'its index is known only during the run');
  const [from] = positions;
  const step = (positions[1] ?? 0) - (from ?? 0);
  const isEven = positions.every((position, index) => position === (from ?? 0) + index * step);
  if (isEven) return pick(base, { first: from ?? 0, step, count: positions.length });
  return joined(positions.map((position) => element(base, position)));
}

function element(base: Selection, position: number): Selection {
  return singleElement(elementAt(base, position) ?? 0);
}
