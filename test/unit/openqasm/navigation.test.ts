import { describe, expect, test } from 'vitest';
import { analyseProgram, expectationsAt, mentionsOf, symbolAt, visibleSymbols } from '#core/openqasm/index.ts';
import { readCaret, readMarkers } from '#test/support/markers.ts';

const header = 'OPENQASM 3.1;\ninclude "stdgates.inc";\n';

describe('symbolAt', () => {
  test.each([
    ['qubit[2] ‸q;', 'qubit', 'q'],
    ['qubit q‸;', 'qubit', 'q'],
    ['qubit q; h ‸q;', 'qubit', 'q'],
    ['qubit q; ‸h q;', 'gate', 'h'],
    ['gate g(a) x { rx(‸a) x; }', 'gate-parameter', 'a'],
    ['gate g(a) x { rx(a) ‸x; }', 'gate-qubit', 'x'],
    ['for int i in [0:2] { int j = ‸i; }', 'loop-variable', 'i'],
    ['input angle theta; qubit q; rx(‸theta) q;', 'input', 'theta'],
    ['float x = ‸pi;', 'builtin-constant', 'pi'],
    ['float x = ‸sin(1);', 'builtin-function', 'sin'],
  ])('%s', (marked, kind, name) => {
    const { text, caret } = readCaret(header + marked);
    expect(symbolAt(analyseProgram(text), caret)?.symbol).toMatchObject({ kind, name });
  });

  test('keywords and white space name nothing', () => {
    const { text, caret } = readCaret(`${header}qu‸bit q;`);
    expect(symbolAt(analyseProgram(text), caret)).toBeUndefined();
  });
});

test('the mentions of a symbol are its declaration and its uses, not those of another with its name', () => {
  const { text, ranges } = readMarkers(
    `${header}qubit[2] ⟦q⟧; gate g q { h q; } g ⟦q⟧[0]; { int q = 1; q += 1; } let a = ⟦q⟧; h a;`,
  );
  const analysis = analyseProgram(text);
  const symbol = analysis.globalScope.names.get('q');
  if (!symbol) throw new Error('No symbol.');
  const mentions = mentionsOf(analysis, symbol);
  expect(mentions.map(({ range }) => range)).toEqual(ranges);
  expect(mentions.map(({ isDeclaration }) => isDeclaration)).toEqual([true, false, false]);
});

test('symbols of included files lead to their place', () => {
  const text = 'OPENQASM 3.0;\ninclude "g.inc";\nqubit q; g q;';
  const analysis = analyseProgram(text, {
    readInclude: (path) => ({ kind: 'found', path, text: 'gate g a { U(0, 0, 0) a; }' }),
  });
  const found = symbolAt(analysis, text.indexOf('g q'));
  expect(analysis.files[found?.symbol.place?.file ?? -1]?.path).toBe('g.inc');
  expect(found?.symbol.place?.name).toEqual({ start: 5, end: 6 });
});

describe('visibleSymbols', () => {
  function names(marked: string): string[] {
    const { text, caret } = readCaret(`OPENQASM 3.0;\n${marked}`);
    const builtins = new Set(analyseProgram(text).builtins.keys());
    return visibleSymbols(analyseProgram(text), caret)
      .map(({ name }) => name)
      .filter((name) => !builtins.has(name))
      .sort();
  }

  test('are those declared before', () => {
    expect(names('qubit q; bit c; ‸ int n;')).toEqual(['c', 'q']);
  });

  test('in a gate are its own and global constants and gates', () => {
    expect(names('qubit q; const int n = 1; gate f a { } gate g(t) b { ‸ }')).toEqual(['b', 'f', 'n', 't']);
  });

  test('in a block are those around it, an inner one hiding an outer one', () => {
    expect(names('int a; int b; if (true) { bit a; int d; ‸ } int e;')).toEqual(['a', 'b', 'd']);
  });
});

describe('expectationsAt', () => {
  test.each([
    ['‸', 'statement'],
    ['qubit q; h‸', 'statement'],
    ['gate g a { ‸ }', 'statement'],
    ['h ‸', 'operand'],
    ['cx q[0], ‸;', 'operand'],
    ['measure q -> ‸;', 'operand'],
    ['measure ‸', 'operand'],
    ['ctrl @ ‸', 'gate'],
    ['rx(‸', 'expression'],
    ['rx(pi / ‸) q;', 'expression'],
    ['c = ‸;', 'value'],
    ['include ‸', 'include-path'],
    ['input ‸', 'type'],
    ['for ‸', 'type'],
    ['for int i ‸', 'in'],
    ['qubit[2] ‸', 'name'],
    ['switch (1) { ‸ }', 'case'],
    ['if (true) { } ‸', 'else'],
    ['int x = q[‸', 'expression'],
  ])('%s expects %s', (marked, wanted) => {
    const { text, caret } = readCaret(header + marked);
    expect(expectationsAt(analyseProgram(text).tree, caret)).toContain(wanted);
  });

  test('a finished qubit list expects no expression', () => {
    const { text, caret } = readCaret(`${header}h ‸`);
    expect(expectationsAt(analyseProgram(text).tree, caret)).not.toContain('expression');
  });
});
