import { formatNumber } from '../format/numbers.ts';

/** `0.7071 + 0.7071i`; parts that are rounding are left out. */
export function amplitudeText({ im, re }: { readonly re: number; readonly im: number }): string {
  const hasRe = Math.abs(re) >= 0.00005;
  const hasIm = Math.abs(im) >= 0.00005;
  if (!hasIm) return formatNumber(re, 4);
  const imaginary = `${formatNumber(Math.abs(im), 4)}i`;
  if (!hasRe) return im < 0 ? `−${imaginary}` : imaginary;
  return `${formatNumber(re, 4)} ${im < 0 ? '−' : '+'} ${imaginary}`;
}

/** With two decimals of a percent: `12.50 %`; what is there but rounds to nothing as `< 0.01 %`. */
export function chanceText(chance: number): string {
  if (chance > 0 && chance < 0.00005) return '< 0.01\u00a0%';
  return `${formatNumber(chance * 100, 2)}\u00a0%`;
}
