import { describe, expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { exportStimProgram } from '#core/circuit/export/stimProgram.ts';
import { importStimProgram } from '#core/circuit/import/stim.ts';
import { programMetrics } from '#core/circuit/programMetrics.ts';
import { programSize, type StabilizerProgram } from '#core/circuit/stabilizerProgram.ts';

function program(text: string): StabilizerProgram {
  const read = importStimProgram(text);
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
  expect(read.value.notes).toEqual([]);
  return read.value.program;
}

const everything = `QUBIT_COORDS(1, 2) 0
R 0 1
RX 2 3
RY 1
H 0 1
CX 0 1 1 2
SQRT_XX_DAG 0 3
X_ERROR(0.1) 0 1
Y_ERROR(0.2) 2
Z_ERROR(0.3) 3
DEPOLARIZE1(0.01) 0 1
DEPOLARIZE2(0.02) 0 1 2 3
PAULI_CHANNEL_1(0.1, 0.2, 0.3) 0
PAULI_CHANNEL_2(0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06) 1 2
E(0.1) X0 Y1
ELSE_CORRELATED_ERROR(0.2) Z2
HERALDED_PAULI_CHANNEL_1(0.1, 0.2, 0.3, 0.05) 0 1
TICK
M(0.01) 0 !1
MRX 2
MPP(0.02) X0*Y1 !Z2*Z3
MPAD 0 1
REPEAT 3 {
    MR 1
    CY rec[-1] 2
    REPEAT 2 {
        H 0
    }
    DETECTOR(1, 2) rec[-1] rec[-2]
    SHIFT_COORDS(0, 1)
}
OBSERVABLE_INCLUDE(2) rec[-1] X0
`;

describe('a Stim program', () => {
  it('is written again as it was read', () => {
    expect(exportStimProgram(program(everything))).toBe(everything);
  });

  it('knows how much it writes and how long it is', () => {
    const { instructions, qubitCount } = program(everything);
    expect(qubitCount).toBe(4);
    expect(programSize(instructions)).toEqual({ measurements: 12, detectors: 3, observables: 3 });
    // H twice, CX twice, SQRT_XX_DAG; three times CY and two H.
    expect(programMetrics(program(everything), neverCancelled).gates).toBe(14);
    // The CY waits for the result, which is there after H, CX and M.
    expect(programMetrics(program('H 0\nCX 0 1\nM 0\nCY rec[-1] 2\nH 1'), neverCancelled)).toEqual({
      depth: 4,
      gates: 4,
    });
  });

  it.each([
    'H 0\nREPEAT 7 {\nCX 0 1\nM 1\n}\nCX rec[-3] 2\nH 2',
    'REPEAT 5 {\nH 0\nH 1 1\nREPEAT 3 {\nCX 1 2\n}\n}\nM 0 1 2',
    'H 3 3 3\nREPEAT 9 {\nH 0\nCX 0 1\nCX 1 2\nCX 2 3\n}',
    'M 0\nREPEAT 6 {\nCX rec[-1] 1\nM 1\nH 0\n}',
  ])('is as deep as with its repetitions written out: %j', (text) => {
    const read = program(text);
    const unrolled = (instructions: StabilizerProgram['instructions']): StabilizerProgram['instructions'] =>
      instructions.flatMap((each) =>
        each.kind === 'repeat' ? Array.from({ length: each.count }, () => unrolled(each.body)).flat() : [each],
      );
    const long = { ...read, instructions: unrolled(read.instructions) };
    expect(programMetrics(read, neverCancelled)).toEqual(programMetrics(long, neverCancelled));
  });

  it('need not be unrolled', () => {
    const loop = program('H 0\nREPEAT 1000000000000 {\nCX 0 1\nH 1\n}');
    expect(programMetrics(loop, neverCancelled)).toEqual({ depth: 2e12 + 1, gates: 2e12 + 1 });
    const long = program('REPEAT 1000000000 {\n    REPEAT 1000 {\n        M 0\n    }\n}');
    expect(programSize(long.instructions).measurements).toBe(1e12);
  });

  it('reads pairs, erasures and other measurements as what they are short for', () => {
    const text =
      'MXX 0 !1\nMZZ(0.1) 0 1\nHERALDED_ERASE(0.4) 0\nCORRELATED_ERROR(0.1) X0\nXCZ 1 rec[-1]\nI_ERROR(0.1) 0\n';
    expect(exportStimProgram(program(text))).toBe(
      'MPP !X0*X1\nMPP(0.1) Z0*Z1\nHERALDED_PAULI_CHANNEL_1(0.1, 0.1, 0.1, 0.1) 0\nE(0.1) X0\nCX rec[-1] 1\n',
    );
  });

  it.each([
    ['X_ERROR 0', 'X_ERROR takes one probability.'],
    ['DEPOLARIZE1(1.5) 0', 'takes one probability'],
    ['PAULI_CHANNEL_1(0.5, 0.5, 0.5) 0', '3 probabilities that add up to at most 1'],
    ['M(-0.1) 0', 'takes one probability'],
    ['DEPOLARIZE2(0.1) 0 0', 'two different qubits'],
    ['DETECTOR rec[-1]', 'no measurement rec[-1] yet'],
    ['M 0\nDETECTOR 0', 'measurements such as rec[-1]'],
    ['M 0\nOBSERVABLE_INCLUDE rec[-1]', 'takes one number'],
    ['ELSE_CORRELATED_ERROR(0.1) X0', 'none is before'],
    ['E(0.1) 0', 'Pauli matrices such as X1 Z2'],
    ['REPEAT 2 {\nDETECTOR rec[-1]\nM 0\n}', 'no measurement rec[-1] yet'],
  ])('is refused for %j', (text, words) => {
    const read = importStimProgram(text);
    expect(read.ok ? [] : read.error.map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
  });
});
