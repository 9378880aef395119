import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { parseProgram } from '#core/openqasm/index.ts';
import { flatCircuit } from '#test/support/arbitraries/flatCircuits.ts';
import { mutatedProgram } from '#test/support/arbitraries/openqasmText.ts';
import { nodeContent } from '#test/support/syntaxNodes.ts';

const recognition = vi.hoisted(() => ({ isOn: true }));

vi.mock('#core/openqasm/plainStatement.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('#core/openqasm/plainStatement.ts')>();
  return {
    ...original,
    plainStatementEnd: (...parameters: Parameters<typeof original.plainStatementEnd>) =>
      recognition.isOn ? original.plainStatementEnd(...parameters) : -1,
  };
});

vi.mock('#core/openqasm/plainBranch.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('#core/openqasm/plainBranch.ts')>();
  return {
    ...original,
    plainBranchEnd: (...parameters: Parameters<typeof original.plainBranchEnd>) =>
      recognition.isOn ? original.plainBranchEnd(...parameters) : -1,
  };
});

/** Parses with every statement read by the parser, also those it would only recognise. */
function parseEverything(text: string): ReturnType<typeof parseProgram> {
  recognition.isOn = false;
  try {
    return parseProgram(text);
  } finally {
    recognition.isOn = true;
  }
}

describe('a list of statements makes the nodes that the parser reads', () => {
  test.each([
    ['circuits', flatCircuit],
    ['broken programs', mutatedProgram],
  ])('%s', (_, programs) => {
    fc.assert(
      fc.property(programs, (text) => {
        const tree = parseProgram(text);
        const read = parseEverything(text);
        expect(nodeContent([...tree.statements])).toEqual(nodeContent([...read.statements]));
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
