/** The gate libraries every program can include without a file. */
export type LibraryName = 'stdgates.inc' | 'qelib1.inc';

/** A gate that needs no definition in the program. */
export interface LibraryGate {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly qubits: readonly string[];
  /** One line for hovers and completion. */
  readonly summary: string;
  /**
   * Whether a program may define the gate itself although the library has it: those that circulating copies of
   * `qelib1.inc` have and the paper's does not.
   */
  readonly redefinable: boolean;
}

type Row = readonly [name: string, parameters: string, qubits: string, summary: string];

/** `stdgates.inc` of OpenQASM 3 (standard library): exactly these 32. */
const standardRows: readonly Row[] = [
  ['p', 'λ', 'a', 'Phase e^{iλ} on |1⟩'],
  ['x', '', 'a', 'Pauli X: exchanges |0⟩ and |1⟩'],
  ['y', '', 'a', 'Pauli Y'],
  ['z', '', 'a', 'Pauli Z: flips the sign of |1⟩'],
  ['h', '', 'a', 'Hadamard: (X + Z)/√2'],
  ['s', '', 'a', 'Square root of Z: phase π/2 on |1⟩'],
  ['sdg', '', 'a', 'Inverse of s: phase −π/2 on |1⟩'],
  ['t', '', 'a', 'Square root of s: phase π/4 on |1⟩'],
  ['tdg', '', 'a', 'Inverse of t: phase −π/4 on |1⟩'],
  ['sx', '', 'a', 'Square root of X'],
  ['rx', 'θ', 'a', 'Rotation about X: exp(−iθX/2)'],
  ['ry', 'θ', 'a', 'Rotation about Y: exp(−iθY/2)'],
  ['rz', 'θ', 'a', 'Rotation about Z: exp(−iθZ/2)'],
  ['cx', '', 'c t', 'Controlled X (CNOT)'],
  ['cy', '', 'c t', 'Controlled Y'],
  ['cz', '', 'c t', 'Controlled Z'],
  ['cp', 'λ', 'c t', 'Controlled phase: e^{iλ} on |11⟩'],
  ['crx', 'θ', 'c t', 'Controlled rotation about X'],
  ['cry', 'θ', 'c t', 'Controlled rotation about Y'],
  ['crz', 'θ', 'c t', 'Controlled rotation about Z'],
  ['ch', '', 'c t', 'Controlled Hadamard'],
  ['swap', '', 'a b', 'Exchanges two qubits'],
  ['ccx', '', 'a b t', 'Toffoli: X controlled by two qubits'],
  ['cswap', '', 'c a b', 'Fredkin: swap controlled by one qubit'],
  ['cu', 'θ φ λ γ', 'c t', 'Controlled e^{iγ}·U, with U(θ, φ, λ) of unit first diagonal phase'],
  ['CX', '', 'c t', 'Controlled X (CNOT); the name of OpenQASM 2'],
  ['phase', 'λ', 'a', 'Phase e^{iλ} on |1⟩; same as p'],
  ['cphase', 'λ', 'c t', 'Controlled phase; same as cp'],
  ['id', '', 'a', 'Identity'],
  ['u1', 'λ', 'a', 'Phase e^{iλ} on |1⟩; same as p'],
  ['u2', 'φ λ', 'a', 'u3(π/2, φ, λ)'],
  ['u3', 'θ φ λ', 'a', 'Any one-qubit gate, with the phase e^{−i(φ+λ)/2} of OpenQASM 2’s U'],
];

/** `qelib1.inc` as in the paper (arXiv:1707.03429): 23 gates. */
const paperRows: readonly Row[] = [
  ['u3', 'θ φ λ', 'a', 'Any one-qubit gate; same as U'],
  ['u2', 'φ λ', 'a', 'u3(π/2, φ, λ)'],
  ['u1', 'λ', 'a', 'Phase e^{iλ} on |1⟩'],
  ['cx', '', 'c t', 'Controlled X (CNOT)'],
  ['id', '', 'a', 'Identity'],
  ['x', '', 'a', 'Pauli X: exchanges |0⟩ and |1⟩'],
  ['y', '', 'a', 'Pauli Y'],
  ['z', '', 'a', 'Pauli Z: flips the sign of |1⟩'],
  ['h', '', 'a', 'Hadamard: (X + Z)/√2'],
  ['s', '', 'a', 'Square root of Z: phase π/2 on |1⟩'],
  ['sdg', '', 'a', 'Inverse of s: phase −π/2 on |1⟩'],
  ['t', '', 'a', 'Square root of s: phase π/4 on |1⟩'],
  ['tdg', '', 'a', 'Inverse of t: phase −π/4 on |1⟩'],
  ['rx', 'θ', 'a', 'Rotation about X: exp(−iθX/2)'],
  ['ry', 'θ', 'a', 'Rotation about Y: exp(−iθY/2)'],
  ['rz', 'φ', 'a', 'Rotation about Z, up to a global phase'],
  ['cz', '', 'c t', 'Controlled Z'],
  ['cy', '', 'c t', 'Controlled Y'],
  ['ch', '', 'c t', 'Controlled Hadamard'],
  ['ccx', '', 'a b t', 'Toffoli: X controlled by two qubits'],
  ['crz', 'λ', 'c t', 'Controlled rotation about Z'],
  ['cu1', 'λ', 'c t', 'Controlled phase: e^{iλ} on |11⟩'],
  ['cu3', 'θ φ λ', 'c t', 'Controlled U, with U(θ, φ, λ) of unit first diagonal phase'],
];

/** What circulating copies of `qelib1.inc` have besides. */
const addedRows: readonly Row[] = [
  ['u0', 'γ', 'a', 'Idle for γ time steps; the identity'],
  ['u', 'θ φ λ', 'a', 'Any one-qubit gate, with U(θ, φ, λ) of unit first diagonal phase'],
  ['p', 'λ', 'a', 'Phase e^{iλ} on |1⟩'],
  ['sx', '', 'a', 'Square root of X'],
  ['sxdg', '', 'a', 'Inverse of the square root of X'],
  ['swap', '', 'a b', 'Exchanges two qubits'],
  ['cswap', '', 'c a b', 'Fredkin: swap controlled by one qubit'],
  ['crx', 'λ', 'c t', 'Controlled rotation about X'],
  ['cry', 'λ', 'c t', 'Controlled rotation about Y'],
  ['cp', 'λ', 'c t', 'Controlled phase: e^{iλ} on |11⟩'],
  ['csx', '', 'c t', 'Controlled square root of X'],
  ['cu', 'θ φ λ γ', 'c t', 'Controlled e^{iγ}·U, with U(θ, φ, λ) of unit first diagonal phase'],
  ['rxx', 'θ', 'a b', 'Two-qubit rotation exp(−iθ X⊗X/2)'],
  ['rzz', 'θ', 'a b', 'Two-qubit rotation exp(−iθ Z⊗Z/2)'],
  ['rccx', '', 'a b t', 'Toffoli up to relative phases (Margolus)'],
  ['rc3x', '', 'a b c t', 'X with three controls, up to relative phases'],
  ['c3x', '', 'a b c t', 'X controlled by three qubits'],
  ['c3sqrtx', '', 'a b c t', 'Square root of X controlled by three qubits'],
  ['c4x', '', 'a b c d t', 'X controlled by four qubits'],
];

function gateOf(redefinable: boolean): (row: Row) => LibraryGate {
  const words = (text: string) => (text === '' ? [] : text.split(' '));
  return ([name, parameters, qubits, summary]) => ({
    name,
    parameters: words(parameters),
    qubits: words(qubits),
    summary,
    redefinable,
  });
}

const libraries: Readonly<Record<LibraryName, readonly LibraryGate[]>> = {
  'stdgates.inc': standardRows.map(gateOf(false)),
  'qelib1.inc': [...paperRows.map(gateOf(false)), ...addedRows.map(gateOf(true))],
};

/** The gates of a library. */
export function libraryGates(library: LibraryName): readonly LibraryGate[] {
  return libraries[library];
}

export function isLibrary(path: string): path is LibraryName {
  return path === 'stdgates.inc' || path === 'qelib1.inc';
}

/** The gate library of a language version. */
export function libraryOf(major: 2 | 3): LibraryName {
  return major === 3 ? 'stdgates.inc' : 'qelib1.inc';
}

const u3: Row = ['U', 'θ φ λ', 'a', 'The built-in gate: any one-qubit gate; e^{iθ/2} times the usual matrix'];
const u2: Row = ['U', 'θ φ λ', 'a', 'The built-in gate: Rz(φ)·Ry(θ)·Rz(λ)'];
const cx: Row = ['CX', '', 'c t', 'The built-in controlled X (CNOT)'];
const gphase: Row = ['gphase', 'γ', '', 'Global phase e^{iγ}; with controls, a phase where they hold'];

/** The gates a language version has without any library. */
export function builtinGates(major: 2 | 3): readonly LibraryGate[] {
  return (major === 3 ? [u3, gphase] : [u2, cx]).map(gateOf(false));
}
