import { groupedNumber } from '#core/base/groupedNumber.ts';
import { countText, durationText, moneyText } from '#core/base/shownValues.ts';
import type { PlanDocument } from '#core/pipeline/plan/planDocument.ts';
import type { SuitePlan } from './suitePlan.ts';

/**
 * The plan of a suite as people read it, whatever it is shown on: a row for each pipeline on each backend, and the sum.
 * @param parallel how many runs there are at once
 */
export function suitePlanDocument(name: string, { rows, total }: SuitePlan, parallel: number): PlanDocument {
  const text = (title: string) => ({ title, isNumber: false });
  const number = (title: string) => ({ title, isNumber: true });
  return {
    name,
    kind: `${countText(total.runs, 'run')}, ${parallel} at once`,
    facts: [],
    contenders: {
      columns: [
        ...[text('pipeline'), text('backend'), text('kind'), number('runs'), number('circuits'), number('shots')],
        ...[number('jobs'), number('time'), number('cost')],
      ],
      rows: [
        ...rows.map(({ backend, cost, kind, perRun, pipeline, runs, time }) => [
          pipeline,
          backend,
          kind,
          String(runs),
          productText(runs, perRun.circuits),
          perRun.shots === 0 ? 'exact' : productText(runs, perRun.shots),
          productText(runs, perRun.jobs),
          timeText(time),
          cost === undefined ? '?' : moneyText(cost),
        ]),
        [
          'together',
          '',
          '',
          String(total.runs),
          groupedNumber(total.circuits),
          groupedNumber(total.shots),
          groupedNumber(total.jobs),
          timeText(total.time),
          Object.entries(total.cost)
            .map(([currency, amount]) => moneyText({ amount, currency }))
            .join(' + ') || '0',
        ],
      ],
    },
    backends: [],
    closing:
      'Each run on the first backend of its chain, at most; time is that of one core for circuits. Nothing has been sent.',
  };
}

function timeText(time: number | undefined): string {
  return time === undefined ? '?' : durationText(time);
}

function productText(runs: number, each: number): string {
  return runs === 1 ? groupedNumber(each) : `${runs} × ${groupedNumber(each)} = ${groupedNumber(runs * each)}`;
}
