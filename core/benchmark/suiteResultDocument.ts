import { countText, durationText, moneyText } from '#core/base/shownValues.ts';
import type { PlanTable } from '#core/pipeline/plan/planDocument.ts';
import type { SuiteRow } from './suiteTable.ts';

/** What came of a suite as people read it, whatever it is shown on. Plain JSON. */
export interface SuiteResultDocument {
  /** A row for each pipeline on each backend. */
  readonly table: PlanTable;
  /** What kind of numbers these are. */
  readonly note: string;
  /** A sentence for each row of which runs did not succeed. */
  readonly failures: readonly string[];
}

/** The rows of {@link suiteTable} as texts. */
export function suiteResultDocument(rows: readonly SuiteRow[]): SuiteResultDocument {
  const text = (title: string) => ({ title, isNumber: false });
  const number = (title: string) => ({ title, isNumber: true });
  return {
    table: {
      columns: [
        ...[text('pipeline'), text('backend'), text('kind'), number('runs'), text('result')],
        ...[number('better/worse/neither'), number('time'), number('cost')],
      ],
      rows: rows.map(({ backend, cells, cost, kind, metric, pipeline, succeeded, time, verdicts }) => [
        pipeline,
        backend,
        kind,
        `${succeeded}/${cells}`,
        metric === undefined ? '–' : resultText(metric),
        `${verdicts.better}/${verdicts.worse}/${verdicts['no-difference-shown']}`,
        durationText(time),
        Object.entries(cost)
          .map(([currency, amount]) => moneyText({ amount, currency }))
          .join(' + ') || '0',
      ]),
    },
    note: 'result: mean of the runs and their standard deviation over the seeds',
    failures: rows.flatMap(({ backend, failures, pipeline }) =>
      failures.length === 0
        ? []
        : [
            `${[pipeline, ...(backend === '' ? [] : [backend])].join(', ')}: ${countText(failures.length, 'run')} did not succeed. ${failures[0]}`,
          ],
    ),
  };
}

function resultText({ mean, name, standardDeviation }: NonNullable<SuiteRow['metric']>): string {
  return `${name} ${mean.toFixed(3)}${standardDeviation === undefined ? '' : ` ± ${standardDeviation.toFixed(3)}`}`;
}
