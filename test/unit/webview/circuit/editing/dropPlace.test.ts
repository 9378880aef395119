import { expect, test } from 'vitest';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import { dropPlace, qubitAt } from '#webview/circuit/editing/dropPlace.ts';
import { columnBehind, heldHeight } from '#webview/circuit/editing/elementReference.ts';
import { frameAround } from '#webview/circuit/editing/frames.ts';

const ground = {
  gutter: 50,
  height: 200,
  wires: [
    { kind: 'qubit', label: 'q[0]', y: 40 },
    { kind: 'qubit', label: 'q[1]', y: 88 },
    { kind: 'bits', label: 'c', y: 136, size: 2 },
  ],
  columns: [
    { x: 60, width: 34 },
    { x: 110, width: 34 },
  ],
} as const;

const element: DrawingElement = {
  id: 0,
  column: 0,
  firstWire: 0,
  lastWire: 1,
  x: 60,
  y: 23,
  width: 34,
  height: 82,
  description: '',
  parts: [
    { kind: 'control', x: 77, y: 40, value: 1 },
    { kind: 'line', role: 'quantum', x: 77, y1: 40, y2: 88 },
    { kind: 'not', x: 77, y: 88, radius: 11 },
  ],
};

test('a free cell takes what is put on it, and what is behind the last column too', () => {
  expect(dropPlace(ground, [element], { x: 125, y: 92 })).toMatchObject({ wire: 1, before: 1, isFree: true, x: 127 });
  expect(dropPlace(ground, [element], { x: 400, y: 40 })).toMatchObject({ wire: 0, before: 2, isFree: true });
});

test('between what is there, the nearer side counts', () => {
  expect(dropPlace(ground, [element], { x: 65, y: 40 })).toMatchObject({ before: 0, isFree: false });
  expect(dropPlace(ground, [element], { x: 90, y: 40 })).toMatchObject({ before: 1, isFree: false });
});

test('neither bits nor what is far from every wire take anything', () => {
  expect(qubitAt(ground, 140)).toBeUndefined();
  expect(dropPlace(ground, [], { x: 65, y: 190 })).toBeUndefined();
  expect(dropPlace(ground, [], { x: 5, y: 40 })).toBeUndefined();
});

test('a gate is held at the part that is touched', () => {
  expect(heldHeight(element, 45)).toBe(40);
  expect(heldHeight(element, 80)).toBe(88);
});

test('what reaches over several columns ends behind the last of them', () => {
  expect(columnBehind(element, ground.columns)).toBe(1);
  expect(columnBehind({ ...element, width: 90 }, ground.columns)).toBe(2);
});

test('what is put into a frame goes into its block, before, behind or between what is in it', () => {
  const at = (id: number, column: number) => ({ ...element, id, column, x: ground.columns[column]?.x ?? 0 });
  const frame: DrawingElement = {
    ...element,
    id: 7,
    x: 44,
    y: 13,
    width: 120,
    height: 102,
    parts: [{ kind: 'frame', role: 'branch', x: 44, y: 13, width: 120, height: 102, label: 'if c' }],
  };
  const inside = [frame, at(1, 0), at(2, 1)];
  expect(dropPlace(ground, inside, { x: 90, y: 40 })).toMatchObject({ before: 1, isFree: false, frame });
  expect(dropPlace(ground, inside, { x: 50, y: 40 })).toMatchObject({ before: 0, frame });
  expect(dropPlace(ground, inside, { x: 160, y: 40 })).toMatchObject({ before: 2, frame });
  expect(dropPlace(ground, [frame, at(1, 0)], { x: 125, y: 40 })).toMatchObject({ before: 1, isFree: true, frame });
  expect(dropPlace(ground, inside, { x: 170, y: 40 })).toMatchObject({ before: 2, frame: undefined });
  expect(frameAround(inside, at(1, 0))).toBe(frame);
  expect(frameAround(inside, frame)).toBeUndefined();
});
