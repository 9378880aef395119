/** What is easily taken for something else about a gate (gates; standard library). */
const notes: Readonly<Record<string, { readonly 2?: string; readonly 3?: string }>> = {
  U: {
    2: 'Careful: in OpenQASM 3 `U` has another phase, e^{iθ/2} times the matrix with unit first diagonal phase. This gate is `u3` there.',
    3: 'Careful: `ctrl @ U`, `ctrl @ u3` and `cu` are three different gates, since the phases of `U`, `u3` and the gate inside `cu` differ.',
  },
  u3: {
    2: 'Careful: `cu3` is not this gate with a control; it is controlled U with unit first diagonal phase.',
    3: 'Careful: `ctrl @ u3`, `ctrl @ U` and `cu` differ by a phase on the control.',
  },
  CX: {
    3: 'Careful: the published stdgates.inc defines it as `ctrl @ U(π, 0, π)`, which would be a controlled iX with the `U` of OpenQASM 3. Here it is `cx`, as the specification says in words.',
  },
  cu: {
    3: 'Careful: this is controlled e^{iγ}·U with unit first diagonal phase, and not `ctrl @ U`.',
  },
  cu3: {
    2: 'Careful: in the paper it is controlled `U`; tools agree on controlled U with unit first diagonal phase, as here. They differ by `u1((φ+λ)/2)` on the control.',
  },
  crz: {
    2: 'Careful: differs from `cu1` by a phase λ/2 on the control.',
    3: 'Careful: differs from `cp` by a phase θ/2 on the control.',
  },
  cp: {
    2: 'Careful: differs from `crz` by a phase λ/2 on the control.',
    3: 'Careful: differs from `crz` by a phase λ/2 on the control.',
  },
  cu1: { 2: 'Careful: differs from `crz` by a phase λ/2 on the control.' },
  rz: {
    2: 'The paper’s qelib1.inc writes it as `u1`, which differs by a global phase.',
    3: 'Differs from `p` by the phase e^{−iθ/2}, which matters under `ctrl`.',
  },
  p: { 3: 'Differs from `rz` by the phase e^{iλ/2}, which matters under `ctrl`.' },
  u1: { 3: 'The name of OpenQASM 2 for `p`.' },
  u2: { 3: 'The name of OpenQASM 2 for a `U` with θ = π/2.' },
  gphase: { 3: 'Takes qubits only from `ctrl` and `negctrl`: `ctrl @ gphase(λ) q` is `p(λ) q`.' },
  u0: { 2: 'Waits; the parameter counts time steps and does not change the state.' },
  rccx: { 2: 'Careful: it has phases that `ccx` has not; use it in pairs that cancel them.' },
  rc3x: { 2: 'Careful: it has phases that `c3x` has not; use it in pairs that cancel them.' },
};

/** What should be known about a library gate of a version; undefined where it is what everyone expects. */
export function gateNote(name: string, major: 2 | 3): string | undefined {
  return Object.hasOwn(notes, name) ? notes[name]?.[major] : undefined;
}
