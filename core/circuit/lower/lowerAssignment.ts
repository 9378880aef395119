import { appendAll } from '#core/base/appendAll.ts';
import { diagnose } from '#core/openqasm/messages.ts';
import { chainOperands } from '#core/openqasm/operatorChain.ts';
import { elementsOf, type Selection } from '#core/openqasm/selection.ts';
import type { ArrayLiteral, Expression, IndexExpression } from '#core/openqasm/syntaxTree.ts';
import { bitType, type Type } from '#core/openqasm/types.ts';
import type { ClassicalExpression } from '../classical.ts';
import { constantValue } from '../classicalArithmetic.ts';
import type { ArrayView } from './classicalStore.ts';
import { convertScalar, lowerExpression, lowerScalar } from './lowerExpression.ts';
import type { LoweredScalar, LoweredValue } from './loweredValue.ts';
import {
  type ElementPlace,
  isWholeArray,
  lowerElementPlace,
  lowerSelection,
  lowerSelector,
  patternWidth,
} from './lowerIndexed.ts';
import type { LoweringState } from './loweringState.ts';
import { simplifiedBinary, simplifiedCast, simplifiedConcatenation } from './simplify.ts';
import { rootOf } from './writtenSymbols.ts';

/** Assigns the value of an expression to a variable, a register, or a part of one. */
export function assignExpression(target: Expression, value: Expression, state: LoweringState): void {
  const root = rootOf(target);
  const binding = root && state.bindingOf(root);
  if (binding?.kind === 'array') {
    const place = targetView(target, binding.view, state);
    if (place) {
      assignArray(place, value, state);
      return;
    }
  }
  const lowered = lowerExpression(value, state);
  if (lowered) assignLowered(target, lowered, value, state);
}

/** Assigns a value that has been lowered; `node` is what messages quote. */
export function assignLowered(target: Expression, value: LoweredValue, node: Expression, state: LoweringState): void {
  const root = rootOf(target);
  const symbol = root && state.symbolOf(root);
  const binding = symbol && state.bindings.get(symbol.id);
  if (!symbol || !binding) return;
  if (value.kind === 'time') {
    if (binding.kind === 'value') state.bind(symbol.id, { kind: 'value', value: { ...value, type: symbol.type } });
    else state.refuseText(node, 'how long it takes is known only to the machine');
    return;
  }
  if (value.kind === 'array') {
    state.refuseText(node, 'an array is no single value');
    return;
  }
  if (target.kind === 'parenthesised') {
    assignLowered(target.inner, value, node, state);
    return;
  }
  if (binding.kind === 'elements') {
    assignToRegister(target, value, node, state);
  } else if (binding.kind === 'array') {
    if (target.kind === 'index') assignToElement(target, binding.view, symbol.type, value, node, state);
  } else if (binding.kind === 'cell') {
    const { cell } = binding;
    const current = (): LoweredScalar => ({
      kind: 'scalar',
      type: symbol.type,
      isConstant: false,
      expression: state.store.read(cell),
    });
    const changed =
      target.kind === 'index'
        ? withBits(current(), target, value, node, state)
        : convertScalar(value, symbol.type, node, state);
    if (changed) state.store.write(cell, changed.expression);
  }
}

/** Stores a value in bits of the circuit. */
export function assignBits(selection: Selection, value: LoweredScalar, node: Expression, state: LoweringState): void {
  const bits = elementsOf(selection);
  const size = selection.size === 'unknown' ? undefined : selection.size;
  if (!bits || size === undefined) return;
  const converted = convertScalar(value, { kind: 'bit', size }, node, state);
  if (!converted) return;
  const { expression } = converted;
  const known = expression.kind === 'constant' ? BigInt(constantValue(expression) as bigint | boolean) : undefined;
  const bitAt = (position: number) => (known === undefined ? undefined : ((known >> BigInt(position)) & 1n) === 1n);
  const isHeld = bits.every((bit, position) => {
    const value = bitAt(position);
    return value !== undefined && state.store.holdsBit(bit, value);
  });
  if (isHeld) return;
  state.emit({ kind: 'assign', target: { kind: 'bits', bits }, value: expression, source: state.source });
  bits.forEach((bit, position) => {
    state.store.setBit(bit, bitAt(position));
  });
}

function assignToRegister(target: Expression, value: LoweredScalar, node: Expression, state: LoweringState): void {
  const index = target.kind === 'index' ? runTimeBit(target, state) : undefined;
  if (target.kind !== 'index' || !index) {
    const selection = lowerSelection(target, state);
    if (selection) assignBits(selection, value, node, state);
    return;
  }
  const bit = convertScalar(value, bitType, node, state);
  if (!bit) return;
  const { bits } = index;
  const place = { kind: 'bits', bits, index: index.index } as const;
  state.emit({ kind: 'assign', target: place, value: bit.expression, source: state.source });
  for (const each of bits) state.store.setBit(each, undefined);
}

/** A target such as `c[i]` whose index the run decides. */
export function runTimeBit(
  target: IndexExpression,
  state: LoweringState,
): { readonly bits: readonly number[]; readonly index: ClassicalExpression } | undefined {
  const [selector] = target.selectors;
  if (!selector || selector.kind === 'range' || selector.kind === 'set' || selector.kind === 'integer')
    return undefined;
  if (target.base.kind === 'index') return undefined;
  const base = lowerSelection(target.base, state);
  const bits = base && elementsOf(base);
  if (!bits || typeof base.size !== 'number') return undefined;
  const picked = lowerSelector(selector, base.size, state.text.slice(target.base.start, target.base.end), state);
  return picked === undefined || typeof picked === 'number' || !('index' in picked)
    ? undefined
    : { bits, index: picked.index };
}

function assignToElement(
  target: IndexExpression,
  view: ArrayView,
  type: Type,
  value: LoweredScalar,
  node: Expression,
  state: LoweringState,
): void {
  const base = type.kind === 'array' ? type.base : type;
  // Brackets after an element pick its bits.
  const isBitOfElement = target.base.kind === 'index' && countIndices(target.base) === view.shape.length;
  const elementNode = isBitOfElement && target.base.kind === 'index' ? target.base : target;
  const place = placeOf(elementNode, view, state);
  if (!place) return;
  if (place.kind === 'part') {
    state.refuseText(node, 'a part of an array takes an array');
    return;
  }
  const element = { kind: 'scalar', type: base, isConstant: false } as const;
  const { cell } = view;
  const read = () =>
    place.kind === 'known' ? state.store.read(cell, place.place) : state.store.readAt(cell, place.indices);
  const changed = isBitOfElement
    ? withBits({ ...element, expression: read() }, target, value, node, state)
    : convertScalar(value, base, node, state);
  if (!changed) return;
  if (place.kind === 'known') state.store.write(cell, changed.expression, place.place);
  else state.store.writeAt(cell, place.indices, changed.expression);
}

function countIndices(node: IndexExpression): number {
  return node.selectors.length + (node.base.kind === 'index' ? countIndices(node.base) : 0);
}

/** Where brackets after an array, also several in a row, point to. */
function placeOf(node: IndexExpression, view: ArrayView, state: LoweringState): ElementPlace | undefined {
  if (node.base.kind !== 'index') return lowerElementPlace(view, node, state);
  const outer = placeOf(node.base, view, state);
  return outer?.kind === 'part' ? lowerElementPlace(outer.view, node, state) : undefined;
}

/** The part of an array that a target names; undefined when it is a single element. */
function targetView(target: Expression, view: ArrayView, state: LoweringState): ArrayView | undefined {
  if (target.kind === 'identifier') return view;
  if (target.kind === 'parenthesised') return targetView(target.inner, view, state);
  if (target.kind !== 'index' || countIndices(target) > view.shape.length) return undefined;
  const isSingle = countIndices(target) === view.shape.length && !picksSeveral(target);
  if (isSingle) return undefined;
  const place = placeOf(target, view, state);
  return place?.kind === 'part' ? place.view : undefined;
}

function picksSeveral(node: IndexExpression): boolean {
  return (
    node.selectors.some(({ kind }) => kind === 'range' || kind === 'set') ||
    (node.base.kind === 'index' && picksSeveral(node.base))
  );
}

/** Gives an array the elements of a literal or of another array. */
function assignArray(view: ArrayView, value: Expression, state: LoweringState): void {
  if (value.kind === 'parenthesised') {
    assignArray(view, value.inner, state);
    return;
  }
  if (copiesWhole(view, value, state)) return;
  const elements =
    value.kind === 'array-literal' ? literalElements(value, view.shape, state) : arrayElements(value, state);
  if (!elements) return;
  if (elements.length !== view.places.length) {
    state.report(
      diagnose('QAS9101', value, 'This array', `it has ${elements.length} elements for ${view.places.length}`),
    );
    return;
  }
  const type = view.cell.type.kind === 'array' ? view.cell.type.base : view.cell.type;
  // Elements are read before any is written, because both may be parts of one array.
  const values = elements.map(({ expression }) => simplifiedCast(type, expression));
  const isKept = elements.some(({ expression }) => expression.kind !== 'constant') && values.length > 1;
  const kept = isKept ? values.map((each, index) => keptElement(each, value, index, state)) : values;
  kept.forEach((each, index) => {
    state.store.write(view.cell, each, view.places[index]);
  });
}

/** Copies an array that is assigned to another one as a whole; false when it is not so, or all its elements are known. */
function copiesWhole(view: ArrayView, value: Expression, state: LoweringState): boolean {
  const binding = value.kind === 'identifier' ? state.bindingOf(value) : undefined;
  if (binding?.kind !== 'array') return false;
  const { cell } = binding.view;
  const isWhole = isWholeArray(view) && isWholeArray(binding.view) && cell !== view.cell;
  const isKnown = cell.slots.every(({ known }) => known);
  if (!isWhole || isKnown || JSON.stringify(cell.type) !== JSON.stringify(view.cell.type)) return false;
  state.store.copy(view.cell, cell);
  return true;
}

function keptElement(
  value: ClassicalExpression,
  node: Expression,
  index: number,
  state: LoweringState,
): ClassicalExpression {
  if (value.kind === 'constant') return value;
  const type: Type = { kind: 'none' };
  return state.keep({ kind: 'scalar', type, isConstant: false, expression: value }, node, `kept_${index}`).expression;
}

function arrayElements(
  value: Expression,
  state: LoweringState,
): { readonly expression: ClassicalExpression }[] | undefined {
  if (value.kind === 'binary' && value.operator === '++') {
    const elements: { readonly expression: ClassicalExpression }[] = [];
    for (const part of chainOperands(value)) {
      const added = arrayElements(part, state);
      if (!added) return undefined;
      appendAll(elements, added);
    }
    return elements;
  }
  const lowered = lowerExpression(value, state);
  if (!lowered) return undefined;
  if (lowered.kind !== 'array') return state.refuseText(value, 'an array takes an array');
  const { cell, places } = lowered.view;
  return places.map((place) => ({ expression: state.store.read(cell, place) }));
}

/** The elements of nested braces in row-major order; innermost arrays may be other arrays. */
function literalElements(
  literal: ArrayLiteral,
  shape: readonly number[],
  state: LoweringState,
): LoweredScalar[] | { readonly expression: ClassicalExpression }[] | undefined {
  const [, ...inner] = shape;
  const all: { readonly expression: ClassicalExpression }[] = [];
  for (const element of literal.elements) {
    if (element.kind === 'array-literal') {
      const elements = literalElements(element, inner, state);
      if (!elements) return undefined;
      appendAll(all, elements);
    } else if (inner.length > 0) {
      const elements = arrayElements(element, state);
      if (!elements) return undefined;
      appendAll(all, elements);
    } else {
      const value = lowerScalar(element, state);
      if (!value) return undefined;
      all.push(value);
    }
  }
  return all;
}

/** A value with some of its bits replaced (types, "Classical value bit slicing"). */
function withBits(
  current: LoweredScalar,
  target: IndexExpression,
  value: LoweredScalar,
  node: Expression,
  state: LoweringState,
): LoweredScalar | undefined {
  const width = patternWidth(current.type);
  const [selector] = target.selectors;
  if (width === undefined || !selector) return state.refuseText(target, 'its bits are not known');
  const picked = lowerSelector(selector, width, state.text.slice(target.base.start, target.base.end), state);
  if (picked === undefined) return undefined;
  const positions = typeof picked === 'number' ? [picked] : 'index' in picked ? [] : picked;
  const known = positions.filter((position) => typeof position === 'number');
  if (known.length === 0 || known.length < positions.length) {
    return state.refuseText(target, 'which bit it is, is known only during the run');
  }
  const isOne = typeof picked === 'number';
  const given = convertScalar(value, { kind: 'bit', size: isOne ? 'scalar' : known.length }, node, state);
  if (!given) return undefined;
  const bitOf = (expression: ClassicalExpression, position: number): ClassicalExpression =>
    simplifiedBinary('bit', { kind: 'bool' }, expression, { kind: 'constant', type: { kind: 'int' }, value: position });
  const parts = Array.from({ length: width }, (_, position) => {
    const place = known.indexOf(position);
    if (place < 0) return bitOf(current.expression, position);
    return isOne ? given.expression : bitOf(given.expression, place);
  });
  const type = current.expression.type;
  if (type.kind === 'array') return undefined;
  return { ...current, expression: simplifiedCast(type, simplifiedConcatenation(parts)) };
}
