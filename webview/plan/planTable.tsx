import type { PlanTableView } from '#core/protocol/planTable.ts';
import { ScrollArea } from '../ui/scrollArea.tsx';

/** A table of texts; numbers stand under each other by their ends. */
export function PlanTable({
  label,
  table: { columns, rows },
}: {
  readonly label: string;
  readonly table: PlanTableView;
}) {
  return (
    <ScrollArea label={label}>
      <table class="record-table">
        <thead>
          <tr>
            {columns.map(({ isNumber, title }) => (
              <th key={title} scope="col" class={isNumber ? 'number' : ''}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={cells.join('\n')}>
              {cells.map((cell, index) => (
                <td key={columns[index]?.title} class={columns[index]?.isNumber === true ? 'number' : ''}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
