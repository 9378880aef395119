import { expect, test } from 'vitest';
import type { CircuitGesture, GestureOutcome } from '#core/protocol/circuitEditing.ts';
import type { AskedEdit, EditingChannel } from '#webview/circuit/editing/editingChannel.ts';
import { GesturesInOrder } from '#webview/circuit/editing/gesturesInOrder.ts';

const element = { source: { start: 0, end: 7 }, column: 0, firstWire: 0 };
const shift = (direction: 'left' | 'right'): CircuitGesture => ({ kind: 'shift', elements: [element], direction });

function started() {
  const asked: [number, AskedEdit][] = [];
  const answers: ((outcome: GestureOutcome) => void)[] = [];
  const outcomes: GestureOutcome[] = [];
  const drawn = { file: 'a.qasm', version: 1 };
  const channel: EditingChannel = {
    edit: ({ version }, gesture) =>
      new Promise((resolve) => {
        asked.push([version, gesture]);
        answers.push(resolve);
      }),
    copy: () => Promise.reject(new Error('not asked')),
    parameters: () => Promise.reject(new Error('not asked')),
    gates: () => Promise.reject(new Error('not asked')),
    undo: () => Promise.resolve(),
  };
  const gestures = new GesturesInOrder(
    channel,
    () => drawn,
    (outcome) => outcomes.push(outcome),
  );
  const answer = async (outcome: GestureOutcome) => {
    answers.shift()?.(outcome);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { asked, answer, drawn, gestures, outcomes };
}

test('a gesture waits until the one before is drawn', async () => {
  const { answer, asked, drawn, gestures } = started();
  gestures.add(() => shift('left'));
  gestures.add(() => shift('right'));
  expect(asked).toEqual([[1, shift('left')]]);
  await answer({ kind: 'applied', label: 'Move h', version: 2, statements: [] });
  expect(asked).toHaveLength(1);
  drawn.version = 2;
  gestures.drawn(2);
  expect(asked).toEqual([
    [1, shift('left')],
    [2, shift('right')],
  ]);
});

test('what waits behind a refused gesture is dropped, and later ones are done again', async () => {
  const { answer, asked, gestures, outcomes } = started();
  gestures.add(() => shift('left'));
  gestures.add(() => shift('right'));
  await answer({ kind: 'refused', reason: 'No.' });
  expect(outcomes).toEqual([{ kind: 'refused', reason: 'No.' }]);
  expect(asked).toHaveLength(1);
  gestures.add(() => undefined);
  gestures.add(() => shift('right'));
  expect(asked).toHaveLength(2);
});
