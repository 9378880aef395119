/**
 * Decimals that show a value no more exactly than its uncertainty: two significant digits of the half-width of the
 * interval, at most 6 and at least 0; without an interval, enough for four significant digits.
 */
export function decimalsFor(value: number, interval?: { readonly low: number; readonly high: number }): number {
  const uncertainty = interval === undefined ? 0 : (interval.high - interval.low) / 2;
  if (uncertainty > 0) return clampDecimals(1 - Math.floor(Math.log10(uncertainty)));
  if (value === 0 || !Number.isFinite(value)) return 3;
  return clampDecimals(3 - Math.max(0, Math.floor(Math.log10(Math.abs(value)))));
}

function clampDecimals(decimals: number): number {
  return Math.max(0, Math.min(6, decimals));
}

/** Larger numbers have more digits than anybody reads, and than they know. */
const longestWhole = 1e15;

/** `−1.5e20`, with so many digits at most. */
function exponential(value: number, digits = 4): string {
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e');
  return `${Number(mantissa)}e${exponent.replace('+', '')}`.replaceAll('-', '−');
}

/** A number with the given decimals, grouped by thin spaces and with a true minus sign; of 10^15 and more, `1.5e20`. */
export function formatNumber(value: number, decimals = 0): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (Math.abs(value) >= longestWhole) return exponential(value);
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u2009');
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** A share of 0…1 as a percentage: `12.5 %`; what is there but rounds to nothing as `< 0.1 %`. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.0005) return '< 0.1\u00a0%';
  return `${formatNumber(share * 100, 1)}\u00a0%`;
}

/** An amount of money with its currency's code: `0 USD`, `0.0042 USD`, `1 240.50 USD`. */
export function formatMoney(money: { readonly amount: number; readonly currency: string }): string {
  const { amount, currency } = money;
  if (amount === 0) return `0\u00a0${currency}`;
  const decimals = Math.abs(amount) >= 0.1 ? 2 : Math.min(6, 1 - Math.floor(Math.log10(Math.abs(amount))));
  return `${formatNumber(amount, decimals)}\u00a0${currency}`;
}

/** The number and the noun that agrees with it: `1 qubit`, `12 qubits`. */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(count)} ${count === 1 ? singular : plural}`;
}

/** A number of any size with up to four significant digits: `0.7`, `12 350`, `1e−7`. */
export function formatSignificant(value: number): string {
  return formatDigits(value, 4);
}

/** A number of any size with up to so many significant digits. */
export function formatDigits(value: number, digits: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  if (Math.abs(value) >= longestWhole) return exponential(value, digits);
  const rounded = Number(value.toPrecision(digits));
  if (rounded !== 0 && Math.abs(rounded) < 1e-6) return exponential(value, digits);
  return formatNumber(rounded, (String(Math.abs(rounded)).split('.')[1] ?? '').length);
}
