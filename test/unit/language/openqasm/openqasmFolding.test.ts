import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { circuitFile } from '#test/support/circuitWorkspace.ts';

/** `first-last kind`, lines from 0. */
async function folds(text: string): Promise<string[]> {
  const { document, language } = circuitFile(text);
  const found = (await language.foldingRanges?.(document, neverCancelled)) ?? [];
  return found.map(({ endLine, kind, startLine }) => `${startLine}-${endLine}${kind === undefined ? '' : ` ${kind}`}`);
}

test.each([
  ['a block, except the line of its brace', 'gate g a {\n  h a;\n  x a;\n}\n', ['0-2']],
  ['blocks in blocks', 'if (a) {\n  if (b) {\n    x q;\n  }\n} else {\n  y q;\n}\n', ['0-3', '1-2', '4-5']],
  ['a block whose brace is not alone', 'gate g a { h a;\n  x a; }\n', ['0-1']],
  ['a calibration', 'cal {\n  port p;\n}\n', ['0-1']],
  ['an array', 'array[int, 2, 2] a = {\n  {1, 2},\n  {3, 4}\n};\n', ['0-2']],
  ['a block comment', '/* one\ntwo */\nqubit q;\n', ['0-1 comment']],
  ['line comments in a row', '// one\n// two\n// three\n\n// alone\nqubit q; // behind\n', ['0-2 comment']],
  ['includes in a row', 'include "a.inc";\ninclude "b.inc";\nqubit q;\ninclude "c.inc";\n', ['0-1 imports']],
  ['one-line gates in a row', 'gate a x { }\ngate b x { }\ngate c x { }\nqubit q;\ngate d x { }\n', ['0-2']],
  ['a marked region', '// #region setup\nqubit q;\n// #endregion\n', ['0-2 region']],
  ['regions in regions', '//region a\n//region b\n//endregion\n//endregion\n', ['0-3 region', '1-2 region']],
  ['nothing on one line', 'gate g a { h a; } // one\nif (a) { x q; }\n', []],
  ['what is closed in an unfinished text', 'gate g a {\n  h a;\n}\nif (a) {\n  x q;\n', ['0-1']],
])('%s', async (_what, text, expected) => {
  expect(await folds(text)).toEqual(expected);
});
