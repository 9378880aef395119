import { metricDecimals } from '#core/runs/metricText.ts';
import type { RunResult } from '#core/runs/runRecord.ts';

/** What a run of a sample is expected to compute, as `expected.json` beside it says, to twelve digits. */
export interface SampleExpectation {
  readonly backend: string;
  readonly contenders: readonly {
    readonly id: string;
    readonly role: string;
    /** Mean over the repeats and, where there is one, the ends of its interval. */
    readonly metrics: Readonly<Record<string, readonly number[]>>;
  }[];
  readonly verdicts: Readonly<Record<string, string>>;
}

export function expectationOf(result: RunResult): SampleExpectation {
  return {
    backend: result.quantum?.backend ?? 'classical',
    contenders: result.contenders.map(({ id, metrics, role }) => ({
      id,
      role,
      metrics: Object.fromEntries(
        metrics.map(({ interval, mean, name }) => [
          name,
          (interval ? [mean, interval.low, interval.high] : [mean]).map(twelveDigits),
        ]),
      ),
    })),
    verdicts: Object.fromEntries(result.verdicts.map(({ against, outcome }) => [against, outcome])),
  };
}

/** Nothing but rounding is left of values below 10⁻¹². */
function twelveDigits(value: number): number {
  return Math.abs(value) < 1e-12 ? 0 : Number(value.toPrecision(12));
}

/** The table of a README: a row per contender, with the verdict of the hybrid pipeline against it. */
export function expectationTable({ contenders, verdicts }: SampleExpectation): string {
  const names = Object.keys(contenders[0]?.metrics ?? {});
  const rows = contenders.map(({ id, metrics, role }) => [
    `\`${id}\``,
    role,
    ...names.map((name) => metricCell(name, metrics[name])),
    verdicts[id]?.replaceAll('-', ' ') ?? '',
  ]);
  const titles = ['Contender', 'Role', ...names, 'Hybrid is'];
  return [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function metricCell(name: string, values: readonly number[] | undefined): string {
  const [mean, low, high] = values ?? [];
  if (mean === undefined) return '–';
  const decimals = metricDecimals(mean, name);
  const shown = (value: number) => value.toFixed(decimals).replace(/^-/, '−');
  return low === undefined || high === undefined ? shown(mean) : `${shown(mean)} [${shown(low)}, ${shown(high)}]`;
}

/**
 * A page with other text between its marks `<!-- computed: name -->` and `<!-- /computed -->`.
 * @throws Error without the marks
 */
export function withComputed(page: string, name: string, text: string): string {
  const begin = `<!-- computed: ${name} -->`;
  const end = '<!-- /computed -->';
  const start = page.indexOf(begin);
  const stop = page.indexOf(end, start);
  if (start < 0 || stop < 0) throw new Error(`The page has no ${begin} … ${end}.`);
  return [page.slice(0, start) + begin, text, page.slice(stop)].join('\n\n');
}
