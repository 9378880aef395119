import fc from 'fast-check';
import { pieces } from './openqasmText.ts';

/** A replacement in a text, at a place that is a share of its length. */
export interface TextEdit {
  readonly place: number;
  readonly removed: number;
  readonly inserted: string;
}

/** Statements that an edit puts into a program as a whole. */
const lines = [
  'h q[0];',
  '\nx q[1];\n',
  'cx q[0], q[1]',
  '\nqubit extra;\n',
  '\n}\n',
  ' {',
  '\nif (c[0]) {\n  x q[0];\n}\n',
  ' else ',
  'else { y q[0]; }',
  '\n// comment\n',
  '/* ',
  ' */',
  '\n@note here\n',
  '\npragma some text\n',
  '\ncal { play(f, w); }\n',
  '\ndefcal x $0 { { } }\n',
  'cal ',
  'gate g a { x a; }\n',
  'gate bit a { }\n',
  'include "stdgates.inc";\n',
  'OPENQASM 3.1;\n',
  'rx(pi / 2',
  ')',
  ';',
  '"',
  "'",
  '#',
  'switch (n) { case 1 { } }',
];

export const textEdit: fc.Arbitrary<TextEdit> = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3), fc.nat(40)),
  inserted: fc.oneof(
    fc.constant(''),
    fc.constantFrom(...'abqx01;,(){}[]= \n/*"@#$.'),
    fc.constantFrom(...pieces),
    fc.constantFrom(...lines),
  ),
});

/** The text after an edit. */
export function edited(text: string, { inserted, place, removed }: TextEdit): string {
  const start = Math.floor(place * text.length);
  return text.slice(0, start) + inserted + text.slice(start + removed);
}
