import { resolve } from 'node:path';
import type { PlanDocument } from '#core/pipeline/plan/planDocument.ts';
import type { RunPlan } from '#core/pipeline/plan/planRun.ts';
import type { RunOptions } from '#core/protocol/runner.ts';
import { plannedSuite } from '#runner/plannedSuite.ts';
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
  const { document, plan } = await onFile(file, () => plannedSuite(resolve(context.folder, file), planOf));
  const text = format === 'json' ? JSON.stringify(plan, null, 2) : suitePlanText(document, context).join('\n');
  context.output.write(`${text}\n`);
}

function suitePlanText({ closing, contenders, kind, name }: PlanDocument, { colours }: CommandContext): string[] {
  return [
    `${colours.bold(name)}: ${kind}`,
    ...textTable(
      contenders.columns.map(({ isNumber, title }) => ({ title, ...(isNumber && { align: 'right' as const }) })),
      contenders.rows,
    ),
    closing,
    'hybridq plan of a pipeline shows how its numbers come about.',
  ];
}
