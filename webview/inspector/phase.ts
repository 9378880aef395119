import { angleText } from '#core/circuit/drawing/angleText.ts';
import { formatNumber } from '../format/numbers.ts';

/** The phase of an amplitude, from −π to π. */
export function phaseOf({ im, re }: { readonly re: number; readonly im: number }): number {
  // Rounding makes no phase.
  const clean = (part: number) => (Math.abs(part) < 1e-12 ? 0 : part);
  return Math.atan2(clean(im), clean(re));
}

/** `π/4`, or `0.31` where it is no simple multiple of π. */
export function phaseText(phase: number): string {
  const text = angleText(roundedMultiple(phase), []);
  return text.includes('π') || text === '0' ? text : formatNumber(phase, 2);
}

/** A multiple of π that is only not exact by rounding. */
function roundedMultiple(phase: number): number {
  const parts = Math.round((phase / Math.PI) * 96);
  const near = (parts * Math.PI) / 96;
  return Math.abs(near - phase) < 1e-9 ? near : phase;
}

/** The colour of a phase: one at each quarter turn, mixed between them. */
export function phaseColour(phase: number): string {
  const turn = (((phase / (2 * Math.PI)) % 1) + 1) % 1;
  const quarter = Math.floor(turn * 4) % 4;
  const share = Math.round((turn * 4 - quarter) * 100);
  return `color-mix(in oklab, var(--phase-${(quarter + 1) % 4}) ${share}%, var(--phase-${quarter}))`;
}
