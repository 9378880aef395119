import { expect, test } from 'vitest';
import type { DrawingPart } from '#core/circuit/drawing/circuitDrawing.ts';
import { brickworkDrawing, everyShapeDrawing } from '#test/support/fixtures/circuitDrawings.ts';
import { mergeShapes } from '#webview/circuit/mergedShapes.ts';

test('a thousand gates are a few paths, and one text of all their names', () => {
  const { elements } = brickworkDrawing(40, 40);
  const { paths, texts } = mergeShapes(elements);
  expect(paths.map(({ className }) => className)).toEqual([
    'part-line',
    'part-box part-gate',
    'part-not',
    'part-control value-1',
  ]);
  const parts = elements.flatMap((element) => element.parts);
  const boxes = parts.filter((part) => part.kind === 'box');
  expect(texts).toHaveLength(1);
  const [names] = texts;
  expect(names?.text).toBe('H'.repeat(boxes.length));
  expect(names?.x.split(' ').map(Number)).toEqual(boxes.map(({ width, x }) => x + width / 2));
  expect(names?.y.split(' ').map(Number)).toEqual(boxes.map(({ height, y }) => y + height / 2));
});

test('every shape begins where the layout has put it, below what lies over it', () => {
  const { elements } = everyShapeDrawing();
  const { paths, texts } = mergeShapes(elements);
  const parts = elements.flatMap((element) => element.parts);
  const starts = (className: string) =>
    paths
      .filter((path) => path.className.split(' ').includes(className))
      .flatMap(({ path }) => [...path.matchAll(/M(-?[\d.]+) /g)].map(([, x]) => Number(x)));
  const xs = <Kind extends DrawingPart['kind']>(kind: Kind, startOf: (part: DrawingPart & { kind: Kind }) => number) =>
    parts.filter((part): part is DrawingPart & { kind: Kind } => part.kind === kind).map(startOf);
  const sorted = (values: readonly number[]) => values.toSorted((one, other) => one - other);
  expect(sorted(starts('part-box'))).toEqual(sorted(xs('box', ({ x }) => x + 2)));
  expect(sorted(starts('part-frame'))).toEqual(sorted(xs('frame', ({ x }) => x + 3)));
  expect(sorted(starts('part-control'))).toEqual(sorted(xs('control', ({ x }) => x - 4.5)));
  expect(starts('part-barrier')).toEqual(xs('barrier', ({ x }) => x));
  expect(starts('part-passing')).toEqual(xs('passing', ({ x1 }) => x1));
  const order = paths.map(({ className }) => className);
  expect(order.indexOf('part-line')).toBeLessThan(order.indexOf('part-box part-gate'));
  expect(order.indexOf('part-control value-1')).toBeGreaterThan(order.indexOf('part-box part-gate'));
  const labels = parts.flatMap((part) => (part.kind === 'box' ? [part.label, part.detail ?? ''] : []));
  for (const label of labels) expect(texts.map(({ text }) => text).join(' ')).toContain(label);
});
