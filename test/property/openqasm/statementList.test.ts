import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseProgram } from '#core/openqasm/index.ts';
import { scan } from '#core/openqasm/scanner.ts';
import { parseStatement } from '#core/openqasm/statementParser.ts';
import { StatementReader } from '#core/openqasm/statementReader.ts';
import type { Statement } from '#core/openqasm/syntaxTree.ts';
import { TokenCursor } from '#core/openqasm/tokenCursor.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import { flatCircuit } from '#test/support/arbitraries/flatCircuits.ts';
import { mutatedProgram } from '#test/support/arbitraries/openqasmText.ts';
import { nodeContent } from '#test/support/syntaxNodes.ts';

/** Reads every statement of a file with the parser, also those it would only recognise. */
function readStatements(text: string): { statements: Statement[]; cursor: TokenCursor } {
  const cursor = new TokenCursor(new StatementReader(scan(text)));
  const statements: Statement[] = [];
  while (!cursor.atEnd) {
    if (cursor.kind === tokenKind.rightBrace) {
      cursor.advance();
      continue;
    }
    const statement = parseStatement(cursor);
    if (statement) statements.push(statement);
  }
  return { statements, cursor };
}

describe('a list of statements makes the nodes that the parser reads', () => {
  test.each([
    ['circuits', flatCircuit],
    ['broken programs', mutatedProgram],
  ])('%s', (_, programs) => {
    fc.assert(
      fc.property(programs, (text) => {
        const tree = parseProgram(text);
        const { statements, cursor } = readStatements(text);
        expect(nodeContent([...tree.statements])).toEqual(nodeContent(statements));
        expect(statements.map((_, index) => tree.statements.kindAt(index))).toEqual(statements.map(({ kind }) => kind));
        const unmatched = tree.diagnostics.filter(({ code, message }) => code === 'QAS2003' && message.includes(`'}'`));
        expect(tree.diagnostics.filter((each) => !unmatched.includes(each))).toEqual([
          ...tree.tokens.diagnostics,
          ...cursor.diagnostics,
        ]);
      }),
      { numRuns: 500 },
    );
  });
});

test('a long list forgets its nodes and makes them again', () => {
  const { statements } = parseProgram(`OPENQASM 3.0;\nqubit q;\n${'U(0, 0, 0) q;\nif (true) reset q;\n'.repeat(1000)}`);
  expect(statements.length).toBe(2002);
  expect(statements.at(-1)).not.toBe(statements.at(-1));
  expect(nodeContent(statements.at(-1))).toEqual(nodeContent(statements.at(2001)));
  expect(statements.isPlainAt(2000)).toBe(true);
  expect(statements.isPlainAt(2001)).toBe(false);
});

test('a statement is found by any place from its start to the start of the next', () => {
  fc.assert(
    fc.property(flatCircuit, fc.nat(), (text, place) => {
      const { statements } = parseProgram(text);
      const offset = place % (text.length + 1);
      const expected = [...statements].filter(({ start }) => start <= offset).length - 1;
      expect(statements.indexAt(offset)).toBe(expected);
    }),
  );
});
