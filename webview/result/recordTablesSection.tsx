import { recordTables } from '#core/runs/recordTables.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { ScrollArea } from '../ui/scrollArea.tsx';
import { Section } from './section.tsx';

/** Drawn as bars instead. */
const shownElsewhere = 'Time by step';

/** How the result came about: the plan beside what was used, circuits, answers, jobs, calibrations, as reports list it. */
export function RecordTables({ record }: { readonly record: RunRecord }) {
  return recordTables(record)
    .filter(({ title }) => title !== shownElsewhere)
    .map(({ columns, rows, title }) => (
      <Section key={title} title={title}>
        <ScrollArea label={title}>
          <table class="record-table">
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((cells) => (
                <tr key={cells.join('\n')}>
                  {cells.map((cell, index) => (
                    <td key={columns[index]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      </Section>
    ));
}
