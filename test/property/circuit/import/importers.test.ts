import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import { type ImportFormat, importCircuit, importFormats } from '#core/circuit/import/importCircuit.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { operationBits, operationQubits } from '#core/circuit/operationQubits.ts';

/** Programs that use most of what each reader reads. */
const programs: { readonly [Format in ImportFormat]: string } = {
  stim: `# noise
H[tag] 0 1
CX 0 1 rec[-1] 2
M(0.01) !0 1
REPEAT 3 {
  MPP X0*Y1 !Z2
  CZ rec[-1] 0
  TICK
}
DETECTOR(1, 2) rec[-1]
SQRT_XX 0 1
MR 3
`,
  ionq: `{"type": "ionq.circuit.v1", "input": {"qubits": 3, "gateset": "qis", "circuit": [
  {"gate": "h", "target": 0}, {"gate": "x", "controls": [0, 1], "targets": [2]},
  {"gate": "rz", "target": 1, "rotation": -1.5e-1}, {"gate": "gpi2", "target": 0, "phase": 0.25},
  {"gate": "ms", "targets": [0, 1], "phases": [0, 0.5], "angle": 0.1},
  {"gate": "pauliexp", "targets": [0, 1], "terms": ["XX", "ZZ"], "coefficients": [0.5, 1], "time": 0.3}]}}
`,
  quil: `DECLARE ro BIT[3]
DECLARE theta REAL
DECLARE n INTEGER
DEFGATE ROOT(%a) AS MATRIX:
    cos(%a), -i*sin(%a)
    -i*sin(%a), cos(%a)

DEFCIRCUIT BELL(%t) p q:
    RX(%t/2) p
    CNOT p q

BELL(theta) 0 1; ROOT(pi/4) 2
CONTROLLED DAGGER T 1 0 # comment
FORKED RZ(0.1, 2^-1) 2 0
MEASURE 0 ro[0]
LABEL @again
JUMP-UNLESS @end ro[0]
JUMP-WHEN @end ro[1]
ADD n 1
EQ ro[1] n 3
MEASURE 1 ro[0]
JUMP @again
LABEL @end
RESET 1
PRAGMA PRESERVE_BLOCK "x"
HALT
`,
};

/** A program with pieces taken out, doubled, exchanged or replaced by other characters. */
function mutated(program: string): fc.Arbitrary<string> {
  const place = fc.nat({ max: program.length });
  const piece = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '"',
      ',',
      '-',
      '@end',
      'rec[-1]',
      '999999999',
      '1e999',
      '\n',
      '\r',
      ' ',
    ),
  );
  const edit = fc.tuple(place, place, piece);
  return fc.array(edit, { minLength: 1, maxLength: 6 }).map((edits) =>
    edits.reduce((text, [from, to, inserted]) => {
      const [start, end] = from <= to ? [from, Math.min(to, from + 12)] : [to, to];
      return text.slice(0, start) + inserted + text.slice(end);
    }, program),
  );
}

function expectSound(text: string, format: ImportFormat): void {
  const read = importCircuit(text, format);
  const inside = ({ end, start }: OffsetRange) => {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(text.length);
  };
  if (!read.ok) {
    expect(read.error.length).toBeGreaterThan(0);
    for (const { message, range } of read.error) {
      inside(range);
      expect(message).toMatch(/[.?]$/);
    }
    return;
  }
  const { circuit, notes } = read.value;
  for (const { range } of notes) inside(range);
  const check = (operations: readonly Operation[]) => {
    for (const operation of operations) {
      if (operation.source) inside(operation.source);
      expect(operationQubits(operation).every((qubit) => qubit >= 0 && qubit < circuit.qubitCount)).toBe(true);
      expect(operationBits(operation).every((bit) => bit >= 0 && bit < circuit.bitCount)).toBe(true);
      bodiesOf(operation).forEach(check);
    }
  };
  check(circuit.operations);
}

describe.each(importFormats)('the reader of %s', (format) => {
  const program = programs[format];

  it('reads the program that the others are made of', () => {
    const whole = format === 'stim' ? program.replace('rec[-1] 2', '1 2') : program;
    expect(importCircuit(whole, format)).toMatchObject({ ok: true });
  });

  it('says something sound of every beginning of a program', () => {
    for (let end = 0; end <= program.length; end++) expectSound(program.slice(0, end), format);
  });

  it('says something sound of mutated programs', () => {
    fc.assert(
      fc.property(mutated(program), (text) => expectSound(text, format)),
      { numRuns: 250 },
    );
  });

  it('says something sound of any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ maxLength: 200 })), (text) =>
        expectSound(text, format),
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['parentheses', '('],
    ['brackets', '['],
    ['braces', '{'],
    ['signs', '-'],
    ['powers', '2^'],
    ['modifiers', 'CONTROLLED '],
    ['blocks', 'REPEAT 2 {\n'],
    ['definitions', '  DEFCIRCUIT A q:\n'],
  ])('does not overflow on many %s', (_name, piece) => {
    expectSound(piece.repeat(100_000), format);
    expectSound(`RX(${piece.repeat(100_000)}`, format);
  });
});
