import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Analysis, analyseProgram } from '#core/openqasm/index.ts';
import { flatCircuit } from '#test/support/arbitraries/flatCircuits.ts';
import { rightPrograms } from '#test/support/arbitraries/singleMistakes.ts';
import { edited, textEdit } from '#test/support/arbitraries/textEdits.ts';

/** What an analysis finds, with symbols by name. */
function findings({ diagnostics, files, lines, symbols }: Analysis): unknown {
  return {
    diagnostics,
    lines: lines.lineCount,
    names: files.map(({ symbolOfToken }) => Array.from(symbolOfToken, (symbol) => symbols[symbol]?.name)),
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
