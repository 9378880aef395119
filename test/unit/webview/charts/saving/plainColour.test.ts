import { expect, test } from 'vitest';
import { plainColour } from '#webview/charts/saving/plainColour.ts';

test.each([
  ['rgb(31, 111, 235)', { hex: '#1f6feb', opacity: 1 }],
  ['rgba(255, 0, 10, 0.25)', { hex: '#ff000a', opacity: 0.25 }],
  ['rgb(31 111 235 / 50%)', { hex: '#1f6feb', opacity: 0.5 }],
  ['color(srgb 0.2 0.4 1 / 0.3)', { hex: '#3366ff', opacity: 0.3 }],
  ['color(srgb 1.2 -0.1 none)', { hex: '#ff0000', opacity: 1 }],
])('%s is read', (computed, colour) => {
  expect(plainColour(computed)).toEqual(colour);
});

test.each(['none', 'transparent', 'rgba(1, 2, 3, 0)', 'oklab(0.5 0.1 0.1)', 'color(display-p3 1 0 0)', ''])(
  '%j is no colour to draw with',
  (computed) => {
    expect(plainColour(computed)).toBeUndefined();
  },
);
