import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import {
  analyseProgram,
  expectationsAt,
  mentionsOf,
  nodePathAt,
  parseProgram,
  symbolAt,
  visibleSymbols,
} from '#core/openqasm/index.ts';
import { childrenOf } from '#core/openqasm/syntaxChildren.ts';
import type { SyntaxNode } from '#core/openqasm/syntaxTree.ts';
import { anyText, mutatedProgram, samplePrograms } from '#test/support/arbitraries/openqasmText.ts';

/** What holds for every text, however broken. */
function examine(text: string): void {
  const analysis = analyseProgram(text, {
    path: 'main.qasm',
    readInclude: (path) => ({ kind: 'found', path, text: samplePrograms[1] ?? '' }),
  });
  const { tokens } = analysis.tree;
  let end = 0;
  for (let token = 0; token < tokens.count; token++) {
    const start = tokens.starts[token] ?? -1;
    if (start < end) throw new Error(`Token ${token} overlaps the one before it.`);
    end = tokens.ends[token] ?? -1;
    if (end < start || end > text.length) throw new Error(`Token ${token} leaves the text.`);
    const gap = text.slice(token === 0 ? 0 : tokens.ends[token - 1], start);
    // Braces that match nothing are taken out of the tokens.
    if (/^\s*[\w;]/.test(gap)) throw new Error(`The gap before token ${token} hides '${gap}'.`);
  }
  expect(end).toBe(text.length);
  for (const { range, message, related } of analysis.diagnostics) {
    for (const place of [
      range,
      ...(related ?? []).filter(({ path }) => path === undefined).map((each) => each.range),
    ]) {
      if (!(0 <= place.start && place.start <= place.end && place.end <= text.length)) {
        throw new Error(`'${message}' is at ${place.start}–${place.end} of ${text.length}.`);
      }
    }
  }
  for (const statement of analysis.tree.statements) examineNode(statement, { start: 0, end: text.length });
  lowerProgram(analysis);
}

/** Nodes lie inside their parents and inside the text. */
function examineNode(node: SyntaxNode, parent: { readonly start: number; readonly end: number }): void {
  if (!(parent.start <= node.start && node.start <= node.end && node.end <= parent.end)) {
    throw new Error(`${node.kind} ${node.start}–${node.end} is outside ${parent.start}–${parent.end}.`);
  }
  for (const child of childrenOf(node)) examineNode(child, node);
}

describe('no text makes the front end fail', () => {
  test.each(samplePrograms)('every prefix of a program: %s', (program) => {
    for (let length = 0; length <= program.length; length++) examine(program.slice(0, length));
  });

  test('programs with pieces removed, added, exchanged', () => {
    fc.assert(fc.property(mutatedProgram, examine), { numRuns: 600 });
  });

  test('text of any pieces', () => {
    fc.assert(fc.property(anyText, examine), { numRuns: 600 });
  });

  test('other line ends and a byte order mark', () => {
    for (const program of samplePrograms) {
      const wanted = parseProgram(program).diagnostics.map(({ code }) => code);
      for (const lineEnd of ['\r\n', '\r']) {
        const text = `\ufeff${program.replaceAll('\n', lineEnd)}`;
        examine(text);
        expect(parseProgram(text).diagnostics.map(({ code }) => code)).toEqual(wanted);
      }
    }
  });

  test('a line of a megabyte', () => {
    examine(`OPENQASM 3.0; include "stdgates.inc"; qubit[2] q;${'cx q[0], q[1];'.repeat(75_000)}`);
    examine(`OPENQASM 3.0; int x = ${'a'.repeat(1_000_000)};`);
    examine(`OPENQASM 3.0; int x = ${'9'.repeat(1_000_000)};`);
    examine(';'.repeat(1_000_000));
  });

  test('questions about any place of a broken program', () => {
    fc.assert(
      fc.property(mutatedProgram, fc.nat(2000), (text, place) => {
        const offset = place % (text.length + 1);
        const analysis = analyseProgram(text);
        expectationsAt(analysis.tree, offset);
        nodePathAt(analysis.tree, offset);
        visibleSymbols(analysis, offset);
        const found = symbolAt(analysis, offset);
        if (found) {
          const ranges = mentionsOf(analysis, found.symbol).map(({ file, range }) => (file === 0 ? range : undefined));
          expect(ranges).toContainEqual(found.range);
        }
      }),
      { numRuns: 400 },
    );
  });
});
