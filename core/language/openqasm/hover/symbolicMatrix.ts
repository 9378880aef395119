/** A matrix with entries as text; bit j of an index is operand j. */
export type TextMatrix = readonly (readonly string[])[];

/** Matrices of gates with parameters, on their targets. */
const phase: TextMatrix = [
  ['1', '0'],
  ['0', 'e^{iλ}'],
];
const rx: TextMatrix = [
  ['cos(θ/2)', '−i·sin(θ/2)'],
  ['−i·sin(θ/2)', 'cos(θ/2)'],
];
const ry: TextMatrix = [
  ['cos(θ/2)', '−sin(θ/2)'],
  ['sin(θ/2)', 'cos(θ/2)'],
];
const rz: TextMatrix = [
  ['e^{−iθ/2}', '0'],
  ['0', 'e^{iθ/2}'],
];
/** U of unit first diagonal phase. */
const u: TextMatrix = [
  ['cos(θ/2)', '−e^{iλ}·sin(θ/2)'],
  ['e^{iφ}·sin(θ/2)', 'e^{i(φ+λ)}·cos(θ/2)'],
];
/** U of determinant 1. */
const u3: TextMatrix = [
  ['e^{−i(φ+λ)/2}·cos(θ/2)', '−e^{−i(φ−λ)/2}·sin(θ/2)'],
  ['e^{i(φ−λ)/2}·sin(θ/2)', 'e^{i(φ+λ)/2}·cos(θ/2)'],
];
const u2: TextMatrix = [
  ['e^{−i(φ+λ)/2}/√2', '−e^{−i(φ−λ)/2}/√2'],
  ['e^{i(φ−λ)/2}/√2', 'e^{i(φ+λ)/2}/√2'],
];
/** The built-in U of OpenQASM 3. */
const builtinU: TextMatrix = [
  ['e^{iθ/2}·cos(θ/2)', '−e^{i(λ+θ/2)}·sin(θ/2)'],
  ['e^{i(φ+θ/2)}·sin(θ/2)', 'e^{i(φ+λ+θ/2)}·cos(θ/2)'],
];
const uWithPhase: TextMatrix = [
  ['e^{iγ}·cos(θ/2)', '−e^{i(γ+λ)}·sin(θ/2)'],
  ['e^{i(γ+φ)}·sin(θ/2)', 'e^{i(γ+φ+λ)}·cos(θ/2)'],
];
const rxx: TextMatrix = [
  ['cos(θ/2)', '0', '0', '−i·sin(θ/2)'],
  ['0', 'cos(θ/2)', '−i·sin(θ/2)', '0'],
  ['0', '−i·sin(θ/2)', 'cos(θ/2)', '0'],
  ['−i·sin(θ/2)', '0', '0', 'cos(θ/2)'],
];
const rzz: TextMatrix = [
  ['e^{−iθ/2}', '0', '0', '0'],
  ['0', 'e^{iθ/2}', '0', '0'],
  ['0', '0', 'e^{iθ/2}', '0'],
  ['0', '0', '0', 'e^{−iθ/2}'],
];

/** The names that a library calls a parameter by; the matrices above use the usual ones. */
interface SymbolicGate {
  readonly matrix: TextMatrix;
  readonly controls: number;
}

const inBoth: Readonly<Record<string, SymbolicGate>> = {
  p: { matrix: phase, controls: 0 },
  phase: { matrix: phase, controls: 0 },
  u1: { matrix: phase, controls: 0 },
  rx: { matrix: rx, controls: 0 },
  ry: { matrix: ry, controls: 0 },
  rz: { matrix: rz, controls: 0 },
  u: { matrix: u, controls: 0 },
  u2: { matrix: u2, controls: 0 },
  u3: { matrix: u3, controls: 0 },
  gphase: { matrix: [['e^{iγ}']], controls: 0 },
  cp: { matrix: phase, controls: 1 },
  cphase: { matrix: phase, controls: 1 },
  cu1: { matrix: phase, controls: 1 },
  crx: { matrix: rx, controls: 1 },
  cry: { matrix: ry, controls: 1 },
  crz: { matrix: rz, controls: 1 },
  cu: { matrix: uWithPhase, controls: 1 },
  cu3: { matrix: u, controls: 1 },
  rxx: { matrix: rxx, controls: 0 },
  rzz: { matrix: rzz, controls: 0 },
};

/**
 * The matrix of a library gate with its parameters as letters.
 * @param parameters how the library calls them, in the order of the usual θ, φ, λ, γ
 * @returns undefined for gates without parameters and unknown ones
 */
export function symbolicMatrix(name: string, parameters: readonly string[], major: 2 | 3): TextMatrix | undefined {
  if (name === 'U') return major === 3 ? builtinU : u3;
  const gate = Object.hasOwn(inBoth, name) ? inBoth[name] : undefined;
  if (!gate) return undefined;
  const usual = usualParameters(gate.matrix);
  const [own] = parameters;
  // Rotations about one axis take one angle, which the libraries call by several letters.
  const isRenamed = usual.length === 1 && parameters.length === 1 && own !== undefined && own !== usual[0];
  const matrix = isRenamed ? renamed(gate.matrix, usual[0] ?? '', own) : gate.matrix;
  return gate.controls === 0 ? matrix : controlled(matrix, gate.controls);
}

function usualParameters(matrix: TextMatrix): string[] {
  const text = matrix.flat().join(' ');
  return ['θ', 'φ', 'λ', 'γ'].filter((letter) => text.includes(letter));
}

function renamed(matrix: TextMatrix, from: string, to: string): TextMatrix {
  return matrix.map((row) => row.map((entry) => entry.replaceAll(from, to)));
}

/** The matrix with controls before its operands; it acts where all of them are 1. */
function controlled(matrix: TextMatrix, controls: number): TextMatrix {
  const ones = 2 ** controls - 1;
  const dimension = matrix.length * 2 ** controls;
  return Array.from({ length: dimension }, (_, row) =>
    Array.from({ length: dimension }, (_unused, column) => {
      const acts = (row & ones) === ones && (column & ones) === ones;
      if (acts) return matrix[row >> controls]?.[column >> controls] ?? '0';
      return row === column ? '1' : '0';
    }),
  );
}
