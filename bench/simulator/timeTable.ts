import type { ContestantTimes } from './contestantTimes.ts';
import { duration, table } from './figures.ts';
import type { MeasuredRow } from './measureRow.ts';
import type { SubjectName } from './rows.ts';
import { spreadOf } from './statistics.ts';
import { bestOf } from './targets.ts';

/** Times of all that took part in some rows: each configuration of ours, and the best of each peer. */
export function timeTable(measured: readonly MeasuredRow[]): string[] {
  const distinct = (values: readonly string[]) => [...new Set(values)];
  const own = distinct(measured.flatMap(({ found }) => ownOf(found).map(({ contestant }) => contestant.configuration)));
  const subjects = new Set(measured.flatMap(({ found }) => found.map(({ contestant }) => contestant.subject)));
  subjects.delete('hybrid-quantum');
  return table(
    [
      'Row',
      'Threads:',
      ...own.map((configuration) => `ours, ${configuration}:`),
      ...[...subjects].map((name) => `${name}:`),
    ],
    measured.map(({ found, row, threads }) => [
      row.name,
      threads,
      ...own.map((configuration) =>
        timesText(ownOf(found).find(({ contestant }) => contestant.configuration === configuration)),
      ),
      ...[...subjects].map((subject) => peerText(found, subject)),
    ]),
  );
}

function ownOf(found: readonly ContestantTimes[]): ContestantTimes[] {
  return found.filter(({ contestant }) => contestant.subject === 'hybrid-quantum');
}

/** With the configuration where there were several. */
function peerText(found: readonly ContestantTimes[], subject: SubjectName): string {
  const all = found.filter(({ contestant }) => contestant.subject === subject);
  const best = bestOf(all, [subject]);
  if (best === undefined) return timesText(all[0]);
  return all.length === 1 ? timesText(best) : `${timesText(best)}, ${best.contestant.configuration}`;
}

function timesText(each: ContestantTimes | undefined): string {
  if (each === undefined) return '';
  const [warm, first] = [spreadOf(each.rounds), spreadOf(each.first)];
  if (each.exceeded !== undefined) return `> ${duration(each.exceeded)}`;
  if (warm === undefined) return each.broken === undefined ? '' : 'broke';
  return first === undefined ? duration(warm.median) : `${duration(warm.median)} (${duration(first.median)})`;
}
