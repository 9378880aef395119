import {
  add,
  type Complex,
  complex,
  conj,
  exp,
  type Matrix,
  matrix,
  multiply,
  sqrt,
  subtract,
  transpose,
} from 'mathjs';
import { describe, expect, test } from 'vitest';
import { type LibraryName, libraryGates } from '#core/openqasm/index.ts';
import { unitaryOf } from '#test/support/programUnitary.ts';

/*
 * The gates of both libraries against matrices written down from their definitions: stdgates.inc of OpenQASM 3 and
 * qelib1.inc of the OpenQASM 2 paper and its circulating extension. Global phases count.
 */

type Entries = readonly (readonly (Complex | number)[])[];

const i = complex(0, 1);
const phase = (angle: number) => exp(multiply(i, angle) as Complex) as Complex;
const times = (factor: Complex | number, entries: Entries): Entries =>
  entries.map((row) => row.map((entry) => multiply(factor, entry) as Complex));
const product = (...factors: Entries[]): Entries =>
  factors.reduce(
    (left, right) => (multiply(matrix(left as never), matrix(right as never)) as Matrix).toArray() as never,
  );

const X: Entries = [
  [0, 1],
  [1, 0],
];
const Y: Entries = [
  [0, complex(0, -1)],
  [i, 0],
];
const Z: Entries = [
  [1, 0],
  [0, -1],
];
const H: Entries = times(Math.SQRT1_2, [
  [1, 1],
  [1, -1],
]);
const one: Entries = [
  [1, 0],
  [0, 1],
];
const P = (angle: number): Entries => [
  [1, 0],
  [0, phase(angle)],
];
const SX: Entries = times(0.5, [
  [complex(1, 1), complex(1, -1)],
  [complex(1, -1), complex(1, 1)],
]);
const adjoint = (entries: Entries): Entries => conj(transpose(matrix(entries as never)) as Matrix).toArray() as never;
/** exp(−iθP/2) of a matrix that is its own inverse. */
const rotation = (generator: Entries, theta: number): Entries =>
  generator.map((row, r) =>
    row.map(
      (entry, c) =>
        add(r === c ? Math.cos(theta / 2) : 0, multiply(complex(0, -Math.sin(theta / 2)), entry)) as Complex,
    ),
  );
const U = (theta: number, phi: number, lambda: number): Entries => [
  [Math.cos(theta / 2), multiply(-Math.sin(theta / 2), phase(lambda)) as Complex],
  [multiply(Math.sin(theta / 2), phase(phi)) as Complex, multiply(Math.cos(theta / 2), phase(phi + lambda)) as Complex],
];
const U3 = (theta: number, phi: number, lambda: number): Entries =>
  times(phase(-(phi + lambda) / 2), U(theta, phi, lambda));
/** A ⊗ B with A on the first qubit, which is the low bit of an index. */
const tensor = (first: Entries, second: Entries): Entries =>
  second.flatMap((high) => first.map((low) => high.flatMap((h) => low.map((l) => multiply(h, l) as Complex))));
/** The gate on the last qubits where the first ones are 1. */
const controlled = (entries: Entries, controls = 1): Entries => {
  const size = entries.length * 2 ** controls;
  const mask = 2 ** controls - 1;
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_unused, column) => {
      if ((row & mask) !== (column & mask)) return 0;
      if ((column & mask) !== mask) return row === column ? 1 : 0;
      return entries[row >> controls]?.[column >> controls] ?? Number.NaN;
    }),
  );
};
const swap: Entries = [
  [1, 0, 0, 0],
  [0, 0, 1, 0],
  [0, 1, 0, 0],
  [0, 0, 0, 1],
];

const [a, b, c, d] = [0.7, -1.3, 2.1, 0.4];

const common: Readonly<Record<string, Entries>> = {
  x: X,
  y: Y,
  z: Z,
  h: H,
  id: one,
  s: P(Math.PI / 2),
  sdg: P(-Math.PI / 2),
  t: P(Math.PI / 4),
  tdg: P(-Math.PI / 4),
  sx: SX,
  p: P(a),
  u1: P(a),
  rx: rotation(X, a),
  ry: rotation(Y, a),
  rz: rotation(Z, a),
  u2: U3(Math.PI / 2, a, b),
  u3: U3(a, b, c),
  cx: controlled(X),
  cy: controlled(Y),
  cz: controlled(Z),
  ch: controlled(H),
  cp: controlled(P(a)),
  crx: controlled(rotation(X, a)),
  cry: controlled(rotation(Y, a)),
  crz: controlled(rotation(Z, a)),
  cu: controlled(times(phase(d), U(a, b, c))),
  swap,
  ccx: controlled(X, 2),
  cswap: controlled(swap),
};

/** Margolus's gate: Toffoli with the phases 1, −1, i and −i on some basis states; t is the last qubit. */
const rccx = product(
  tensor(one, tensor(one, H)),
  tensor(one, tensor(one, P(-Math.PI / 4))),
  tensor(one, controlled(X)),
  tensor(one, tensor(one, P(Math.PI / 4))),
  // The control is the first qubit, the target the third: exchange the first two around it.
  tensor(swap, one),
  tensor(one, controlled(X)),
  tensor(swap, one),
  tensor(one, tensor(one, P(-Math.PI / 4))),
  tensor(one, controlled(X)),
  tensor(one, tensor(one, P(Math.PI / 4))),
  tensor(one, tensor(one, H)),
);

const expected: Readonly<Record<LibraryName, Readonly<Record<string, Entries>>>> = {
  'stdgates.inc': { ...common, CX: controlled(X), phase: P(a), cphase: controlled(P(a)) },
  'qelib1.inc': {
    ...common,
    u0: one,
    u: U(a, b, c),
    sxdg: adjoint(SX),
    csx: controlled(SX),
    cu1: controlled(P(a)),
    cu3: controlled(U(a, b, c)),
    rxx: rotation(tensor(X, X), a),
    rzz: rotation(tensor(Z, Z), a),
    rccx,
    c3x: controlled(X, 3),
    c3sqrtx: controlled(SX, 3),
    c4x: controlled(X, 4),
  },
};

function expectUnitary(program: string, wanted: Entries): void {
  const actual = unitaryOf(program);
  expect(actual).toHaveLength(wanted.length);
  wanted.forEach((row, r) => {
    row.forEach((entry, k) => {
      const { re, im } = complex(entry as Complex);
      expect(actual[r]?.[k]?.[0]).toBeCloseTo(re, 12);
      expect(actual[r]?.[k]?.[1]).toBeCloseTo(im, 12);
    });
  });
}

describe.each([
  ['stdgates.inc', 'OPENQASM 3.0', 32],
  ['qelib1.inc', 'OPENQASM 2.0', 42],
] as const)('%s', (library, header, count) => {
  const gates = libraryGates(library);

  test(`has ${count} gates`, () => {
    expect(new Set(gates.map(({ name }) => name)).size).toBe(count);
  });

  test.each(
    gates.filter(({ name }) => name !== 'rc3x').map(({ name, parameters, qubits }) => ({ name, parameters, qubits })),
  )('$name', ({ name, parameters, qubits }) => {
    const values = [a, b, c, d].slice(0, parameters.length);
    const call = `${name}${values.length > 0 ? `(${values.join(', ')})` : ''} ${qubits.map((_, index) => `q[${index}]`).join(', ')}`;
    const wanted = expected[library][name];
    if (!wanted) throw new Error(`No matrix for ${name}.`);
    expectUnitary(`${header}; include "${library}"; qreg q[${qubits.length}]; ${call};`, wanted);
  });
});

test('rc3x is X with three controls up to phases of basis states', () => {
  const actual = unitaryOf('OPENQASM 2.0; include "qelib1.inc"; qreg q[4]; rc3x q[0], q[1], q[2], q[3];');
  const wanted = controlled(X, 3);
  actual.forEach((row, r) => {
    row.forEach(([re, im], k) => {
      expect(Math.hypot(re, im)).toBeCloseTo(Number(wanted[r]?.[k]), 12);
    });
  });
});

describe('the built-in gates differ between the versions', () => {
  test('U of OpenQASM 3 has the phase e^{iθ/2}', () => {
    expectUnitary('OPENQASM 3.0; qubit q; U(0.7, -1.3, 2.1) q;', times(phase(a / 2), U(a, b, c)));
  });

  test('U of OpenQASM 2 has the phase e^{−i(φ+λ)/2}, which makes it Rz(φ)·Ry(θ)·Rz(λ)', () => {
    const program = 'OPENQASM 2.0; qreg q[1]; U(0.7, -1.3, 2.1) q[0];';
    expectUnitary(program, times(phase(-(b + c) / 2), U(a, b, c)));
    expectUnitary(program, product(rotation(Z, b), rotation(Y, a), rotation(Z, c)));
  });

  test('the phase counts under a control', () => {
    expectUnitary('OPENQASM 3.0; qubit[2] q; ctrl @ U(pi, 0, pi) q[0], q[1];', controlled(times(i, X)));
    expectUnitary(
      'OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; ctrl @ u3(0.7, -1.3, 2.1) q[0], q[1];',
      controlled(U3(a, b, c)),
    );
    expectUnitary('OPENQASM 3.0; qubit[2] q; ctrl @ gphase(0.7) q[1];', tensor(one, P(a)));
  });

  test('CX of OpenQASM 2', () => {
    expectUnitary('OPENQASM 2.0; qreg q[2]; CX q[0], q[1];', controlled(X));
  });
});

test('the square root of a matrix in these tests is what it says', () => {
  const square = product(SX, SX);
  square.flat().forEach((entry, index) => {
    const difference = complex(subtract(entry as Complex, X.flat()[index] ?? 0) as Complex);
    expect(sqrt(difference.re ** 2 + difference.im ** 2)).toBeCloseTo(0, 12);
  });
});
