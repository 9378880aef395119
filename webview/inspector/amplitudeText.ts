import { formatNumber } from '../format/numbers.ts';
import { exactNumber } from './exactNumber.ts';

/** Parts below this are rounding. */
const smallest = 1e-12;

/**
 * `1/√2 + i/2` where both parts are roots of simple fractions, else `0.7071 + 0.7071i`; parts that are rounding, or round to
 * nothing, are left out.
 */
export function amplitudeText({ im, re }: { readonly re: number; readonly im: number }): string {
  const [exactRe, exactIm] = [exactPart(re), exactPart(im, 'i')];
  if (exactRe !== undefined && exactIm !== undefined) return joined(exactRe, exactIm) || '0';
  const decimal = (part: number, unit: string) => (Math.abs(part) < 0.00005 ? '' : `${formatNumber(part, 4)}${unit}`);
  return joined(decimal(re, ''), decimal(im, 'i')) || '0.0000';
}

/** Empty where there is none. */
function exactPart(part: number, unit?: string): string | undefined {
  return Math.abs(part) < smallest ? '' : exactNumber(part, unit);
}

function joined(re: string, im: string): string {
  if (re === '' || im === '') return re || im;
  return im.startsWith('−') ? `${re} − ${im.slice(1)}` : `${re} + ${im}`;
}

/** With two decimals of a percent: `12.50 %`; what is there but rounds to nothing as `< 0.01 %`. */
export function chanceText(chance: number): string {
  if (chance > 0 && chance < 0.00005) return '< 0.01\u00a0%';
  return `${formatNumber(chance * 100, 2)}\u00a0%`;
}
