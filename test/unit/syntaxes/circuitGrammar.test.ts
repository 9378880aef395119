import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { IGrammar } from 'vscode-textmate';
import { libraryGates } from '#core/openqasm/gateLibrary.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { loadCircuitGrammar, scopedTokens } from '#test/support/tokenScopes.ts';

let grammar: IGrammar;
beforeAll(async () => {
  grammar = await loadCircuitGrammar();
});

const version = 'keyword.control.directive.version';
const flow = 'keyword.control.flow';
const quantum = 'keyword.other.quantum';
const type = 'storage.type';
const libraryGate = 'support.function.gate';
const ownGate = 'entity.name.function.gate';
const name = 'variable.other';
const integer = 'constant.numeric.integer';
const float = 'constant.numeric.float';
const constant = 'constant.language';
const builtin = 'support.function.builtin';

/** Innermost scopes of the tokens of a text, without the language's suffix and without punctuation. */
function coloured(text: string): [text: string, scope: string][] {
  return scopedTokens(grammar, text).flatMap(({ scopes, text: piece }): [string, string][] => {
    const scope = (scopes.at(-1) ?? '').replace(/\.openqasm$/, '');
    return /^punctuation\.(terminator|separator|section)/.test(scope) ? [] : [[piece, scope]];
  });
}

/** All scopes of the only token with this text. */
function scopesOf(text: string, piece: string): readonly string[] {
  const found = scopedTokens(grammar, text).filter((token) => token.text === piece);
  expect(found.map((token) => token.text)).toEqual([piece]);
  return found[0]?.scopes ?? [];
}

describe('OpenQASM 3', () => {
  test('header and include', () => {
    expect(coloured('OPENQASM 3.1;\ninclude "stdgates.inc";')).toEqual([
      ['OPENQASM', version],
      ['3.1', 'constant.numeric.version'],
      ['include', 'keyword.control.import'],
      ['"', 'punctuation.definition.string.begin'],
      ['stdgates.inc', 'string.quoted.double.include'],
      ['"', 'punctuation.definition.string.end'],
    ]);
    expect(scopesOf("defcalgrammar 'openpulse';", 'openpulse')).toContain('string.quoted.single.include.openqasm');
  });

  test('declarations of registers, inputs and constants', () => {
    expect(coloured('qubit[4] q;')).toEqual([
      ['qubit', type],
      ['4', integer],
      ['q', name],
    ]);
    expect(coloured('input angle[32] θ0;')).toEqual([
      ['input', 'storage.modifier'],
      ['angle', type],
      ['32', integer],
      ['θ0', name],
    ]);
    expect(coloured('const uint n = 2 ** 3;')).toEqual([
      ['const', 'storage.modifier'],
      ['uint', type],
      ['n', name],
      ['=', 'keyword.operator.assignment'],
      ['2', integer],
      ['**', 'keyword.operator.arithmetic'],
      ['3', integer],
    ]);
    expect(coloured('def f(mutable array[int[8], #dim = 2] a) {').slice(2)).toEqual([
      ['mutable', 'storage.modifier'],
      ['array', type],
      ['int', type],
      ['8', integer],
      ['#dim', 'storage.modifier'],
      ['=', 'keyword.operator.assignment'],
      ['2', integer],
      ['a', 'variable.parameter'],
    ]);
  });

  test('numbers: bases, floats, imaginary and timing', () => {
    const scopes = coloured('x = [0xFF_0A, 0b1_0, 0o17, 1_000, 1., .5, 1.5e-3, 2e10];').filter(([, scope]) =>
      scope.startsWith('constant'),
    );
    expect(scopes).toEqual([
      ['0xFF_0A', 'constant.numeric.hex'],
      ['0b1_0', 'constant.numeric.binary'],
      ['0o17', 'constant.numeric.octal'],
      ['1_000', integer],
      ['1.', float],
      ['.5', float],
      ['1.5e-3', float],
      ['2e10', float],
    ]);
    expect(coloured('z = 2.5 im;').slice(2)).toEqual([
      ['2.5', 'constant.numeric.imaginary'],
      ['im', 'keyword.other.unit'],
    ]);
    for (const unit of ['dt', 'ns', 'us', 'µs', 'ms', 's']) {
      expect(coloured(`delay[100${unit}] q;`)).toEqual([
        ['delay', quantum],
        ['100', 'constant.numeric.timing'],
        [unit, 'keyword.other.unit'],
        ['q', name],
      ]);
    }
    expect(coloured('duration ns = 1 s;').at(1)).toEqual(['ns', name]);
  });

  test('a number that runs into letters is not a number', () => {
    expect(coloured('x = 3abc;').at(-1)).toEqual(['3abc', 'invalid.illegal.number']);
    expect(coloured('x = 1__0;').at(-1)).toEqual(['1__0', 'invalid.illegal.number']);
    expect(coloured('q1 = r2x;').map(([, scope]) => scope)).toEqual([name, 'keyword.operator.assignment', name]);
  });

  test('bit strings differ from other text', () => {
    expect(scopesOf('bit[4] b = "01_10";', '01_10')).toEqual([
      'source.openqasm',
      'string.quoted.double.bit-string.openqasm',
      'constant.numeric.bit-string.openqasm',
    ]);
    expect(scopesOf('x = "012";', '012').at(-1)).toBe('string.quoted.double.openqasm');
    // An unclosed quote ends with its line.
    expect(coloured('x = "ab\nqubit q;').slice(-2)).toEqual([
      ['qubit', type],
      ['q', name],
    ]);
  });

  test('constants and built-in functions', () => {
    expect(coloured('x = sin(π/2) + arctan(tau) * ℇ;').filter(([, scope]) => !scope.includes('operator'))).toEqual([
      ['x', name],
      ['sin', builtin],
      ['π', constant],
      ['2', integer],
      ['arctan', builtin],
      ['tau', constant],
      ['ℇ', constant],
    ]);
    expect(coloured('bool sin = true;').slice(1)).toEqual([
      ['sin', name],
      ['=', 'keyword.operator.assignment'],
      ['true', constant],
    ]);
    expect(coloured('pi2 = euler;').map(([, scope]) => scope)).toEqual([name, 'keyword.operator.assignment', constant]);
  });

  test('gate calls, with parameters, durations, modifiers and hardware qubits', () => {
    expect(coloured('h q[0];')).toEqual([
      ['h', libraryGate],
      ['q', name],
      ['0', integer],
    ]);
    expect(coloured('bell $0, $12;')).toEqual([
      ['bell', ownGate],
      ['$0', 'variable.language.hardware-qubit'],
      ['$12', 'variable.language.hardware-qubit'],
    ]);
    expect(coloured('rx((a + b) * (c - 1))[10ns] q;').filter(([, scope]) => scope === libraryGate)).toEqual([
      ['rx', libraryGate],
    ]);
    expect(coloured('mine(f(2)) q;').slice(0, 2)).toEqual([
      ['mine', ownGate],
      ['f', 'entity.name.function.call'],
    ]);
    expect(coloured('ctrl(2) @ negctrl @ inv @ pow(0.5) @ U(0, 0, pi) a, b, c, d;').slice(0, 10)).toEqual([
      ['ctrl', 'storage.modifier.gate'],
      ['2', integer],
      ['@', 'keyword.operator.modifier'],
      ['negctrl', 'storage.modifier.gate'],
      ['@', 'keyword.operator.modifier'],
      ['inv', 'storage.modifier.gate'],
      ['@', 'keyword.operator.modifier'],
      ['pow', 'storage.modifier.gate'],
      ['0.5', float],
      ['@', 'keyword.operator.modifier'],
    ]);
    expect(coloured('gphase(pi);')[0]).toEqual(['gphase', libraryGate]);
  });

  test('a name before anything but an operand is not a gate call', () => {
    expect(coloured('x = y;').map(([, scope]) => scope)).toEqual([name, 'keyword.operator.assignment', name]);
    expect(coloured('for uint i in [0:3] { h q[i]; }')).toEqual([
      ['for', flow],
      ['uint', type],
      ['i', name],
      ['in', flow],
      ['0', integer],
      [':', 'keyword.operator.range'],
      ['3', integer],
      ['h', libraryGate],
      ['q', name],
      ['i', name],
    ]);
    expect(coloured('f(x);')[0]).toEqual(['f', 'entity.name.function.call']);
  });

  test('every gate of the libraries is coloured as one', () => {
    const names = ['stdgates.inc', 'qelib1.inc'] as const;
    for (const { name: gate } of names.flatMap((library) => libraryGates(library))) {
      expect([gate, coloured(`${gate} q;`)[0]?.[1]]).toEqual([gate, libraryGate]);
      expect([gate, coloured(`${gate}_own q;`)[0]?.[1]]).toEqual([gate, ownGate]);
    }
  });

  test('gate definitions: name, angles and qubits', () => {
    const text = 'gate bell(θ, φ) a, b { // two\n  rz(θ) a; cx a, b;\n}\nqubit q;';
    expect(coloured(text)).toEqual([
      ['gate', 'storage.type.gate'],
      ['bell', ownGate],
      ['θ', 'variable.parameter.angle'],
      ['φ', 'variable.parameter.angle'],
      ['a', 'variable.parameter.qubit'],
      ['b', 'variable.parameter.qubit'],
      ['//', 'punctuation.definition.comment'],
      ['two', 'comment.line.double-slash'],
      ['rz', libraryGate],
      ['θ', name],
      ['a', name],
      ['cx', libraryGate],
      ['a', name],
      ['b', name],
      ['qubit', type],
      ['q', name],
    ]);
  });

  test('an unfinished gate definition does not swallow the next statement', () => {
    expect(coloured('gate half(\nqubit q;\nh q;').slice(-2)).toEqual([
      ['h', libraryGate],
      ['q', name],
    ]);
  });

  test('subroutines and their typed parameters', () => {
    expect(coloured('def parity(qubit[4] r, const int n) -> bit { return measure r[0]; }')).toEqual([
      ['def', 'storage.type.function'],
      ['parity', 'entity.name.function'],
      ['qubit', type],
      ['4', integer],
      ['r', 'variable.parameter'],
      ['const', 'storage.modifier'],
      ['int', type],
      ['n', 'variable.parameter'],
      ['->', 'keyword.operator.arrow'],
      ['bit', type],
      ['return', flow],
      ['measure', quantum],
      ['r', name],
      ['0', integer],
    ]);
    expect(coloured('extern decode(bit[3]) -> int;').slice(0, 2)).toEqual([
      ['extern', 'storage.type.function'],
      ['decode', 'entity.name.function'],
    ]);
  });

  test('control flow and operators', () => {
    expect(coloured('if (!a && b != 1 || c >> 2 <= 3) { x += ~y ^ z; } else break;')).toEqual([
      ['if', flow],
      ['!', 'keyword.operator.logical'],
      ['a', name],
      ['&&', 'keyword.operator.logical'],
      ['b', name],
      ['!=', 'keyword.operator.comparison'],
      ['1', integer],
      ['||', 'keyword.operator.logical'],
      ['c', name],
      ['>>', 'keyword.operator.bitwise.shift'],
      ['2', integer],
      ['<=', 'keyword.operator.comparison'],
      ['3', integer],
      ['x', name],
      ['+=', 'keyword.operator.assignment.compound'],
      ['~', 'keyword.operator.bitwise'],
      ['y', name],
      ['^', 'keyword.operator.bitwise'],
      ['z', name],
      ['else', flow],
      ['break', flow],
    ]);
    expect(coloured('let both = a ++ b;').map(([, scope]) => scope)).toEqual([
      'keyword.other.alias',
      name,
      'keyword.operator.assignment',
      name,
      'keyword.operator.concatenation',
      name,
    ]);
    expect(coloured('switch (n) { case 1, 2 { end; } default { continue; } }').filter(([, s]) => s === flow)).toEqual(
      ['switch', 'case', 'end', 'default', 'continue'].map((word) => [word, flow]),
    );
  });

  test('comments, over several lines too', () => {
    expect(coloured('/* gate x\n qubit q; */ reset q; // if')).toEqual([
      ['/*', 'punctuation.definition.comment.begin'],
      ['gate x', 'comment.block'],
      ['qubit q;', 'comment.block'],
      ['*/', 'punctuation.definition.comment.end'],
      ['reset', quantum],
      ['q', name],
      ['//', 'punctuation.definition.comment'],
      ['if', 'comment.line.double-slash'],
    ]);
  });

  test('pragmas and annotations take the rest of their line, comment signs included', () => {
    expect(coloured('pragma vendor.noise gate x // kept\nqubit q;')).toEqual([
      ['pragma', 'keyword.control.directive.pragma'],
      ['vendor.noise gate x // kept', 'string.unquoted.pragma'],
      ['qubit', type],
      ['q', name],
    ]);
    expect(coloured('  @vendor.hint if // kept\nx q;')).toEqual([
      ['@', 'punctuation.definition.decorator'],
      ['vendor.hint', 'entity.name.function.decorator'],
      ['if // kept', 'string.unquoted.annotation'],
      ['x', libraryGate],
      ['q', name],
    ]);
    expect(coloured('#pragma a b').at(0)).toEqual(['#pragma', 'keyword.control.directive.pragma']);
  });

  test('calibrations are embedded, nested braces included, and end where they end', () => {
    const text = [
      'cal { extern port d0; frame f = newframe(d0, 5e9, 0.0); }',
      'defcal rz(angle[20] θ) $0 { if (true) { play(f, drag(1.0, 160dt)); } shift_phase(f, θ); }',
      'h q;',
    ].join('\n');
    const embedded = scopedTokens(grammar, text).filter(({ scopes }) =>
      scopes.includes('meta.embedded.block.calibration.openqasm'),
    );
    expect(new Set(embedded.map(({ line }) => line))).toEqual(new Set([0, 1]));
    expect(coloured(text).filter(([, scope]) => scope === 'support.function.openpulse')).toEqual(
      ['newframe', 'play', 'drag', 'shift_phase'].map((word) => [word, 'support.function.openpulse']),
    );
    expect(coloured(text).filter(([, scope]) => scope === 'storage.type.openpulse')).toEqual([
      ['port', 'storage.type.openpulse'],
      ['frame', 'storage.type.openpulse'],
    ]);
    expect(coloured(text)).toContainEqual(['defcal', 'storage.type.calibration']);
    expect(coloured(text)).toContainEqual(['rz', ownGate]);
    expect(coloured(text)).toContainEqual(['$0', 'variable.language.hardware-qubit']);
    expect(coloured(text).slice(-2)).toEqual([
      ['h', libraryGate],
      ['q', name],
    ]);
    expect(coloured('defcal measure $0 -> bit { }').slice(0, 2)).toEqual([
      ['defcal', 'storage.type.calibration'],
      ['measure', quantum],
    ]);
    expect(coloured('defcal x $0;\nh q;').at(-2)).toEqual(['h', libraryGate]);
  });
});

describe('OpenQASM 2', () => {
  const header = '// old\nOPENQASM 2.0;\ninclude "qelib1.inc";\n';

  /** Tokens of a file of version 2 after its header. */
  function coloured2(text: string): [text: string, scope: string][] {
    return coloured(header + text).slice(coloured(header).length);
  }

  test('registers, measurement, condition and opaque gates', () => {
    expect(coloured2('qreg q[2]; creg c[2];\nopaque magic(a) q;\nif (c == 1) magic(pi/2) q[0];')).toEqual([
      ['qreg', type],
      ['q', name],
      ['2', integer],
      ['creg', type],
      ['c', name],
      ['2', integer],
      ['opaque', 'storage.type.gate'],
      ['magic', ownGate],
      ['a', 'variable.parameter.angle'],
      ['q', 'variable.parameter.qubit'],
      ['if', flow],
      ['c', name],
      ['==', 'keyword.operator.comparison'],
      ['1', integer],
      ['magic', ownGate],
      ['pi', constant],
      ['/', 'keyword.operator.arithmetic'],
      ['2', integer],
      ['q', name],
      ['0', integer],
    ]);
    expect(coloured2('measure q[0] -> c[0];')).toEqual([
      ['measure', quantum],
      ['q', name],
      ['0', integer],
      ['->', 'keyword.operator.arrow'],
      ['c', name],
      ['0', integer],
    ]);
  });

  test('words that only version 3 reserves are names', () => {
    for (const word of ['input', 'bit', 'end', 'box', 'const', 'for', 'tau']) {
      expect(coloured2(`qreg ${word}[1];`)[1]).toEqual([word, name]);
    }
    // The same text under the newer header is coloured by the newer rules.
    expect(coloured('OPENQASM 3.0;\nqreg box[1];').at(-2)).toEqual(['box', quantum]);
  });

  test('functions of version 2', () => {
    expect(coloured2('rx(ln(2)) q;')[1]).toEqual(['ln', builtin]);
    expect(coloured('rx(ln(2)) q;')[1]).toEqual(['ln', 'entity.name.function.call']);
  });
});

test('the samples are coloured without illegal tokens and in full', () => {
  const samples = join(projectRoot, 'samples');
  const circuits = readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.qasm'));
  expect(circuits.length).toBeGreaterThan(1);
  for (const path of circuits) {
    const tokens = scopedTokens(grammar, readFileSync(join(samples, path), 'utf8'));
    expect(
      tokens.filter(({ scopes }) => scopes.length < 2 || scopes.some((scope) => scope.startsWith('invalid'))),
    ).toEqual([]);
  }
});

test('a long line of deeply nested parentheses is coloured', () => {
  const nested = `rx(${'('.repeat(2000)}1${')'.repeat(2000)}) q;`;
  const tokens = scopedTokens(grammar, `${nested}\nh q;`);
  expect(tokens.slice(-3).map(({ scopes, text }) => [text, scopes.at(-1)])).toEqual([
    ['h', 'support.function.gate.openqasm'],
    ['q', 'variable.other.openqasm'],
    [';', 'punctuation.terminator.statement.openqasm'],
  ]);
});
