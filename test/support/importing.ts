import { expect } from 'vitest';
import { type ImportFormat, importCircuit } from '#core/circuit/import/importCircuit.ts';
import type { ImportedCircuit } from '#core/circuit/import/importedCircuit.ts';
import { readMarkers } from './markers.ts';

/** The circuit of a text that must have one. */
export function imported(text: string, format: ImportFormat): ImportedCircuit {
  const read = importCircuit(text, format);
  if (read.ok) return read.value;
  throw new Error(read.error.map(({ message, range }) => `${range.start}: ${message}`).join('\n'));
}

/** A text with one problem, at the marked range, whose message holds the words. */
export function expectProblem(marked: string, format: ImportFormat, words: string): void {
  const { ranges, text } = readMarkers(marked);
  const read = importCircuit(text, format);
  const problems = read.ok ? [] : read.error;
  expect(problems.map(({ range }) => text.slice(range.start, range.end))).toEqual(
    ranges.map(({ end, start }) => text.slice(start, end)),
  );
  expect(problems.map(({ range }) => range)).toEqual(ranges);
  expect(problems[0]?.message).toContain(words);
}
