import { expect, test } from 'vitest';
import { editCommand } from '#webview/circuit/editing/editKeys.ts';

const none = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };

test.each([
  [{ key: 'a' }, { kind: 'palette' }],
  [{ key: 'Delete' }, { kind: 'delete' }],
  [
    { key: 'ArrowLeft', altKey: true },
    { kind: 'shift', direction: 'left' },
  ],
  [{ key: 'F2' }, { kind: 'parameters' }],
  [{ key: 'F10', shiftKey: true }, { kind: 'menu' }],
  [
    { key: 'z', ctrlKey: true },
    { kind: 'undo', what: 'undo' },
  ],
  [
    { key: 'Z', metaKey: true, shiftKey: true },
    { kind: 'undo', what: 'redo' },
  ],
  [
    { key: 'y', ctrlKey: true },
    { kind: 'undo', what: 'redo' },
  ],
  [{ key: 'ArrowLeft' }, undefined],
  [{ key: 'F10' }, undefined],
  [{ key: 'a', ctrlKey: true }, { kind: 'select-all' }],
  [{ key: 'd', metaKey: true }, { kind: 'duplicate' }],
  [{ key: 'c', ctrlKey: true }, { kind: 'copy' }],
  [{ key: 'V', ctrlKey: true, shiftKey: true }, undefined],
  [{ key: 'Escape' }, { kind: 'leave' }],
  [{ key: 'c' }, { kind: 'control', value: 1 }],
  [
    { key: 'C', shiftKey: true },
    { kind: 'control', value: 0 },
  ],
  [{ key: 'ArrowLeft', altKey: true, ctrlKey: true }, undefined],
])('%j means %j', (pressed, command) => {
  expect(editCommand({ ...none, ...pressed })).toEqual(command);
});
