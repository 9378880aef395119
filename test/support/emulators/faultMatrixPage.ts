import { faultColumns } from './faultColumns.ts';
import type { MatrixCell, MatrixRow } from './faultMatrix.ts';
import { type LocalRow, localFaults } from './localFaults.ts';

/** What was measured of one adapter. */
export interface AdapterMatrix {
  readonly title: string;
  readonly rows: readonly MatrixRow[];
  readonly jobs: readonly MatrixCell[];
}

/** The page of the documentation that shows the matrix. */
export function faultMatrixPage(adapters: readonly AdapterMatrix[], local: readonly LocalRow[]): string {
  return `# What happens when a provider fails

Every request of every call to a provider meets every fault, at an emulator of the provider; then the run is taken up
again. \`ok\` is success, after another attempt where one was needed; anything else is the reason of a failure that comes
with a sentence and an advice. In no case is a job submitted twice, is one lost, or does anybody wait for ever: however it
ended, resuming the run gives the result of the one job at the provider. \`npm run faults\` prints this page.

A fault strikes one request: \`submit 2/3\` is the second of three that a submission sends.

${adapters.map(adapterPart).join('\n')}
${localPart(local)}`;
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

/** The part of the page about simulators of Python packages. */
export function localPart(rows: readonly LocalRow[]): string {
  const table = textTable([['Call', ...localFaults], ...rows.map(({ call, cells }) => [call, ...cells.map(cellText)])]);
  return `## Python packages on this machine

An interpreter that is made up meets every fault at every call: \`start\` asks it what it has, \`health\` is **Test Backend**,
\`run\` is a job, and \`cancel\` ends a job whose interpreter meets the fault while it runs. A health check that is \`not ok\`
says why in a sentence. However it ends, no process is left, and the run is taken up again when the fault is over.

${table}`;
}

function nameOf({ call, isToken, request, requests }: MatrixRow): string {
  const which = requests === 1 ? '' : ` ${request}/${requests}`;
  return `${call}${which}${isToken ? ' (token)' : ''}`;
}

function cellText({ outcome, problems }: Pick<MatrixCell, 'outcome' | 'problems'>): string {
  return problems.length === 0 ? outcome : `**${outcome}: ${problems.join('; ')}**`;
}

function textTable([heading = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return line(heading) + line(heading.map(() => '---')) + rows.map(line).join('');
}
