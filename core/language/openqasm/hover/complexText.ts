import { multipleOfPiText } from '../valueText.ts';

/** Differences smaller than this are the rounding of a computation. */
const negligible = 1e-10;

/** Real numbers that are shown as what they are. */
const exactReals: readonly (readonly [value: number, text: string])[] = [
  ...[1, 2, 3, 4, 5, 6, 8].flatMap((denominator): [number, string][] =>
    Array.from({ length: denominator }, (_, index) => [
      (index + 1) / denominator,
      denominator === 1 ? '1' : `${index + 1}/${denominator}`,
    ]),
  ),
  [Math.SQRT1_2, '1/√2'],
  [Math.SQRT1_2 / 2, '1/(2√2)'],
  [Math.sqrt(3) / 2, '√3/2'],
  [1 / Math.sqrt(3), '1/√3'],
];

/** A positive real number in exact form, the shortest there is; undefined when none is known. */
function exactText(value: number): string | undefined {
  return exactReals.find(([exact]) => Math.abs(exact - value) < negligible)?.[1];
}

/**
 * A complex number for people: exact where it is `0`, `±1`, `i/√2`, `(1+i)/2`, `e^{iπ/8}` and the like, otherwise with
 * four decimals. Minus is `−`.
 */
export function complexText(re: number, im: number): string {
  const x = Math.abs(re) < negligible ? 0 : re;
  const y = Math.abs(im) < negligible ? 0 : im;
  if (x === 0 && y === 0) return '0';
  if (y === 0) return signed(x, realText(Math.abs(x)));
  if (x === 0) return signed(y, timesI(realText(Math.abs(y))));
  return diagonalText(x, y) ?? polarText(x, y) ?? `${decimal(x)} ${y < 0 ? '−' : '+'} ${decimal(Math.abs(y))}i`;
}

function realText(value: number): string {
  return exactText(value) ?? decimal(value);
}

function timesI(real: string): string {
  if (real.startsWith('√')) return `i${real}`;
  return /^1(?:\/|$)/.test(real) ? `i${real.slice(1)}` : `${real}·i`;
}

function signed(value: number, text: string): string {
  return value < 0 ? `−${text}` : text;
}

/** Four decimals without zeros at the end. */
function decimal(value: number): string {
  const text = String(Number(value.toFixed(4)));
  return text.replace('-', '−');
}

/** `(1−i)/2` and the like, for numbers on a diagonal of the plane that are no phases. */
function diagonalText(x: number, y: number): string | undefined {
  if (Math.abs(Math.abs(x) - Math.abs(y)) > negligible) return undefined;
  const inner = `${x < 0 ? '−' : ''}1${y < 0 ? '−' : '+'}i`;
  const [, denominator] = /^1\/(.+)$/.exec(exactText(Math.abs(x)) ?? '') ?? [];
  // Of modulus 1 it is a phase, which is read more easily as such.
  if (denominator === undefined || denominator === '√2') return undefined;
  return `(${inner})/${denominator}`;
}

/** `e^{iπ/4}`, `e^{−iπ/8}/√2`: a known modulus and a phase that is a multiple of π. */
function polarText(x: number, y: number): string | undefined {
  const modulus = exactText(Math.hypot(x, y));
  const phase = multipleOfPiText(Math.atan2(y, x));
  if (modulus === undefined || phase === undefined) return undefined;
  const exponent = `${phase.startsWith('−') ? '−i' : 'i'}${phase.replace('−', '')}`;
  const factor = `e^{${exponent}}`;
  if (modulus === '1') return factor;
  return modulus.startsWith('1/') ? `${factor}${modulus.slice(1)}` : `${modulus}·${factor}`;
}
