import { expect, test } from 'vitest';
import { type GridCommand, gridCommand } from '#webview/circuit/gridKeys.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false };

test.each<[Partial<typeof plain> & { key: string }, GridCommand | undefined]>([
  [{ key: '/' }, { kind: 'find' }],
  [{ key: 'f', ctrlKey: true }, { kind: 'find' }],
  [{ key: 'f', metaKey: true }, { kind: 'find' }],
  [
    { key: '=', ctrlKey: true },
    { kind: 'zoom', zoom: 1.2 },
  ],
  [{ key: '-' }, { kind: 'zoom', zoom: 0.85 }],
  [
    { key: '0', metaKey: true },
    { kind: 'zoom', zoom: 1 },
  ],
  [{ key: 'Escape' }, { kind: 'dismiss' }],
  [{ key: ' ' }, { kind: 'toggle' }],
  [{ key: 'Enter' }, { kind: 'reveal' }],
  [{ key: 'Enter', altKey: true }, undefined],
  [{ key: 'ArrowLeft', altKey: true }, undefined],
  [{ key: '+', altKey: true }, undefined],
  [
    { key: 'End', ctrlKey: true },
    { kind: 'move', key: 'End', withControl: true },
  ],
])('the key %o means %o', (pressed, command) => {
  expect(gridCommand({ ...plain, ...pressed }, 1)).toEqual(command);
});
