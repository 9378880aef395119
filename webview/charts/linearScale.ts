import { formatDigits, formatNumber } from '../format/numbers.ts';

export interface LinearScale {
  readonly low: number;
  readonly high: number;
  /** Round values inside the domain, ascending. */
  readonly ticks: readonly number[];
  /** Where a value lies in the domain, 0 at `low` and 1 at `high`; only for what is not a number it is none. */
  position(value: number): number;
  /** Ticks with as many decimals as tell them apart, the same for all. */
  tickText(tick: number): string;
}

/** Differences below this are none: steps of ten cannot be taken of what is close to the smallest number there is. */
const tiniest = 1e-200;
/** What is larger is drawn here: differences of the largest numbers are none. */
const hugest = 1e300;
/** In domains: what lies farther outside than that is seen no less. */
const farthest = 1e6;
const mostDecimals = 9;
const hugestWhole = 1e15;

/**
 * A scale over finite values with about `tickCount` round ticks, its domain widened by `padding` (a share of it) at
 * both ends. A single value gets a domain around it.
 */
export function linearScale(values: readonly number[], tickCount: number, padding = 0): LinearScale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const bounded = withinBounds(value);
    if (bounded < low) low = bounded;
    if (bounded > high) high = bounded;
  }
  if (low > high) {
    low = 0;
    high = 1;
  } else if (high - low <= Math.max(tiniest, Math.max(Math.abs(low), Math.abs(high)) * 1e-9)) {
    const reach = Math.abs(high) <= tiniest ? 1 : Math.abs(high) * 0.1;
    low -= reach;
    high += reach;
  }
  const margin = (high - low) * padding;
  low -= margin;
  high += margin;
  const step = roundStep((high - low) / Math.max(1, tickCount));
  const ticks: number[] = [];
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  for (let multiple = first; multiple <= last; multiple++) ticks.push(multiple * step + 0);
  const span = high - low;
  return {
    low,
    high,
    ticks,
    position: (value) => Math.max(-farthest, Math.min(farthest, (withinBounds(value) - low) / span)),
    tickText: tickTexts(Math.max(Math.abs(low), Math.abs(high)), step),
  };
}

/** Texts that tell ticks a step apart: with the same decimals, or where these are many, with enough digits. */
function tickTexts(largest: number, step: number): (tick: number) => string {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const digits = Math.max(1, Math.ceil(Math.log10(largest / step)) + 1);
  return decimals > mostDecimals || largest >= hugestWhole
    ? (tick) => formatDigits(tick, digits)
    : (tick) => formatNumber(tick, decimals);
}

function withinBounds(value: number): number {
  return Math.max(-hugest, Math.min(hugest, value));
}

/** The smallest of 1, 2 and 5 times a power of ten that is not below the given step. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const multiple = step / power;
  for (const round of [1, 2, 5]) {
    if (multiple <= round * (1 + 1e-9)) return round * power;
  }
  return 10 * power;
}
