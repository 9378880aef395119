import { expect, test } from 'vitest';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { neverCancelled } from '#core/base/cancellation.ts';
import { circuitFile, circuitWorkspace } from '#test/support/circuitWorkspace.ts';

/** `name: detail`, children below their parent. */
function outline(symbols: readonly DocumentSymbol[], indent = ''): string[] {
  return symbols.flatMap(({ children, detail, name }) => [
    `${indent}${name}: ${detail}`,
    ...outline(children ?? [], `${indent}  `),
  ]);
}

async function outlineOf(text: string): Promise<string[]> {
  const { document, language } = circuitFile(text);
  return outline(await language.documentSymbols(document, neverCancelled));
}

test('lists declarations in order, definitions with their parameters and locals', async () => {
  const text = `OPENQASM 3.0;
include "stdgates.inc";
const int n = 2 + 1;
qubit[n] q;
gate bell(θ) a, b { h a; rz(θ) b; }
def count(qubit[2] r, int[8] limit) -> int[8] {
  int[8] sum = 0;
  if (limit > 0) { bit b = measure r[0]; }
  return sum;
}
extern f(float, angle[32]) -> float;
let pair = q[0:1];
input angle theta;
output bit[2] result;
`;
  expect(await outlineOf(text)).toEqual([
    'n: int = 3',
    'q: qubit[3]',
    'bell: (θ) a, b',
    '  θ: angle',
    '  a: qubit',
    '  b: qubit',
    'count: (qubit[2], int[8]) -> int[8]',
    '  r: qubit[2]',
    '  limit: int[8]',
    '  sum: int[8]',
    '  b: bit',
    'f: (float, angle[32]) -> float',
    'pair: qubit[2]',
    'theta: angle',
    'result: bit[2]',
  ]);
});

test('lists calibrations with what they calibrate and declare', async () => {
  const text = `OPENQASM 3.0;
defcalgrammar "openpulse";
cal {
  extern port d0;
  extern shape(float) -> waveform;
  frame f = newframe(d0, 5.0e9, 0.0);
  const float amplitude = 0.5;
}
defcal rz(angle[20] t)
  $0, q -> bit { waveform w = shape(t); play(f, w); }
`;
  expect(await outlineOf(text)).toEqual([
    'cal: ',
    '  d0: port',
    '  shape: waveform',
    '  f: frame',
    '  amplitude: float',
    'defcal rz: (angle[20] t) $0, q -> bit',
    '  t: angle[20]',
    '  q: qubit',
    '  w: waveform',
  ]);
});

test('keeps what stands before and after an error', async () => {
  expect(await outlineOf('OPENQASM 3.0;\nqubit q;\nqubit [2 r\nbit c;\n')).toEqual(
    expect.arrayContaining(['q: qubit', 'c: bit']),
  );
});

test('holds the name within its declaration, and leaves out what other files declare', async () => {
  const { document, language, ranges } = circuitWorkspace({
    'main.qasm': 'OPENQASM 3.0;\ninclude "gates.inc";\n⟦gate ⟦own⟧ a { U(0, 0, 0) a; }⟧\n',
    'gates.inc': 'gate theirs a { U(0, 0, 0) a; }\n',
  });
  const symbols = await language.documentSymbols(document, neverCancelled);
  expect(symbols.map(({ name, range, selectionRange }) => [name, selectionRange, range])).toEqual([
    ['own', ranges[0]?.range, ranges[1]?.range],
  ]);
});
