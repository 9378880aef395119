import type { ComparisonReport } from '#core/protocol/comparisonView.ts';
import { formatSignificant } from '../format/numbers.ts';
import { RunTable } from './runTable.tsx';

interface SettingRowsProps {
  readonly label: string;
  readonly names: readonly string[];
  readonly rows: ComparisonReport['configuration'];
}

/** Values by run; those that are not what the reference has stand out. */
export function SettingRows({ label, names, rows }: SettingRowsProps) {
  return (
    <RunTable label={label} subject="Setting" names={names}>
      {rows.map(({ path, values }) => (
        <tr key={path}>
          <th scope="row" class="code">
            {path}
          </th>
          {names.map((name, index) => (
            <td key={name} class={isOther(values, index) ? 'differs' : ''}>
              {valueText(values[index])}
            </td>
          ))}
        </tr>
      ))}
    </RunTable>
  );
}

function isOther(values: readonly unknown[], index: number): boolean {
  return index > 0 && JSON.stringify(values[index]) !== JSON.stringify(values[0]);
}

/** Digests and long values are cut; the runs have them whole. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : formatSignificant(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/^[0-9a-f]{64}$/.test(text)) return text.slice(0, 12);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
