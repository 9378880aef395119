import { faultColumns } from './faultColumns.ts';
import type { MatrixCell, MatrixRow } from './faultMatrix.ts';

/** What was measured of one adapter. */
export interface AdapterMatrix {
  readonly title: string;
  readonly rows: readonly MatrixRow[];
  readonly jobs: readonly MatrixCell[];
}

/** The page of the documentation that shows the matrix. */
export function faultMatrixPage(adapters: readonly AdapterMatrix[]): string {
  return `# What happens when a provider fails

Every request of every call to a provider meets every fault, at an emulator of the provider; then the run is taken up
again. \`ok\` is success, after another attempt where one was needed; anything else is the reason of a failure that comes
with a sentence and an advice. In no case is a job submitted twice, is one lost, or does anybody wait for ever: however it
ended, resuming the run gives the result of the one job at the provider. \`npm run faults\` prints this page.

A fault strikes one request: \`submit 2/3\` is the second of three that a submission sends.

${adapters.map(adapterPart).join('\n')}`;
}

/** The part of the page about one adapter. */
export function adapterPart({ jobs, rows, title }: AdapterMatrix): string {
  const table = textTable([
    ['Call', ...faultColumns.map(({ name }) => name)],
    ...rows.map((row) => [nameOf(row), ...row.cells.map(cellText)]),
  ]);
  const failures = textTable([['Job', 'Ends as'], ...jobs.map((cell) => [cell.fault, cellText(cell)])]);
  return `## ${title}\n\n${table}\n${failures}`;
}

function nameOf({ call, isToken, request, requests }: MatrixRow): string {
  const which = requests === 1 ? '' : ` ${request}/${requests}`;
  return `${call}${which}${isToken ? ' (token)' : ''}`;
}

function cellText({ outcome, problems }: MatrixCell): string {
  return problems.length === 0 ? outcome : `**${outcome}: ${problems.join('; ')}**`;
}

function textTable([heading = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return line(heading) + line(heading.map(() => '---')) + rows.map(line).join('');
}
