import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { mutatedProgram } from '#test/support/arbitraries/openqasmText.ts';
import { languageDocument, memoryWorkspace, openqasmLanguage } from '#test/support/languageDocuments.ts';

const language = openqasmLanguage(memoryWorkspace());

test('completion answers anywhere in broken programs, with edits that end at the cursor', async () => {
  await fc.assert(
    fc.asyncProperty(
      mutatedProgram,
      fc.nat(10_000),
      fc.constantFrom(undefined, ' ', '('),
      async (text, place, trigger) => {
        const document = languageDocument(text, 'file:///project/circuit.qasm');
        const position = document.lines.positionAt(place % (text.length + 1));
        const { items } = await language.completion(document, position, neverCancelled, trigger);
        for (const { label, textEdit } of items) {
          expect(label).not.toBe('');
          if (!textEdit || !('range' in textEdit)) throw new Error(`'${label}' has no edit.`);
          expect(textEdit.range.end).toEqual(position);
          expect(textEdit.range.start.line).toBe(position.line);
          expect(textEdit.range.start.character).toBeGreaterThanOrEqual(0);
        }
      },
    ),
    { numRuns: 500 },
  );
});
