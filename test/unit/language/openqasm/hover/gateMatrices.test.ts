import { type Complex, complex, evaluate } from 'mathjs';
import { describe, expect, test } from 'vitest';
import { builtinGates, type LibraryGate, libraryGates } from '#core/openqasm/gateLibrary.ts';
import { codeBlock, markdownAt } from '#test/support/openqasmHovers.ts';
import { type Amplitude, unitaryOf } from '#test/support/programUnitary.ts';

/** Values of parameters that are multiples of nothing. */
const values: Readonly<Record<string, number>> = { θ: 0.7, φ: -1.3, λ: 2.1, γ: 0.4 };

const header = {
  2: 'OPENQASM 2.0;\ninclude "qelib1.inc";\n',
  3: 'OPENQASM 3.0;\ninclude "stdgates.inc";\n',
} as const;

function declared(gate: LibraryGate, major: 2 | 3): string {
  const qubits = gate.qubits.map((name) => (major === 3 ? `qubit ${name}_;` : `qreg ${name}_[1];`));
  return `${header[major]}${qubits.join(' ')}\n`;
}

function callOf(name: string, given: readonly (string | number)[], qubits: readonly string[]): string {
  const list = given.length > 0 ? `(${given.join(', ')})` : '';
  return `${name}${list} ${qubits.map((qubit) => `${qubit}_`).join(', ')};`;
}

function wantedMatrix(gate: LibraryGate, major: 2 | 3): Amplitude[][] {
  const given = gate.parameters.map((parameter) => values[parameter] ?? Number.NaN);
  return unitaryOf(`${declared(gate, major)}${callOf(gate.name, given, gate.qubits)}`);
}

/** What the hover says about the gate, where its name stands in a file that includes its library. */
async function hoverOf(gate: LibraryGate, major: 2 | 3): Promise<string> {
  const [first = '', ...rest] = gate.name;
  // Parameters that no value is known of are what a hover of the gate itself is about.
  const body = `${first}‸${rest.join('')}${gate.parameters.length > 0 ? `(${gate.parameters.join(', ')})` : ''} ${gate.qubits.join(', ')};`;
  const parameters = gate.parameters.length > 0 ? `(${gate.parameters.join(', ')})` : '';
  return markdownAt(`${header[major]}gate own${parameters} ${gate.qubits.join(', ') || 'a'} { ${body} }\n`);
}

/** An entry of the table as mathjs reads it. */
function entryValue(text: string): Amplitude {
  const expression = text
    .replace(/^·$/, '0')
    .replaceAll('−', '-')
    .replaceAll('·', '*')
    .replaceAll(/√(\d)/g, 'sqrt($1)')
    .replaceAll(/(\d)sqrt/g, '$1*sqrt')
    .replaceAll(/e\^\{(-?)i([^}]*)\}/g, 'exp($1i*($2))')
    .replaceAll(/\bisqrt/g, 'i*sqrt')
    .replaceAll('π', 'pi');
  const value: Complex = complex(evaluate(expression.replace(/(\d)pi/g, '$1*pi'), { ...values }));
  return [value.re, value.im];
}

/** The matrix in a hover, read back. */
function readMatrix(markdown: string): Amplitude[][] {
  const table = codeBlock(markdown, 'text');
  if (table === undefined) throw new Error(`No matrix in ${markdown}`);
  const lines = table.split('\n');
  const rows = lines.length === 1 ? lines : lines.slice(1).map((line) => line.replace(/^\|[01]+⟩\s+/, ''));
  return rows.map((row) => row.split(/ {2,}/).map(entryValue));
}

function expectSame(actual: Amplitude[][], wanted: Amplitude[][]): void {
  expect(actual.map((row) => row.length)).toEqual(wanted.map((row) => row.length));
  const flat = wanted.flat(2);
  actual.flat(2).forEach((value, index) => {
    expect(value).toBeCloseTo(flat[index] ?? Number.NaN, 3);
  });
}

const gates3 = [...libraryGates('stdgates.inc'), ...builtinGates(3).filter(({ name }) => name === 'U')];
const gates2 = [...libraryGates('qelib1.inc'), ...builtinGates(2)];
const cases = [
  ...gates3.map((gate) => [gate.name, 3, gate] as const),
  ...gates2.map((gate) => [gate.name, 2, gate] as const),
];

describe('the hover of a gate', () => {
  test.each(cases.filter(([, , gate]) => gate.qubits.length <= 3))(
    'shows the matrix of %s of OpenQASM %i',
    async (_, major, gate) => {
      expectSame(readMatrix(await hoverOf(gate, major)), wantedMatrix(gate, major));
    },
  );

  test.each(cases.filter(([, major]) => major === 3))(
    'says what %s of OpenQASM %i is made of, exactly',
    async (_, major, gate) => {
      const parts = codeBlock(await hoverOf(gate, major), 'openqasm', 'In one-qubit gates and `cx`:');
      if (parts === undefined) return;
      const constants = gate.parameters.map((parameter) => `const float ${parameter} = ${values[parameter]};`);
      const qubits = gate.qubits.map((name) => `qubit ${name};`);
      // Operands may be called like gates of the library, which are declared first.
      const program = `${header[3]}${constants.join(' ')}\ngate made ${gate.qubits.join(', ')} {\n${parts}\n}\n${gate.qubits.map((name) => `qubit ${name}_;`).join(' ')}\nmade ${gate.qubits.map((name) => `${name}_`).join(', ')};`;
      expect(qubits.length).toBeGreaterThan(0);
      expectSame(
        unitaryOf(program.replaceAll(/\bt t;/g, 'p(pi/4) t;').replaceAll(/\bt ([abc]);/g, 'p(pi/4) $1;')),
        wantedMatrix(gate, major),
      );
    },
  );

  test.each(cases)('names the inverse of %s of OpenQASM %i', async (_, major, gate) => {
    const markdown = await hoverOf(gate, major);
    const [, inverse] = /Inverse: `([^`]*)`/.exec(markdown) ?? [];
    const isOwn = /its own inverse|the identity/i.test(markdown);
    // OpenQASM 2 has no word for the inverse of some of its gates.
    if (inverse === undefined && !isOwn) {
      expect(major).toBe(2);
      return;
    }
    const given = gate.parameters.map((parameter) => values[parameter] ?? Number.NaN);
    const undo =
      inverse === undefined
        ? callOf(gate.name, given, gate.qubits)
        : `${inverse
            .replaceAll(/−([θφλγ])/g, (_match, letter: string) => String(-(values[letter] ?? 0)))
            .replaceAll(/[θφλγ]/g, (letter) => String(values[letter]))
            .replaceAll('−', '-')
            .replaceAll('π', 'pi')
            .replace(/ [^ )]*(?:, [^ )]*)*$/, '')} ${gate.qubits.map((qubit) => `${qubit}_`).join(', ')};`;
    const matrix = unitaryOf(`${declared(gate, major)}${callOf(gate.name, given, gate.qubits)}\n${undo}\n`);
    matrix.forEach((row, index) => {
      row.forEach(([re, im], column) => {
        expect(re).toBeCloseTo(index === column ? 1 : 0, 9);
        expect(im).toBeCloseTo(0, 9);
      });
    });
  });
});
