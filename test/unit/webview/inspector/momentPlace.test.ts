import { expect, test } from 'vitest';
import { momentAt, momentScroll, placeOfMoment } from '#webview/inspector/momentPlace.ts';

const drawing = {
  gutter: 40,
  columns: [
    { x: 50, width: 30 },
    { x: 100, width: 60 },
    { x: 174, width: 20 },
  ],
};

test('a moment is between the column before it and that behind it', () => {
  expect([0, 1, 2, 3, 9].map((moment) => placeOfMoment(drawing, moment))).toEqual([45, 90, 167, 201, 201]);
  expect(placeOfMoment({ gutter: 40, columns: [] }, 0)).toBe(40);
});

test('the moment nearest to a place is found, also beyond the ends', () => {
  for (let moment = 0; moment <= 3; moment++) expect(momentAt(drawing, placeOfMoment(drawing, moment))).toBe(moment);
  expect([-100, 60, 80, 128, 129, 5000].map((x) => momentAt(drawing, x))).toEqual([0, 0, 1, 1, 2, 3]);
  expect(momentAt({ gutter: 40, columns: [] }, 10)).toBe(0);
});

test('a moment out of view is scrolled to, beside the names of the wires', () => {
  const view = { scrollLeft: 0, clientWidth: 150 };
  expect(momentScroll(drawing, 1, view, 1)).toBeUndefined();
  expect(momentScroll(drawing, 3, view, 1)).toBe(99);
  expect(momentScroll(drawing, 1, { scrollLeft: 60, clientWidth: 150 }, 1)).toBe(2);
  expect(momentScroll(drawing, 1, view, 2)).toBe(78);
});
