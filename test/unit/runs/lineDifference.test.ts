import { expect, test } from 'vitest';
import { lineDifference } from '#core/runs/lineDifference.ts';

const shown = (before: string, after: string) =>
  lineDifference(before, after).map(
    ({ kind, text }) => `${{ same: ' ', removed: '-', added: '+', 'left-out': '…' }[kind]}${text}`,
  );

test('equal texts have no difference, whatever ends their lines', () => {
  expect(lineDifference('a\nb\n', 'a\r\nb\r\n')).toEqual([]);
});

test('shows what changed with two lines around it, and how many are left out', () => {
  const before = Array.from({ length: 12 }, (_, index) => `line ${index}`);
  const after = before.toSpliced(5, 1, 'other').toSpliced(7, 0, 'new');
  expect(shown(before.join('\n'), after.join('\n'))).toEqual([
    '…3',
    ' line 3',
    ' line 4',
    '-line 5',
    '+other',
    ' line 6',
    '+new',
    ' line 7',
    ' line 8',
    '…3',
  ]);
});

test('what is removed and added makes the one text of the other', () => {
  const texts = ['h q[0];\ncx q[0], q[1];\nmeasure q;', 'cx q[0], q[1];\nh q[0];\nh q[1];\nmeasure q;', ''];
  for (const before of texts) {
    for (const after of texts) {
      const lines = lineDifference(before, after);
      if (before === after) continue;
      expect(lines.flatMap(({ kind, text }) => (kind === 'added' ? [] : [text])).join('\n')).toBe(before);
      expect(lines.flatMap(({ kind, text }) => (kind === 'removed' ? [] : [text])).join('\n')).toBe(after);
    }
  }
});
