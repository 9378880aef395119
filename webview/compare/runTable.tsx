import type { ComponentChildren } from 'preact';

interface RunTableProps {
  readonly label: string;
  /** What the first column has. */
  readonly subject: string;
  /** The letters of the runs. */
  readonly names: readonly string[];
  /** Its rows. */
  readonly children: ComponentChildren;
}

/** A table with a column for each run of a comparison. */
export function RunTable({ children, label, names, subject }: RunTableProps) {
  return (
    <div class="scroll-x">
      <table class="comparison compare-table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{subject}</th>
            {names.map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
