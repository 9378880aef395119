import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseProgram } from '#core/openqasm/index.ts';
import { reparse } from '#core/openqasm/reparse.ts';
import { flatCircuit } from '#test/support/arbitraries/flatCircuits.ts';
import { mutatedProgram } from '#test/support/arbitraries/openqasmText.ts';
import { rightPrograms } from '#test/support/arbitraries/singleMistakes.ts';
import { edited, textEdit } from '#test/support/arbitraries/textEdits.ts';
import { treeDifference } from '#test/support/treeDifference.ts';

describe('an edited tree is the tree of the edited text', () => {
  test.each([
    ['right programs', fc.constantFrom(...rightPrograms)],
    ['circuits', flatCircuit],
    ['broken programs', mutatedProgram],
  ])('%s', (_, programs) => {
    fc.assert(
      fc.property(programs, fc.array(textEdit, { minLength: 1, maxLength: 6 }), (program, edits) => {
        let tree = parseProgram(program);
        for (const edit of edits) {
          const text = edited(tree.text, edit);
          tree = reparse(tree, text).tree;
          expect(treeDifference(tree, parseProgram(text))).toBeUndefined();
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('an edit reads only what is around it', () => {
  const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[4] q;\nbit[4] c;\n';
  const body = 'h q[0];\ncx q[0], q[1];\nif (c[0] == 1) {\n  rz(pi / 3) q[2];\n}\nc[1] = measure q[1];\n'.repeat(20);

  test.each([
    ['cx q[0], q[1]', 'cx q[0], q[2]'],
    ['cx q[0], q[1];', 'cx q[0], q[1]'],
    ['rz(pi / 3) q[2];', 'rz(pi / 3) q[2]; // why'],
    ['rz(pi / 3) q[2];', 'rz(pi / 3 q[2];'],
    ['if (c[0] == 1) {', 'if (c[0] = 1) {'],
    ['h q[0];\n', ''],
    ['h q[0];', 'h q[0]; gate g a { x a; }'],
    ['h q[0];', 'let another = q;'],
  ])('%s becomes %s', (before, after) => {
    const text = header + body;
    const tree = parseProgram(text);
    const middle = text.indexOf(before, text.length / 2);
    const result = reparse(tree, text.slice(0, middle) + after + text.slice(middle + before.length)).tree;
    // The table of names is that of the tree before only when that was used.
    expect(result.tokens.names).toBe(tree.tokens.names);
  });

  test.each([
    ['OPENQASM 3.0;', 'OPENQASM 3.1;'],
    ['bit[4] c;\n', 'bit[4] c;\n{'],
    ['bit[4] c;\n', 'bit[4] c;\n/* never closed'],
  ])('unless it concerns all: %s becomes %s', (before, after) => {
    const tree = parseProgram(header + body);
    const result = reparse(tree, (header + body).replace(before, after)).tree;
    const isNew = result.tokens.names !== tree.tokens.names;
    expect(isNew || result.tokens.count < 40).toBe(true);
  });
});

describe('an edit that concerns what is far from it', () => {
  test.each([
    [
      'the braces a calibration waits for',
      '{defcal}\ngate r()a{ }{ { }\n}{\n\n} {;\n}\n];\n',
      '{defcal}\ngate r()a{ } { { }\n}{\n\n} {;\n}\n];\n',
    ],
    ['the bracket that an earlier statement lacks', 'gate f(t(h){}\n{}\nx\nh a;\n', 'gate f(t(h){}\n{}\nx) \nh a;\n'],
    ['words of OpenQASM 3 in a broken statement', '0\nbit q switch\nqreg [\n', '0\nbit q switch)\nqreg [\n'],
    ['the version, which a fix changes', 'OPENQASM 3.0;\n{}', '  OPENQASM 3.0;\n{}'],
    ['the length of the version', 'OPENQASM 3.0;\n{}\nint x;', 'OPENQASM 3.00;\n{}\nint x;'],
  ])('%s', (_, before, after) => {
    expect(treeDifference(reparse(parseProgram(before), after).tree, parseProgram(after))).toBeUndefined();
  });
});
