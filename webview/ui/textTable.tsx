import { ScrollArea } from './scrollArea.tsx';

interface TextTableColumn {
  readonly title: string;
  readonly isNumber: boolean;
}

/** A table of texts; numbers stand under each other by their ends. */
export function TextTable({
  label,
  table: { columns, rows },
}: {
  readonly label: string;
  readonly table: { readonly columns: readonly TextTableColumn[]; readonly rows: readonly (readonly string[])[] };
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
