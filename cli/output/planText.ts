import { type PlanLine, type PlanTable, planDocument } from '#core/pipeline/plan/planDocument.ts';
import type { RunPlan } from '#core/pipeline/plan/planRun.ts';
import type { Colours } from './colours.ts';
import { textTable } from './textTable.ts';

/** The plan of a run at the terminal: what is compared, and for each backend the arithmetic of its cost. */
export function planText(plan: RunPlan, colours: Colours): string[] {
  const { backends, closing, contenders, facts, kind, name } = planDocument(plan);
  return [
    `${colours.bold(name)}: ${kind}`,
    ...facts,
    '',
    ...tableText(contenders),
    ...backends.flatMap((backend) => [
      '',
      `${colours.bold(backend.name)}: ${backend.kind}`,
      ...tableText(backend.steps),
      ...backend.lines.map((line) => lineText(line, colours)),
    ]),
    '',
    closing,
  ];
}

function tableText({ columns, rows }: PlanTable): string[] {
  return textTable(
    columns.map(({ isNumber, title }) => (isNumber ? { title, align: 'right' } : { title })),
    rows,
  );
}

function lineText({ isExceeded, limit, text, title }: PlanLine, colours: Colours): string {
  return `${title.padEnd(9)} ${text}${isExceeded ? colours.red(limit) : limit}`;
}
