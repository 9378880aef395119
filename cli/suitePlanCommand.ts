import { availableParallelism } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import { groupedNumber } from '#core/base/groupedNumber.ts';
import { countText, durationText, moneyText } from '#core/base/shownValues.ts';
import { readSuiteFile, suiteCells } from '#core/benchmark/suiteFile.ts';
import { type PlannedCell, planSuite, type SuitePlan } from '#core/benchmark/suitePlan.ts';
import type { RunPlan } from '#core/pipeline/plan/planRun.ts';
import type { RunOptions } from '#core/protocol/runner.ts';
import { readInputText } from '#platform/inputFile.ts';
import type { CommandContext } from './commandContext.ts';
import { textTable } from './output/textTable.ts';
import { onFile } from './placedFailure.ts';

/**
 * Prints what the runs of a suite would do and cost together; nothing is sent.
 * @param planOf the plan of one pipeline, by its absolute path
 * @throws Failure of the suite or of the first pipeline that cannot be planned
 */
export async function showSuitePlan(
  file: string,
  format: string,
  context: CommandContext,
  planOf: (pipeline: string, wishes: RunOptions) => Promise<RunPlan>,
): Promise<void> {
  const path = resolve(context.folder, file);
  const suite = await onFile(file, async () =>
    readSuiteFile(await readInputText(path, { name: basename(path) }), basename(path)),
  );
  const cells: PlannedCell[] = [];
  for (const cell of suiteCells(suite)) {
    const { backend, pipeline, seed } = cell;
    const wishes = { ...(backend === undefined ? {} : { backend }), ...(seed === undefined ? {} : { seed }) };
    cells.push({ cell, plan: await planOf(resolve(dirname(path), pipeline), wishes) });
  }
  const plan = planSuite(cells);
  if (format === 'json') {
    context.output.write(`${JSON.stringify({ suite: suite.name, ...plan, cells }, null, 2)}\n`);
    return;
  }
  const parallel = Math.min(suite.parallel ?? availableParallelism(), cells.length);
  context.output.write(`${suitePlanText(suite.name, plan, parallel, context).join('\n')}\n`);
}

function suitePlanText(name: string, { rows, total }: SuitePlan, parallel: number, context: CommandContext): string[] {
  const right = { align: 'right' as const };
  const timeText = (time: number | undefined) => (time === undefined ? '?' : durationText(time));
  const product = (runs: number, each: number) =>
    runs === 1 ? groupedNumber(each) : `${runs} × ${groupedNumber(each)} = ${groupedNumber(runs * each)}`;
  return [
    `${context.colours.bold(name)}: ${countText(total.runs, 'run')}, ${parallel} at once`,
    ...textTable(
      [
        { title: 'pipeline' },
        { title: 'backend' },
        { title: 'kind' },
        { title: 'runs', ...right },
        { title: 'circuits', ...right },
        { title: 'shots', ...right },
        { title: 'jobs', ...right },
        { title: 'time', ...right },
        { title: 'cost', ...right },
      ],
      [
        ...rows.map(({ backend, cost, kind, perRun, pipeline, runs, time }) => [
          pipeline,
          backend,
          kind,
          String(runs),
          product(runs, perRun.circuits),
          perRun.shots === 0 ? 'exact' : product(runs, perRun.shots),
          product(runs, perRun.jobs),
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
    ),
    'Each run on the first backend of its chain, at most; time is that of one core for circuits. Nothing has been sent.',
    'hybridq plan of a pipeline shows how its numbers come about.',
  ];
}
