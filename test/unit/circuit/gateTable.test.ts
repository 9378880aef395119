import {
  add,
  type Complex,
  complex,
  ctranspose,
  exp,
  expm,
  kron,
  type Matrix,
  multiply,
  matrix as toMathMatrix,
  trace,
} from 'mathjs';
import { describe, expect, it } from 'vitest';
import type { ComplexMatrix, GateName } from '#core/circuit/circuit.ts';
import { gateMatrix, gateNames, gateTable, isGateName } from '#core/circuit/gateTable.ts';

/** Matrices built from definitions alone, with a library for complex linear algebra. */
const math = { add, complex, ctranspose, exp, expm, kron, matrix: toMathMatrix, multiply, trace };
const i = math.complex(0, 1);
const identity = math.matrix([
  [1, 0],
  [0, 1],
]) as Matrix;
const pauli = {
  X: math.matrix([
    [0, 1],
    [1, 0],
  ]),
  Y: math.matrix([
    [0, math.complex(0, -1)],
    [i, 0],
  ]),
  Z: math.matrix([
    [1, 0],
    [0, -1],
  ]),
} as unknown as Record<'X' | 'Y' | 'Z', Matrix>;

function scaled(factor: number | Complex, matrix: Matrix): Matrix {
  return math.multiply(factor, matrix) as Matrix;
}

/** exp(−iθ/2 · P), from the power series. */
function exponential(theta: number, product: Matrix): Matrix {
  return math.expm(scaled(math.complex(0, -theta / 2), product));
}

function diagonal(...angles: number[]): Matrix {
  return math.matrix(
    angles.map((angle, row) => angles.map((_, column) => (row === column ? math.exp(math.complex(0, angle)) : 0))),
  ) as unknown as Matrix;
}

const theta = 0.731;
const phi = -1.27;
const lambda = 2.44;
const projectionX = (sign: number) => scaled(0.5, math.add(identity, scaled(sign, pauli.X)) as Matrix);
const ising = (axis: 'X' | 'Y' | 'Z') => math.kron(pauli[axis], pauli[axis]) as Matrix;

const expected: Record<GateName, readonly [readonly number[], Matrix]> = {
  gphase: [[theta], math.matrix([[math.exp(math.complex(0, theta))]]) as unknown as Matrix],
  id: [[], identity],
  x: [[], pauli.X],
  y: [[], pauli.Y],
  z: [[], pauli.Z],
  h: [[], scaled(1 / Math.sqrt(2), math.add(pauli.X, pauli.Z) as Matrix)],
  s: [[], diagonal(0, Math.PI / 2)],
  sdg: [[], diagonal(0, -Math.PI / 2)],
  t: [[], diagonal(0, Math.PI / 4)],
  tdg: [[], diagonal(0, -Math.PI / 4)],
  // Eigenvalue 1 on |+⟩ and ±i on |−⟩.
  sx: [[], math.add(projectionX(1), scaled(i, projectionX(-1))) as Matrix],
  sxdg: [[], math.add(projectionX(1), scaled(math.complex(0, -1), projectionX(-1))) as Matrix],
  p: [[lambda], diagonal(0, lambda)],
  rx: [[theta], exponential(theta, pauli.X)],
  ry: [[theta], exponential(theta, pauli.Y)],
  rz: [[theta], exponential(theta, pauli.Z)],
  // U = e^{i(φ+λ)/2} RZ(φ) RY(θ) RZ(λ)
  u: [
    [theta, phi, lambda],
    scaled(
      math.exp(math.complex(0, (phi + lambda) / 2)) as Complex,
      math.multiply(
        math.multiply(exponential(phi, pauli.Z), exponential(theta, pauli.Y)),
        exponential(lambda, pauli.Z),
      ) as Matrix,
    ),
  ],
  swap: [
    [],
    math.matrix([
      [1, 0, 0, 0],
      [0, 0, 1, 0],
      [0, 1, 0, 0],
      [0, 0, 0, 1],
    ]),
  ],
  // exp(iπ/4 · (XX + YY))
  iswap: [[], math.expm(scaled(math.complex(0, Math.PI / 4), math.add(ising('X'), ising('Y')) as Matrix))],
  rxx: [[theta], exponential(theta, ising('X'))],
  ryy: [[theta], exponential(theta, ising('Y'))],
  rzz: [[theta], exponential(theta, ising('Z'))],
};

function entries(matrix: Matrix): number[] {
  return (matrix.toArray() as (number | Complex)[][]).flat().flatMap((entry) => {
    const value = math.complex(entry as number);
    return [value.re, value.im];
  });
}

function distance(actual: readonly number[], wanted: readonly number[]): number {
  expect(actual.length).toBe(wanted.length);
  return Math.max(...actual.map((value, index) => Math.abs(value - (wanted[index] ?? Number.NaN))));
}

function toMatrix({ dimension, values }: ComplexMatrix): Matrix {
  return math.matrix(
    Array.from({ length: dimension }, (_, row) =>
      Array.from({ length: dimension }, (_, column) => {
        const index = 2 * (row * dimension + column);
        return math.complex(values[index] ?? 0, values[index + 1] ?? 0);
      }),
    ),
  ) as unknown as Matrix;
}

function identityEntries(dimension: number): number[] {
  return Array.from({ length: dimension * dimension }, (_, index) => [index % (dimension + 1) === 0 ? 1 : 0, 0]).flat();
}

describe('gate table', () => {
  it.each(gateNames)('%s has the matrix of its definition', (name) => {
    const [parameters, matrix] = expected[name];
    expect(parameters.length).toBe(gateTable[name].parameters.length);
    expect(distance(gateMatrix(name, parameters).values, entries(matrix))).toBeLessThan(1e-12);
  });

  it.each(gateNames)('%s writes every entry, whatever was there before', (name) => {
    const [parameters] = expected[name];
    const fresh = gateMatrix(name, parameters).values;
    const used = new Float64Array(fresh.length).fill(7);
    gateTable[name].write(parameters, used);
    expect(Array.from(used)).toEqual(fresh);
  });

  it.each(gateNames)('%s times its inverse is the identity', (name) => {
    const [parameters] = expected[name];
    let product = toMatrix(gateMatrix(name, parameters));
    for (const piece of gateTable[name].inverse(parameters)) {
      product = math.multiply(toMatrix(gateMatrix(piece.gate, piece.parameters as number[])), product) as Matrix;
    }
    expect(distance(entries(product), identityEntries(2 ** gateTable[name].targets))).toBeLessThan(1e-12);
  });

  it.each(gateNames)('%s has true flags', (name) => {
    const [parameters] = expected[name];
    const { dimension, values } = gateMatrix(name, parameters);
    const matrix = toMatrix({ dimension, values });
    const squared = entries(math.multiply(matrix, matrix) as Matrix);
    expect(gateTable[name].selfInverse).toBe(distance(squared, identityEntries(dimension)) < 1e-12);
    const offDiagonal = values.filter((_, index) => Math.floor(index / 2) % (dimension + 1) !== 0);
    expect(gateTable[name].diagonal).toBe(offDiagonal.every((value) => value === 0));
    expect(gateTable[name].clifford).toBe(mapsPaulisToPaulis(matrix, gateTable[name].targets));
  });

  it('tells gate names from others', () => {
    expect(isGateName('rzz')).toBe(true);
    expect(isGateName('toString')).toBe(false);
    expect(isGateName('cx')).toBe(false);
  });
});

function mapsPaulisToPaulis(matrix: Matrix, qubits: number): boolean {
  if (qubits === 0) return true;
  const single = [identity, pauli.X, pauli.Y, pauli.Z];
  const products =
    qubits === 1 ? single : single.flatMap((left) => single.map((right) => math.kron(left, right) as Matrix));
  const adjoint = math.ctranspose(matrix) as Matrix;
  return products.every((product) => {
    const image = math.multiply(math.multiply(matrix, product), adjoint) as Matrix;
    const weights = products.map((other) => {
      const trace = math.trace(math.multiply(other, image) as Matrix) as unknown as number | Complex;
      return Math.abs(math.complex(trace as number).re) / 2 ** qubits;
    });
    return weights.some((weight) => Math.abs(weight - 1) < 1e-9);
  });
}
