import { nameOf } from './contestantName.ts';
import { figure, spreadText, table } from './figures.ts';
import type { MeasuredRow } from './measureRow.ts';
import { shortfalls } from './shortfalls.ts';
import { limitsOf, targetAreaNames } from './targetAreas.ts';
import { type AreaSummary, summaryOf, type TargetResult, targetResults, type Verdict, verdictOf } from './targets.ts';

interface ResultOfRow {
  readonly measured: MeasuredRow;
  readonly result: TargetResult;
}

function resultsOf(measured: readonly MeasuredRow[]): ResultOfRow[] {
  return measured.flatMap((each) => targetResults(each).map((result) => ({ measured: each, result })));
}

/** A line for each target, with how many rows reach it. */
export function summaryTable(measured: readonly MeasuredRow[]): string[] {
  const all = resultsOf(measured).map(({ result }) => result);
  const summaries = targetAreaNames.map((area) => summaryOf(area, all)).filter(({ results }) => results.length > 0);
  const limited = summaries.filter(({ area }) => limitsOf(area).must !== undefined);
  const sum = (count: (summary: AreaSummary) => number) => limited.reduce((total, each) => total + count(each), 0);
  const total = sum(({ results }) => results.length);
  return [
    `"Must" is met in ${sum(({ reachingMust }) => reachingMust)} of ${total} rows, "ambitious" in ${sum(({ reachingAmbitious }) => reachingAmbitious)}.`,
    '',
    ...table(
      ['Target', 'Rows:', 'Ratio, median of rows (best–worst):', 'Must:', 'Met in:', 'Ambitious:', 'Met in:'],
      summaries.map(({ area, medians, reachingAmbitious, reachingMust, results }) => {
        const { ambitious, must, title } = limitsOf(area);
        const count = results.length;
        const reached = must === undefined ? '–' : reachingMust < count ? `**${reachingMust}**` : reachingMust;
        return [
          ...[title, count, medians === undefined ? 'did not run' : spreadText(medians)],
          ...[must ?? '–', reached, ambitious ?? '–', ambitious === undefined ? '–' : reachingAmbitious],
        ];
      }),
    ),
  ];
}

/** What was tried for the rows that fall short of their targets; empty where none does. */
export function shortfallSection(measured: readonly MeasuredRow[]): string[] {
  const short = resultsOf(measured).filter(({ result }) => ['must', 'missed'].includes(verdictOf(result)));
  if (short.length === 0) return [];
  const areas = targetAreaNames.filter((area) => short.some(({ result }) => result.target.area === area));
  return [
    '### What was tried where rows fall short',
    '',
    'Rows that miss "must" are bold, the others miss "ambitious" only; the number of threads follows the name.',
    '',
    ...areas.map((area) => {
      const rows = short
        .filter(({ result }) => result.target.area === area)
        .map(({ measured: { row, threads }, result }) => {
          const name = `${row.name}/${threads} ${result.target.ours} ${ratioText(result, ({ median }) => figure(median))}`;
          return verdictOf(result) === 'missed' ? `**${name}**` : name;
        });
      return `- ${limitsOf(area).title}: ${rows.join(', ')}. ${shortfalls[area] ?? '**Nothing yet.**'}`;
    }),
    '',
  ];
}

const verdicts: Readonly<Record<Verdict, string>> = {
  ambitious: 'ambitious',
  must: 'must',
  missed: '**MISSED**',
  none: '',
};

/** A line for each row and target. */
export function targetTable(measured: readonly MeasuredRow[]): string[] {
  return table(
    ['Row', 'Threads:', 'Ours', 'Peer', 'Ratio:', 'First call:', 'Must:', 'Ambitious:', 'Met'],
    resultsOf(measured).map(({ measured: { row, threads }, result }) => {
      const { firstRatio, ours, peer, target } = result;
      const { ambitious, must } = limitsOf(target.area);
      return [
        ...[row.name, threads, ours.contestant.configuration],
        nameOf(peer) + (peer.rounds.length === 1 && ours.rounds.length > 1 ? ', one run' : ''),
        ...[ratioText(result, spreadText), firstRatio === undefined ? '' : figure(firstRatio)],
        ...[must ?? '', ambitious ?? '', verdicts[verdictOf(result)]],
      ];
    }),
  );
}

function ratioText({ isBound, ratio }: TargetResult, text: (ratio: NonNullable<TargetResult['ratio']>) => string) {
  if (ratio === undefined) return 'did not run';
  return `${isBound ? '< ' : ''}${text(ratio)}`;
}
