import { expect, test } from 'vitest';
import { everyShapeDrawing } from '#test/support/fixtures/circuitDrawings.ts';
import { findElements } from '#webview/circuit/circuitSearch.ts';

const { elements } = everyShapeDrawing();
const found = (query: string) => findElements(elements, query).map(({ description }) => description);

test('every word of a query begins a word of the description', () => {
  expect(found('h')).toEqual(['H, q[0], moment 1', 'H, q[2], moment 12']);
  expect(found('CX q[0]')).toEqual(['CX, control q[0], target q[1], moment 2']);
  expect(found('ry')).toEqual([]);
});

test('angles and moments are found, and nothing by an empty query', () => {
  expect(found('rx theta')).toEqual(['RX(theta), q[1], moment 1']);
  expect(found('moment 3').every((description) => /moment 3\d*$/.test(description))).toBe(true);
  expect(found('moment 3').length).toBeGreaterThan(0);
  expect(found('  ')).toEqual([]);
});
