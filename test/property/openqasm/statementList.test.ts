import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { parseProgram } from '#core/openqasm/index.ts';
import { flatCircuit } from '#test/support/arbitraries/flatCircuits.ts';
import { mutatedProgram } from '#test/support/arbitraries/openqasmText.ts';
import { nodeContent } from '#test/support/syntaxNodes.ts';

/** Parses with every statement read by the parser, also those it would only recognise. */
let parseEverything: typeof parseProgram;
let contentOfEverything: typeof nodeContent;

beforeAll(async () => {
  // Another copy of the modules, in which nothing is recognised.
  vi.resetModules();
  vi.doMock('#core/openqasm/plainStatement.ts', async (importOriginal) => ({
    ...(await importOriginal<object>()),
    plainStatementEnd: () => -1,
  }));
  vi.doMock('#core/openqasm/plainBranch.ts', async (importOriginal) => ({
    ...(await importOriginal<object>()),
    plainBranchEnd: () => -1,
  }));
  parseEverything = (await import('#core/openqasm/index.ts')).parseProgram;
  contentOfEverything = (await import('#test/support/syntaxNodes.ts')).nodeContent;
  vi.doUnmock('#core/openqasm/plainStatement.ts');
  vi.doUnmock('#core/openqasm/plainBranch.ts');
  vi.resetModules();
});

describe('a list of statements makes the nodes that the parser reads', () => {
  test.each([
    ['circuits', flatCircuit],
    ['broken programs', mutatedProgram],
  ])('%s', (_, programs) => {
    fc.assert(
      fc.property(programs, (text) => {
        const tree = parseProgram(text);
        const read = parseEverything(text);
        expect(nodeContent([...tree.statements])).toEqual(contentOfEverything([...read.statements]));
        expect(tree.diagnostics).toEqual(read.diagnostics);
        for (const [index, statement] of [...read.statements].entries()) {
          expect(tree.statements.kindAt(index)).toBe(statement.kind);
          expect(tree.statements.firstTokenAt(index)).toBe(read.statements.firstTokenAt(index));
          expect(tree.statements.lastTokenAt(index)).toBe(read.statements.lastTokenAt(index));
          expect(read.statements.isPlainAt(index)).toBe(false);
        }
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
