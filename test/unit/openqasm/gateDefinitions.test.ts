import { describe, expect, test } from 'vitest';
import { definableGates, gateDefinitionForCall, gateDefinitionText } from '#core/openqasm/gateDefinitions.ts';
import { analyseProgram, libraryGates } from '#core/openqasm/index.ts';
import { standardName } from '#core/openqasm/otherNames.ts';
import { paperDefinition } from '#core/openqasm/paperDefinitions.ts';
import { type Amplitude, unitaryOf } from '#test/support/programUnitary.ts';

type Matrix = readonly (readonly Amplitude[])[];

const theta = 0.7;
const phi = 0.3;
const lambda = 1.1;
const gamma = 0.4;
const [c, s] = [Math.cos(theta / 2), Math.sin(theta / 2)];
const r = Math.SQRT1_2;
const zero: Amplitude = [0, 0];
const one: Amplitude = [1, 0];
const i: Amplitude = [0, 1];

function phase(angle: number): Amplitude {
  return [Math.cos(angle), Math.sin(angle)];
}

function times([a, b]: Amplitude, [x, y]: Amplitude): Amplitude {
  return [a * x - b * y, a * y + b * x];
}

/** A matrix of real entries and entries given as a pair. */
function rows(...entries: readonly (number | Amplitude)[][]): Matrix {
  return entries.map((row) => row.map((entry): Amplitude => (typeof entry === 'number' ? [entry, 0] : entry)));
}

function diagonal(...entries: readonly Amplitude[]): Matrix {
  return entries.map((entry, row) => entries.map((_, column) => (row === column ? entry : zero)));
}

function identityExcept(size: number, ...entries: readonly (readonly [number, number, Amplitude])[]): Matrix {
  const matrix = diagonal(...Array<Amplitude>(size).fill(one)).map((row) => [...row]);
  for (const [row, column, entry] of entries) matrix[row]?.splice(column, 1, entry);
  return matrix;
}

/** The matrix where all controls, which come before the targets, are one; the identity elsewhere. */
function controlled(controls: number, matrix: Matrix): Matrix {
  const size = matrix.length << controls;
  const all = (1 << controls) - 1;
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_unused, column) => {
      if ((row & all) !== all || (column & all) !== all) return row === column ? one : zero;
      return matrix[row >> controls]?.[column >> controls] ?? zero;
    }),
  );
}

const x = rows([0, 1], [1, 0]);
const z = diagonal(one, [-1, 0]);
const squareRootOfX = rows(
  [
    [0.5, 0.5],
    [0.5, -0.5],
  ],
  [
    [0.5, -0.5],
    [0.5, 0.5],
  ],
);
const u = rows([c, times([-s, 0], phase(lambda))], [times([s, 0], phase(phi)), times([c, 0], phase(phi + lambda))]);
const [minusIS, plusIS]: readonly [Amplitude, Amplitude] = [
  [0, -s],
  [0, s],
];
const sine = Math.sin(theta);
const cosine = Math.cos(theta);

/** The matrix of every gate; bit j of an index is the j-th operand. */
const matrices: Readonly<Record<string, Matrix>> = {
  c3sqrtx: controlled(3, squareRootOfX),
  c3sx: controlled(3, squareRootOfX),
  c3x: controlled(3, x),
  c4x: controlled(4, x),
  ccz: controlled(2, z),
  cs: controlled(1, diagonal(one, i)),
  csdg: controlled(1, diagonal(one, [0, -1])),
  csx: controlled(1, squareRootOfX),
  cu1: controlled(1, diagonal(one, phase(theta))),
  cu3: controlled(1, u),
  dcx: rows([1, 0, 0, 0], [0, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0]),
  ecr: rows([0, r, 0, [0, r]], [r, 0, [0, -r], 0], [0, [0, r], 0, r], [[0, -r], 0, r, 0]),
  // Exchange by an angle, and a phase on |11⟩.
  fsim: rows([1, 0, 0, 0], [0, cosine, [0, -sine], 0], [0, [0, -sine], cosine, 0], [0, 0, 0, phase(-phi)]),
  iswap: rows([1, 0, 0, 0], [0, 0, i, 0], [0, i, 0, 0], [0, 0, 0, 1]),
  r: rows([c, times(minusIS, phase(-phi))], [times(minusIS, phase(phi)), c]),
  rccx: rows(
    [1, 0, 0, 0, 0, 0, 0, 0],
    [0, 1, 0, 0, 0, 0, 0, 0],
    [0, 0, 1, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, [0, -1]],
    [0, 0, 0, 0, 1, 0, 0, 0],
    [0, 0, 0, 0, 0, -1, 0, 0],
    [0, 0, 0, 0, 0, 0, 1, 0],
    [0, 0, 0, i, 0, 0, 0, 0],
  ),
  rc3x: identityExcept(16, [3, 3, i], [7, 7, zero], [7, 15, one], [11, 11, [0, -1]], [15, 7, [-1, 0]], [15, 15, zero]),
  rxx: rows([c, 0, 0, minusIS], [0, c, minusIS, 0], [0, minusIS, c, 0], [minusIS, 0, 0, c]),
  ryy: rows([c, 0, 0, plusIS], [0, c, minusIS, 0], [0, minusIS, c, 0], [plusIS, 0, 0, c]),
  rzx: rows([c, 0, minusIS, 0], [0, c, 0, plusIS], [minusIS, 0, c, 0], [0, plusIS, 0, c]),
  rzz: diagonal(phase(-theta / 2), phase(theta / 2), phase(theta / 2), phase(-theta / 2)),
  sxdg: rows(
    [
      [0.5, -0.5],
      [0.5, 0.5],
    ],
    [
      [0.5, 0.5],
      [0.5, -0.5],
    ],
  ),
  u,
  u0: diagonal(one, one),
  xx_minus_yy: rows(
    [c, 0, 0, times(minusIS, phase(-phi))],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
    [times(minusIS, phase(phi)), 0, 0, c],
  ),
  xx_plus_yy: rows(
    [1, 0, 0, 0],
    [0, c, times(minusIS, phase(-phi)), 0],
    [0, times(minusIS, phase(phi)), c, 0],
    [0, 0, 0, 1],
  ),
};

/** The shape of calls of a gate with the given matrix. */
function shapeOf(name: string, matrix: Matrix) {
  const parameters = {
    fsim: 2,
    r: 2,
    u: 3,
    cu3: 3,
    xx_minus_yy: 2,
    xx_plus_yy: 2,
    rxx: 1,
    ryy: 1,
    rzx: 1,
    rzz: 1,
    u0: 1,
    cu1: 1,
  }[name];
  return { parameters: parameters ?? 0, qubits: Math.log2(matrix.length) };
}

function programOf(name: string, definition: string, qubits: number, parameters: number, major: 2 | 3): string {
  const header =
    major === 2
      ? `OPENQASM 2.0;\ninclude "qelib1.inc";\n${definition}\nqreg q[${qubits}];\n`
      : `OPENQASM 3.0;\ninclude "stdgates.inc";\n${definition}\nqubit[${qubits}] q;\n`;
  const values = [theta, phi, lambda, gamma].slice(0, parameters).join(', ');
  const operands = Array.from({ length: qubits }, (_, index) => `q[${index}]`).join(', ');
  return `${header}${name}${parameters === 0 ? '' : `(${values})`} ${operands};`;
}

/** How far two matrices are apart, after the phase of the first is turned to that of the second where it is free. */
function distance(actual: Matrix, expected: Matrix, isPhaseFree: boolean): number {
  let turn = one;
  if (isPhaseFree) {
    const [row = 0, column = 0] = largestEntry(expected);
    const [a, b] = times(expected[row]?.[column] ?? one, conjugate(actual[row]?.[column] ?? one));
    turn = [a / Math.hypot(a, b), b / Math.hypot(a, b)];
  }
  let largest = 0;
  for (const [row, entries] of actual.entries()) {
    for (const [column, entry] of entries.entries()) {
      const [re, im] = times(entry, turn);
      const [wantedRe, wantedIm] = expected[row]?.[column] ?? [Number.NaN, Number.NaN];
      largest = Math.max(largest, Math.hypot(re - wantedRe, im - wantedIm));
    }
  }
  return largest;
}

function conjugate([re, im]: Amplitude): Amplitude {
  return [re, -im];
}

function largestEntry(matrix: Matrix): [number, number] {
  const row = 0;
  const sizes = (matrix[row] ?? []).map(([re, im]) => Math.hypot(re, im));
  return [row, sizes.indexOf(Math.max(...sizes))];
}

test('every gate that can be defined has a matrix here', () => {
  expect(Object.keys(matrices).sort()).toEqual(definableGates(3).sort());
});

describe.each(Object.entries(matrices))('the definition of %s', (name, matrix) => {
  const { parameters, qubits } = shapeOf(name, matrix);

  test('has the matrix of the gate in OpenQASM 3', () => {
    const definition = gateDefinitionText(name, 3) ?? '';
    expect(distance(unitaryOf(programOf(name, definition, qubits, parameters, 3)), matrix, false)).toBeLessThan(1e-9);
  });

  test('has it up to a phase in OpenQASM 2, where the library has no such gate', () => {
    const definition = gateDefinitionText(name, 2);
    const isInLibrary = libraryGates('qelib1.inc').some((gate) => gate.name === name);
    expect(definition === undefined).toBe(isInLibrary);
    if (definition === undefined) return;
    expect(distance(unitaryOf(programOf(name, definition, qubits, parameters, 2)), matrix, true)).toBeLessThan(1e-9);
  });
});

describe('the definition over the gates of the paper', () => {
  const added = libraryGates('qelib1.inc').filter(({ redefinable }) => redefinable);

  test.each(added.map((gate) => [gate.name, gate] as const))('of %s is the gate of the library', (name, gate) => {
    const { parameters, qubits } = gate;
    const program = (definition: string) => programOf(name, definition, qubits.length, parameters.length, 2);
    const actual = unitaryOf(program(paperDefinition(name)));
    expect(distance(actual, unitaryOf(program('')), true)).toBeLessThan(1e-9);
  });

  test.each(added.map(({ name }) => name))('of %s uses no other gate that the paper lacks', (name) => {
    const text = `OPENQASM 2.0;\ninclude "qelib1.inc";\n${paperDefinition(name)}\n`;
    expect(analyseProgram(text, { profile: 'strict-2.0' }).diagnostics.map(({ code }) => code)).toEqual([]);
  });
});

describe('gates with any number of controls', () => {
  test.each([2, 3, 4, 5])('mcx of %i qubits', (qubits) => {
    for (const major of [2, 3] as const) {
      const definition = gateDefinitionForCall('mcx', { parameters: 0, qubits }, major) ?? '';
      const actual = unitaryOf(programOf('mcx', definition, qubits, 0, major));
      expect(distance(actual, controlled(qubits - 1, x), major === 2)).toBeLessThan(1e-9);
    }
  });

  test('mcphase', () => {
    const definition = gateDefinitionForCall('mcphase', { parameters: 1, qubits: 3 }, 3) ?? '';
    const actual = unitaryOf(programOf('mcphase', definition, 3, 1, 3));
    expect(distance(actual, controlled(2, diagonal(one, phase(theta))), false)).toBeLessThan(1e-9);
  });

  test('are not defined where the library of OpenQASM 2 ends', () => {
    expect(gateDefinitionForCall('mcx', { parameters: 0, qubits: 6 }, 2)).toBeUndefined();
    expect(gateDefinitionForCall('mcp', { parameters: 1, qubits: 3 }, 2)).toBeUndefined();
  });
});

test('a gate that is called with another number of qubits or parameters is not the one that is known', () => {
  expect(gateDefinitionForCall('iswap', { parameters: 0, qubits: 3 }, 3)).toBeUndefined();
  expect(gateDefinitionForCall('ryy', { parameters: 0, qubits: 2 }, 3)).toBeUndefined();
  expect(gateDefinitionForCall('toString', { parameters: 0, qubits: 1 }, 3)).toBeUndefined();
});

test('other names stand for gates of the library', () => {
  expect(standardName('cnot', 'gate', 2)).toBe('cx');
  expect(standardName('cu1', 'gate', 3)).toBe('cp');
  expect(standardName('ln', 'function', 3)).toBe('log');
  expect(standardName('cnot', 'function', 3)).toBeUndefined();
});
