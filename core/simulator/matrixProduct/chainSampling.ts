import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import { binomial } from '../program/binomial.ts';
import type { OutcomeListener } from '../program/quantumState.ts';
import { byLeftBond, type Chain } from './chain.ts';
import { chainProbabilities } from './chainProbabilities.ts';
import { type PlanarMatrix, planarMatrix } from './planarMatrix.ts';

/** Of so few sites the distribution is computed, and shots are divided among all its outcomes. */
const fewSites = 10;

/** Beginnings of outcomes that are continued together, as one product of matrices. */
const groupSize = 128;

/** The values of the first sites, the last one first. */
interface Beginning {
  readonly value: 0 | 1;
  readonly before: Beginning | undefined;
}

/** Different beginnings of the same length, and how many shots have each. */
interface Group {
  readonly beginnings: readonly (Beginning | undefined)[];
  readonly shots: readonly number[];
  /** What is left of the state given each beginning: a normalised row over the bond to the right. */
  readonly rows: PlanarMatrix;
}

/**
 * Reads sites `shots` times. Site by site, the shots that agree so far are divided by the probability of the next value
 * given those before (A. Ferris, G. Vidal, "Perfect sampling with unitary tensor networks", 2012), so that outcomes
 * cost what is different about them.
 * @param sites those to read, in the order of the values told; a site may be named more than once
 */
export function sampleChain(
  chain: Chain,
  sites: readonly number[],
  shots: number,
  stream: RandomStream,
  signal: CancellationSignal,
  found: OutcomeListener,
): void {
  if (shots === 0) return;
  const distinct = new Set(sites);
  if (distinct.size <= fewSites && distinct.size < chain.length) {
    sampleDistribution(chain, sites, shots, stream, signal, found);
    return;
  }
  chain.moveCentre(0, signal);
  const last = Math.max(...sites);
  const values = new Uint8Array(last + 1);
  const told = new Uint8Array(sites.length);
  // Where sites are left out, different outcomes of all may be the same outcome of those to read.
  const amounts = distinct.size <= last ? new Map<string, { values: Uint8Array; shots: number }>() : undefined;
  const finish = ({ beginnings, shots: counts }: Group) => {
    for (const [index, beginning] of beginnings.entries()) {
      for (let site = last, at = beginning; at !== undefined; site--, at = at.before) values[site] = at.value;
      for (const [place, site] of sites.entries()) told[place] = values[site] as number;
      const count = counts[index] as number;
      if (amounts === undefined) {
        found(told, count);
        continue;
      }
      const key = told.join('');
      const known = amounts.get(key);
      if (known) known.shots += count;
      else amounts.set(key, { values: told.slice(), shots: count });
    }
  };
  const waiting: { readonly site: number; readonly group: Group }[] = [];
  const whole: PlanarMatrix = { rows: 1, columns: 1, values: Float64Array.of(1, 0) };
  let next: { readonly site: number; readonly group: Group } | undefined = {
    site: 0,
    group: { beginnings: [undefined], shots: [shots], rows: whole },
  };
  for (; next !== undefined; next = waiting.pop()) {
    throwIfCancelled(signal);
    if (next.site > last) {
      finish(next.group);
      continue;
    }
    const continued = divided(chain, next.site, next.group, stream, signal);
    for (const group of continued.toReversed()) waiting.push({ site: next.site + 1, group });
  }
  for (const amount of amounts?.values() ?? []) found(amount.values, amount.shots);
}

function sampleDistribution(
  chain: Chain,
  sites: readonly number[],
  shots: number,
  stream: RandomStream,
  signal: CancellationSignal,
  found: OutcomeListener,
): void {
  const outcomes: { readonly values: Uint8Array; readonly probability: number }[] = [];
  chainProbabilities(chain, sites, signal, (values, probability) => {
    outcomes.push({ values: values.slice(), probability });
  });
  let total = outcomes.reduce((sum, { probability }) => sum + probability, 0);
  let rest = shots;
  for (const [index, { probability, values }] of outcomes.entries()) {
    // Nothing may be left over, whatever rounding says.
    const isLast = index === outcomes.length - 1;
    const count = isLast ? rest : binomial(stream, rest, probability / total);
    rest -= count;
    total -= probability;
    if (count > 0) found(values, count);
  }
}

/** The group continued by the values of a site, in groups of not more than {@link groupSize}. */
function divided(chain: Chain, site: number, group: Group, stream: RandomStream, signal: CancellationSignal): Group[] {
  const { workspace } = chain;
  workspace.clear();
  const tensor = workspace.load(byLeftBond(chain.site(site)));
  // A row has what is left for the value 0, and after it for 1.
  const product = workspace.read(workspace.multiply(workspace.load(group.rows), tensor, signal));
  const bond = product.columns / 2;
  const parts: { beginning: Beginning; shots: number; start: number; scale: number }[] = [];
  for (const [index, before] of group.beginnings.entries()) {
    const start = index * product.columns;
    const zero = rowWeight(product, start, bond);
    const one = rowWeight(product, start + bond, bond);
    const shots = group.shots[index] as number;
    const ones = binomial(stream, shots, one / (zero + one));
    if (ones < shots) {
      parts.push({ beginning: { value: 0, before }, shots: shots - ones, start, scale: 1 / Math.sqrt(zero) });
    }
    if (ones > 0) {
      parts.push({ beginning: { value: 1, before }, shots: ones, start: start + bond, scale: 1 / Math.sqrt(one) });
    }
  }
  const groups: Group[] = [];
  for (let first = 0; first < parts.length; first += groupSize) {
    const some = parts.slice(first, first + groupSize);
    const rows = planarMatrix(some.length, bond);
    for (let plane = 0; plane < 2; plane++) {
      for (const [row, { scale, start }] of some.entries()) {
        const from = plane * product.rows * product.columns + start;
        const to = (plane * some.length + row) * bond;
        for (let column = 0; column < bond; column++) {
          rows.values[to + column] = (product.values[from + column] as number) * scale;
        }
      }
    }
    groups.push({
      beginnings: some.map(({ beginning }) => beginning),
      shots: some.map((part) => part.shots),
      rows,
    });
  }
  return groups;
}

/** Σ |entry|² of `count` entries of a matrix from a place on. */
function rowWeight({ columns, rows, values }: PlanarMatrix, start: number, count: number): number {
  const half = rows * columns;
  let sum = 0;
  for (let place = start; place < start + count; place++) {
    sum += (values[place] as number) ** 2 + (values[half + place] as number) ** 2;
  }
  return sum;
}
