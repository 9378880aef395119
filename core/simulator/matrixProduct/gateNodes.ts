import type { Control } from '#core/circuit/circuit.ts';
import { gateAngles } from '#core/circuit/gateAngles.ts';
import { gateTable } from '#core/circuit/gateTable.ts';
import type { Computation, UnitaryGate } from '../program/quantumState.ts';

/**
 * A piece of a circuit that is applied to the chain as one. Its wires are the qubits it acts on, as they are called
 * after the swaps that only changed names.
 */
export type GateNode = LocalNode | ControlledNode;

/** All gates on one or two wires that follow each other without another one in between, as one matrix. */
export interface LocalNode {
  readonly kind: 'local';
  readonly wires: readonly number[];
  readonly gates: UnitaryGate[];
  /** Row-major, re and im interleaved, bit j of an index is `wires[j]`; rewritten by {@link bindNode}. */
  readonly matrix: Float64Array;
}

/**
 * A gate on one or two targets, or a phase, under controls, three wires or more in all. It is the identity plus
 * products of one-qubit operators: the projections of the controls, times what the gate adds to the identity on its
 * targets.
 */
export interface ControlledNode {
  readonly kind: 'controlled';
  readonly wires: readonly number[];
  readonly gate: UnitaryGate;
  /** Rewritten by {@link bindNode}. */
  products: readonly OperatorProduct[];
}

/** A product of one-qubit operators: for every wire it names, a matrix, row-major, re and im interleaved. */
export type OperatorProduct = ReadonlyMap<number, readonly number[]>;

/** Whether something of a gate is known only when parameters are. */
export function isParametric(gate: UnitaryGate): boolean {
  return gate.kind === 'gate' && gate.parameters.some((angle) => typeof angle !== 'number');
}

/**
 * The matrix of a gate without its controls, row-major, re and im interleaved.
 * @throws RunTimeFault when an angle is no finite number
 */
export function matrixOf(gate: UnitaryGate, values: ArrayLike<number>, compute?: Computation): ArrayLike<number> {
  if (gate.kind === 'unitary') return gate.matrix.values;
  const angles = gateAngles(gate, values, compute);
  const matrix = new Float64Array(2 * 4 ** gate.targets.length);
  gateTable[gate.gate].write(angles, matrix);
  return matrix;
}

/** Computes the numbers of a node. @throws RunTimeFault when an angle is no finite number */
export function bindNode(node: GateNode, values: ArrayLike<number>, compute?: Computation): void {
  if (node.kind === 'controlled') {
    node.products = productsOf(node.gate, matrixOf(node.gate, values, compute));
    return;
  }
  const dimension = 2 ** node.wires.length;
  let product = new Float64Array(2 * dimension * dimension);
  for (let index = 0; index < dimension; index++) product[2 * index * (dimension + 1)] = 1;
  for (const gate of node.gates) {
    product = appliedTo(product, node.wires, gate, matrixOf(gate, values, compute));
  }
  node.matrix.set(product);
}

/** The product of a gate and a matrix on some wires, which are all that the gate acts on. */
function appliedTo(
  matrix: Float64Array<ArrayBuffer>,
  wires: readonly number[],
  { controls, targets }: UnitaryGate,
  small: ArrayLike<number>,
): Float64Array<ArrayBuffer> {
  const dimension = 2 ** wires.length;
  const size = 2 ** targets.length;
  let controlMask = 0;
  let controlValue = 0;
  for (const { qubit, value } of controls) {
    const bit = 1 << wires.indexOf(qubit);
    controlMask |= bit;
    if (value === 1) controlValue |= bit;
  }
  const offsets = Array.from({ length: size }, (_, local) =>
    targets.reduce((offset, target, bit) => offset | (((local >> bit) & 1) << wires.indexOf(target)), 0),
  );
  const targetMask = offsets[size - 1] as number;
  const result = matrix.slice();
  for (let base = 0; base < dimension; base++) {
    if ((base & targetMask) !== 0 || (base & controlMask) !== controlValue) continue;
    for (let row = 0; row < size; row++) {
      const target = (base | (offsets[row] as number)) * dimension;
      for (let column = 0; column < dimension; column++) {
        let re = 0;
        let im = 0;
        for (let inner = 0; inner < size; inner++) {
          const a = 2 * (row * size + inner);
          const b = 2 * ((base | (offsets[inner] as number)) * dimension + column);
          const [x, y] = [small[a] as number, small[a + 1] as number];
          const [u, v] = [matrix[b] as number, matrix[b + 1] as number];
          re += x * u - y * v;
          im += x * v + y * u;
        }
        result[2 * (target + column)] = re;
        result[2 * (target + column) + 1] = im;
      }
    }
  }
  return result;
}

/** What a controlled gate adds to the identity, as products. */
function productsOf({ controls, targets }: UnitaryGate, matrix: ArrayLike<number>): OperatorProduct[] {
  const size = 2 ** targets.length;
  const added = Array.from(matrix);
  for (let index = 0; index < size; index++) {
    added[2 * index * (size + 1)] = (added[2 * index * (size + 1)] as number) - 1;
  }
  const projections = controls.map(({ qubit, value }) => [qubit, projection(value)] as const);
  const [first, second] = targets;
  if (first === undefined) {
    // A phase on the projection of the last control.
    const [last, ...others] = projections.toReversed();
    if (last === undefined) return [];
    const [re = 0, im = 0] = added;
    const phase = last[1].map((_, index) => (last[1][index - (index % 2)] ?? 0) * (index % 2 === 0 ? re : im));
    return [new Map([...others, [last[0], phase]])];
  }
  if (second === undefined) return [new Map([...projections, [first, added]])];
  // Σ |i⟩⟨j| on the second target times the blocks of the matrix on the first.
  return [0, 1, 2, 3].flatMap((unit) => {
    const [row, column] = [unit >> 1, unit & 1];
    const block = [0, 1].flatMap((line) => {
      const start = 2 * ((2 * row + line) * 4 + 2 * column);
      return added.slice(start, start + 4);
    });
    if (block.every((value) => value === 0)) return [];
    const units = [0, 0, 0, 0, 0, 0, 0, 0];
    units[2 * unit] = 1;
    return [new Map([...projections, [first, block], [second, units]])];
  });
}

function projection(value: Control['value']): readonly number[] {
  return value === 0 ? [1, 0, 0, 0, 0, 0, 0, 0] : [0, 0, 0, 0, 0, 0, 1, 0];
}
