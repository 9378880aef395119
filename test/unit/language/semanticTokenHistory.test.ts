import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SemanticTokenHistory } from '#core/language/semanticTokenHistory.ts';

const uri = 'file:///project/a.qasm';

test('what differs makes the tokens that were sent before the new ones', () => {
  const numbers = fc.array(fc.nat(3), { maxLength: 30 });
  fc.assert(
    fc.property(numbers, numbers, (before, after) => {
      const history = new SemanticTokenHistory();
      const { resultId = '' } = history.sent(uri, { data: before });
      const answer = history.difference(uri, resultId, { data: after });
      if (!('edits' in answer)) throw new Error('All tokens came again.');
      const patched = [...before];
      for (const { data = [], deleteCount, start } of answer.edits) patched.splice(start, deleteCount, ...data);
      expect(patched).toEqual(after);
    }),
  );
});

test('all tokens come when others were sent last, or none', () => {
  const history = new SemanticTokenHistory();
  expect(history.difference(uri, '1', { data: [1] })).toMatchObject({ data: [1] });
  const { resultId: first = '' } = history.sent(uri, { data: [1, 2] });
  history.sent(uri, { data: [1, 3] });
  expect(history.difference(uri, first, { data: [1, 4] })).toMatchObject({ data: [1, 4] });
  const { resultId: last = '' } = history.sent(uri, { data: [1, 2] });
  history.forget(uri);
  expect(history.difference(uri, last, { data: [5] })).toMatchObject({ data: [5] });
});
