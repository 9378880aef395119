import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Analysis, analyseProgram, visibleSymbols } from '#core/openqasm/index.ts';
import { flatCircuit } from '#test/support/arbitraries/flatCircuits.ts';
import { rightPrograms } from '#test/support/arbitraries/singleMistakes.ts';
import { edited, textEdit } from '#test/support/arbitraries/textEdits.ts';

/** What an analysis finds, with symbols by name. */
function findings(analysis: Analysis): unknown {
  const { diagnostics, files, lines, symbols, tree } = analysis;
  const places = Array.from({ length: 9 }, (_, part) => Math.floor((part * tree.text.length) / 8));
  return {
    diagnostics,
    lines: lines.lineCount,
    names: files.map(({ symbolOfToken }) => Array.from(symbolOfToken, (symbol) => symbols[symbol]?.name)),
    symbols: symbols.map(({ gate, id, name, place, selection, subroutine }) => {
      const definition = gate?.definition ?? subroutine;
      return { id, name, place, selection, definition: definition && [definition.start, definition.body.end] };
    }),
    visible: places.map((offset) => visibleSymbols(analysis, offset).map(({ id, name }) => `${name} ${id}`)),
  };
}

test('an analysis with the help of the one before an edit is the analysis of the edited text', () => {
  const programs = fc.oneof(fc.constantFrom(...rightPrograms), flatCircuit);
  fc.assert(
    fc.property(programs, fc.array(textEdit, { minLength: 1, maxLength: 4 }), (program, edits) => {
      let analysis = analyseProgram(program);
      for (const edit of edits) {
        const text = edited(analysis.tree.text, edit);
        analysis = analyseProgram(text, { previous: analysis });
        expect(findings(analysis)).toEqual(findings(analyseProgram(text)));
      }
    }),
    { numRuns: 200 },
  );
});

const header3 = `OPENQASM 3.1;
include "stdgates.inc";
gate pair(t) a, b { h a; cx a, b; rz(t) b; }
qubit[4] q;
bit[4] c;
bit flag;
int n;
`;
const header2 = `OPENQASM 2.0;
include "qelib1.inc";
gate pair(t) a,b { h a; cx a,b; rz(t) b; }
qreg q[4];
creg c[4];
`;

/** Lines that declare nothing, right ones and wrong ones, most of which a circuit of either version can have. */
const steps = [
  'h q[0];',
  'h q[0];',
  'cx q[0], q[1];',
  'cx q[1], q[0];',
  'x q[2];',
  'pair(0.5) q[2], q[3];',
  'rz(1.5707963267948966) q[3];',
  'u3(pi / 2, 0, 3.141592653589793) q[1];',
  'reset q[1];',
  'barrier q;',
  'measure q[0] -> c[0];',
  'measure q -> c;',
  'c[1] = measure q[1];',
  'c = measure q;',
  'flag = measure q[3];',
  'if (c[1]) { x q[2]; }',
  'if (c == 3) x q[1];',
  'if (flag) { n = 2; } else { n = 3; }',
  'while (n < 4) { n += 1; if (c[2]) break; }',
  'n = 1;',
  'n = n + int(c[1:2]);',
  'rx(n) q[0];',
  'box { x q[0]; }',
  'later q[0];',
  'unknwn q[0];',
  'h q[4];',
  'cx q[1], q[1];',
  'h q[0',
  'bogus;',
  'delay[10 ns] q[0];',
  'ctrl @ u1(0.7853981633974483) q[0], q[1];',
];

/** Lines that others depend on. */
const declarations = [
  'gate later a { x a; }',
  'int m = 3;',
  'bit[2] d;',
  'const int k = 2;',
  'for int i in [0:1] { x q[i]; c[i] = measure q[i]; }',
  'def f(qubit r) -> bit { int s; return measure r; }',
  'let pick = q[1:2];',
  'gate unknwn(t) a { }',
  'end;',
  '{ int own; own = 2; x q[own]; }',
  'qubit flag;',
  'qreg r[2];',
];

const line = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...steps) }, fc.constantFrom(...declarations));
const lineEdit = fc.record({
  place: fc.nat(),
  removed: fc.nat(2),
  added: fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...steps) }, fc.constantFrom(...declarations)), {
    maxLength: 2,
  }),
});

test('lines that are exchanged, removed and added are analysed like the whole program', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(header2, header3),
      fc.array(line, { minLength: 1, maxLength: 14 }),
      fc.array(lineEdit, { minLength: 1, maxLength: 6 }),
      (header, lines, edits) => {
        const current = [...lines];
        let analysis = analyseProgram(`${header}${current.join('\n')}\n`);
        for (const { added, place, removed } of edits) {
          current.splice(place % (current.length + 1), removed, ...added);
          const text = `${header}${current.join('\n')}\n`;
          analysis = analyseProgram(text, { previous: analysis });
          expect(findings(analysis)).toEqual(findings(analyseProgram(text)));
        }
      },
    ),
    { numRuns: 300 },
  );
});

describe('an edit of a statement that declares nothing binds no other statement', () => {
  const program = `${header3}h q[0];\nc[0] = measure q[0];\nif (c[0]) { x q[1]; }\nlast q[0];\ngate last a { x a; }\n`;

  test.each([
    ['another qubit', 'h q[0];', 'h q[1];'],
    ['a longer statement', 'h q[0];', 'rx(pi / 2) q[10];'],
    ['a statement more', 'h q[0];', 'h q[0];\nx q[1];\n'],
    ['a statement less', 'h q[0];', ''],
    ['another bit', 'c[0] = measure', 'c[1] = measure'],
    ['a condition', '(c[0])', '(c[0] == c[1])'],
    ['the body of a branch', 'x q[1];', 'reset q[1]; '],
    ['an unknown gate', 'h q[0];', 'hh q[0];'],
    ['an unfinished statement', 'h q[0];', 'h q['],
    ['a comment', 'h q[0];', 'h q[0]; // first'],
  ])('%s', (_, before, after) => {
    const previous = analyseProgram(program);
    const text = program.replace(before, after);
    expect(text).not.toBe(program);
    const analysis = analyseProgram(text, { previous });
    // Symbols of the language are made whenever a program is bound from its beginning.
    expect(analysis.builtins).toBe(previous.builtins);
    expect(findings(analysis)).toEqual(findings(analyseProgram(text)));
  });
});

describe('an edit that changes more than its statements', () => {
  test.each([
    ['a measurement in an expression far away', '// one\nx(measure q[', '// another\nx(measure q['],
    [
      'a calibration in a file of OpenQASM 2',
      ') a\ncal {\n}\n\ns;     creg c;     ',
      ') a\ncal\ud800 {\n}\n\ns;     creg c;     ',
    ],
    ['how lines end', 'cal { }\nint a;\nint b; ', 'cal { }\nint a;\nint b;\r\n'],
  ])('%s', (_, before, after) => {
    const analysis = analyseProgram(after, { previous: analyseProgram(before) });
    expect(findings(analysis)).toEqual(findings(analyseProgram(after)));
  });
});

test('a repair that inserts something between two statements moves with the comment there', () => {
  const previous = analyseProgram('include "stdgates.inc"; // gates\nqubit q;\nh q;\ncal { }\n');
  const text = previous.tree.text.replace('// gates', '// all gates');
  expect(findings(analyseProgram(text, { previous }))).toEqual(findings(analyseProgram(text)));
});
