import { describe, expect, it, test } from 'vitest';
import { amplitudeText, chanceText } from '#webview/inspector/amplitudeText.ts';
import { projectBloch, purityOf } from '#webview/inspector/blochProjection.ts';
import { degreesOf, inputText, radiansOf, typedInput } from '#webview/inspector/inputValue.ts';
import { placeOfPair } from '#webview/inspector/pairOrder.ts';
import { phaseColour, phaseOf, phaseText } from '#webview/inspector/phase.ts';

describe('amplitudes', () => {
  it('are written without parts that are rounding', () => {
    expect(amplitudeText({ re: 0.7, im: 1e-17 })).toBe('0.7000');
    expect(amplitudeText({ re: -1e-9, im: -0.45 })).toBe('−0.4500i');
    expect(amplitudeText({ re: -0.51, im: 0.25 })).toBe('−0.5100 + 0.2500i');
    expect(amplitudeText({ re: 0.52, im: -0.26 })).toBe('0.5200 − 0.2600i');
    expect(amplitudeText({ re: 0.000013, im: 0 })).toBe('0.0000');
  });

  it('are written exactly where they are well known', () => {
    expect(amplitudeText({ re: 0.5, im: -0.25 })).toBe('1/2 − i/4');
    expect(amplitudeText({ re: Math.SQRT1_2, im: 0 })).toBe('1/√2');
    expect(amplitudeText({ re: 0, im: -1e-17 })).toBe('0');
  });

  it('have a phase as a multiple of π where it is one', () => {
    expect(phaseText(phaseOf({ re: 0.5, im: 0.5 }))).toBe('π/4');
    expect(phaseText(phaseOf({ re: -1, im: -1e-17 }))).toBe('π');
    expect(phaseText(phaseOf({ re: Math.cos(2.1), im: Math.sin(2.1) }))).toBe('2.10');
    expect(phaseText(phaseOf({ re: 0.3, im: 0 }))).toBe('0');
  });

  it('have a colour at each quarter turn, and mixtures between them', () => {
    expect(phaseColour(0)).toBe('color-mix(in oklab, var(--phase-1) 0%, var(--phase-0))');
    expect(phaseColour(Math.PI / 4)).toBe('color-mix(in oklab, var(--phase-1) 50%, var(--phase-0))');
    expect(phaseColour(-Math.PI / 4)).toBe('color-mix(in oklab, var(--phase-0) 50%, var(--phase-3))');
    expect(phaseColour(Math.PI)).toBe('color-mix(in oklab, var(--phase-3) 0%, var(--phase-2))');
  });
});

test('chances are percentages; what is there is not said to be nothing', () => {
  expect([0, 1e-9, 0.125, 1].map(chanceText)).toEqual([
    '0.00\u00a0%',
    '< 0.01\u00a0%',
    '12.50\u00a0%',
    '100.00\u00a0%',
  ]);
});

describe('Bloch vectors', () => {
  it('are seen from between x and y, a little from above', () => {
    expect(projectBloch([0, 0, 1])).toMatchObject({
      x: expect.closeTo(0, 12),
      y: expect.closeTo(-Math.cos(Math.PI / 9), 12),
    });
    expect(projectBloch([1, 0, 0]).x).toBeLessThan(0);
    expect(projectBloch([0, 1, 0]).x).toBeGreaterThan(0);
    expect(projectBloch([1, 0, 0]).depth).toBeGreaterThan(0);
    expect(projectBloch([-1, 0, 0]).depth).toBeLessThan(0);
  });

  it('have a purity', () => {
    expect([purityOf([0, 0, 1]), purityOf([0, 0, 0]), purityOf([0.5, 0, 0])]).toEqual([1, 0.5, 0.625]);
  });
});

test('pairs of qubits are in order of the first, then of the second one', () => {
  const pairs = [];
  for (let one = 0; one < 5; one++) for (let other = one + 1; other < 5; other++) pairs.push([one, other] as const);
  expect(pairs.map(([one, other]) => placeOfPair(one, other, 5))).toEqual(pairs.map((_, place) => place));
  expect(placeOfPair(3, 1, 5)).toBe(placeOfPair(1, 3, 5));
});

describe('inputs', () => {
  it('have sliders of degrees on which common angles are steps', () => {
    for (const part of [1, 2, 3, 4, 6]) expect(radiansOf(degreesOf(Math.PI / part))).toBeCloseTo(Math.PI / part, 15);
    expect([degreesOf(100), degreesOf(-100)]).toEqual([360, -360]);
    expect(inputText(radiansOf(60), 'angle')).toBe('π/3');
  });

  it('are typed as numbers or multiples of π, and are of their type', () => {
    expect(typedInput('−3π/4', 'angle')).toBeCloseTo((-3 * Math.PI) / 4, 15);
    expect(typedInput('0.25', 'float')).toBe(0.25);
    expect(typedInput('quarter', 'angle')).toBeUndefined();
    expect([typedInput('-3', 'int'), typedInput('0.5', 'int'), typedInput('-3', 'uint')]).toEqual([
      -3,
      undefined,
      undefined,
    ]);
    expect([typedInput('1', 'bool'), typedInput('2', 'bool')]).toEqual([1, undefined]);
  });
});
