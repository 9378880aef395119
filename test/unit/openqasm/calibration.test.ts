import { describe, expect, test } from 'vitest';
import { calibrationBodyAt } from '#core/openqasm/calibrationBody.ts';
import { parseProgram } from '#core/openqasm/index.ts';
import type { Statement } from '#core/openqasm/syntaxTree.ts';

function parse(text: string) {
  const whole = `OPENQASM 3.1;\ndefcalgrammar "openpulse";\n${text}`;
  const tree = parseProgram(whole);
  return { text: whole, tree, statements: [...tree.statements].slice(2) };
}

/** The statements of the first calibration. */
function bodyOf(text: string): { text: string; statements: Statement[] } {
  const { text: whole, statements } = parse(text);
  const [first] = statements;
  if (first?.kind !== 'cal' && first?.kind !== 'defcal') throw new Error('Not a calibration.');
  return { text: whole, statements: [...(first.body?.statements ?? [])] };
}

describe('the signature of a calibration', () => {
  test.each([
    ['defcal x $0 { }', { name: 'x', parameters: [], operands: ['$0'], result: undefined }],
    ['defcal cx a, $1, { }', { name: 'cx', parameters: [], operands: ['a', '$1'], result: undefined }],
    ['defcal rz(angle[20] t) q { }', { name: 'rz', parameters: ['angle[20] t'], operands: ['q'], result: undefined }],
    ['defcal rz(pi / 2, bit[2] b) q { }', { name: 'rz', parameters: ['pi / 2', 'bit[2] b'], operands: ['q'] }],
    ['defcal measure q -> bit { }', { name: 'measure', parameters: [], operands: ['q'], result: 'bit' }],
    ['defcal delay(duration d) $0 { }', { name: 'delay', parameters: ['duration d'], operands: ['$0'] }],
    [
      'defcal read(int(2)) $0 -> complex[float[32]] { }',
      { name: 'read', parameters: ['int(2)'], operands: ['$0'], result: 'complex[float[32]]' },
    ],
  ])('%s', (text, wanted) => {
    const { statements, text: whole, tree } = parse(text);
    const [first] = statements;
    if (first?.kind !== 'defcal') throw new Error(`Not a calibration: ${first?.kind}`);
    const written = ({ end, start }: { start: number; end: number }) => whole.slice(start, end);
    expect(tree.diagnostics).toEqual([]);
    expect({
      name: first.name.name,
      parameters: first.parameters.map(written),
      operands: first.operands.map(written),
      result: first.returnType && written(first.returnType),
    }).toEqual({ result: undefined, ...wanted });
  });

  test.each([
    ['defcal $0 { }', 'QAS2002'],
    ['defcal x { }', 'QAS2002'],
    ['defcal x $0 $1 { }', 'QAS2002'],
    ['defcal x(angle t $0 { }', 'QAS2003'],
    ['defcal x $0;', 'QAS2002'],
    ['defcal x $0 { play(f, w);', 'QAS2003'],
  ])('%s is one mistake', (text, code) => {
    expect(parse(text).tree.diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
  });
});

describe('the body of a calibration', () => {
  test('declares ports, frames and waveforms', () => {
    const { statements } = bodyOf(
      'cal { extern port d0; extern drag(complex[float], duration) -> waveform; frame f = newframe(d0, 5.0e9, 0.0); waveform w = gaussian(1.0, 160dt, 40dt); const float a = 0.1; waveform v = {1.0, 0.5 + 0.5im}; array[frame, 2] fs; }',
    );
    const declared = statements.map((statement) => {
      if (statement.kind === 'extern') return [statement.name.name, statement.returnType?.name];
      return statement.kind === 'classical-declaration' ? [statement.name.name, statement.type.name] : [];
    });
    expect(declared).toEqual([
      ['d0', 'port'],
      ['drag', 'waveform'],
      ['f', 'frame'],
      ['w', 'waveform'],
      ['a', 'float'],
      ['v', 'waveform'],
      ['fs', 'array'],
    ]);
  });

  test('calls functions, branches and loops', () => {
    const { statements, text } = bodyOf(
      'defcal rz(angle t) q -> bit { shift_phase(f, -t); play(f, w); delay[100ns] f; barrier f, g; if (t > 0) { set_phase(f, 0); } else { play(f, v); } for int i in [0:3] { play(f, w); } return capture_v2(f, w); }',
    );
    expect(statements.map(({ kind }) => kind)).toEqual([
      'expression',
      'expression',
      'delay',
      'barrier',
      'if',
      'for',
      'return',
    ]);
    const [first] = statements;
    if (first?.kind !== 'expression' || first.expression.kind !== 'call') throw new Error('Not a call.');
    const { callee } = first.expression;
    expect(text.slice(callee.start, callee.end)).toBe('shift_phase');
  });

  test('is never wrong, whatever it contains', () => {
    const { statements, tree } = parse('cal { } cal { ] 3x = = ; "unclosed { } ( ) gate $ § }\nqubit q;');
    expect(tree.diagnostics).toEqual([]);
    expect(statements.map(({ kind }) => kind)).toEqual(['cal', 'cal', 'qubit-declaration']);
    const [, second] = statements;
    expect(second?.kind === 'cal' && second.body?.statements.length).toBeGreaterThan(0);
  });

  test('is found by its place', () => {
    const { text, tree } = parse('cal { port p; }\nqubit q;');
    expect(calibrationBodyAt(tree, text.indexOf('port'))?.statements.length).toBe(1);
    expect(calibrationBodyAt(tree, text.indexOf('qubit'))).toBeUndefined();
    expect(calibrationBodyAt(tree, 0)).toBeUndefined();
  });

  test('has words of its own: elsewhere they are names', () => {
    expect(parse('qubit port; qubit frame; qubit waveform; cx port, frame;').tree.diagnostics).toEqual([]);
  });
});
