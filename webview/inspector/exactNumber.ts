/** A number as `sign · √(over / under)`, where that is what it is but for rounding. */
interface Root {
  readonly isNegative: boolean;
  readonly over: number;
  readonly under: number;
}

/** Squares with a small denominator, as of states of few terms. */
const mostUnder = 16;

/** Squares with a power of two under them, as of Hadamard gates on many qubits. */
const mostPower = 20;
const mostOverPower = 16;

/** What differs by less from a whole number, in relation to it, differs by rounding. */
const rounding = 1e-9;

/**
 * A number between −1 and 1 as people write it, where it is the root of a simple fraction: `1/√2`, `−√3/2`, `3/(5√2)`.
 * @param unit written beside the numerator, as `i`
 */
export function exactNumber(value: number, unit = ''): string | undefined {
  const root = rootOf(value);
  if (root === undefined) return undefined;
  const [overFactor, overRoot] = squareFree(root.over);
  const [underFactor, underRoot] = squareFree(root.under);
  const whole = overFactor === 1 && (unit !== '' || overRoot > 1) ? '' : String(overFactor);
  const over = `${whole}${unit}${rootText(overRoot)}`;
  const sign = root.isNegative ? '−' : '';
  if (root.under === 1) return `${sign}${over}`;
  const under = `${underFactor === 1 && underRoot > 1 ? '' : underFactor}${rootText(underRoot)}`;
  return `${sign}${over}/${underFactor > 1 && underRoot > 1 ? `(${under})` : under}`;
}

function rootOf(value: number): Root | undefined {
  const square = value * value;
  if (square > 1 + rounding) return undefined;
  const isNegative = value < 0;
  for (let under = 1; under <= mostUnder; under++) {
    const over = nearWhole(square * under);
    if (over !== undefined) return { isNegative, over, under };
  }
  for (let power = 5; power <= mostPower; power++) {
    const over = nearWhole(square * 2 ** power);
    if (over !== undefined && over <= mostOverPower) return { isNegative, over, under: 2 ** power };
  }
  return undefined;
}

function nearWhole(value: number): number | undefined {
  const whole = Math.round(value);
  return whole > 0 && Math.abs(value - whole) < rounding * whole ? whole : undefined;
}

/** n = f² r with the greatest f. */
function squareFree(n: number): readonly [factor: number, rest: number] {
  let [factor, rest] = [1, n];
  for (let divisor = 2; divisor * divisor <= rest; divisor++) {
    while (rest % (divisor * divisor) === 0) {
      rest /= divisor * divisor;
      factor *= divisor;
    }
  }
  return [factor, rest];
}

function rootText(rest: number): string {
  return rest === 1 ? '' : `√${rest}`;
}
