import type { DeviceComparison } from '#core/protocol/comparisonView.ts';
import { formatCount } from '../format/numbers.ts';
import { formatFullMoment } from '../format/times.ts';
import { calibratedText, changeText, isBetter, partName, quantityName } from './calibrationWords.ts';
import { RunTable } from './runTable.tsx';
import { SettingRows } from './settingRows.tsx';

interface CalibrationDifferenceProps {
  readonly names: readonly string[];
  readonly device: DeviceComparison;
}

/** A device as the runs found it: when it was measured, and each value that differs. */
export function CalibrationDifference({ device, names }: CalibrationDifferenceProps) {
  const { moreValues, others, partly, snapshots, values } = device;
  const used = values.filter(({ isUsed }) => isUsed);
  const unused = values.filter(({ isUsed }) => !isUsed);
  return (
    <div class="compared-device">
      <h3>{device.device}</h3>
      <ul class="compared-snapshots" aria-label={`Snapshots of ${device.device}`}>
        {snapshots.map((snapshot, index) => (
          <li key={names[index]}>
            <strong>{names[index]}</strong>
            {` ${snapshotText(snapshot)}`}
          </li>
        ))}
      </ul>
      {partly.length > 0 && (
        <ul class="toolbar-note" aria-label={`Parts of ${device.device} that not all snapshots have`}>
          {partlyTexts(partly, snapshots, names).map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {values.length > 0 && (
        <RunTable label={`Calibration of ${device.device}`} subject="Value" names={names}>
          {used.length > 0 && <Heading text="Qubits the circuits were on" columns={names.length + 1} />}
          {used.map((value) => (
            <ValueRow key={keyOf(value)} value={value} names={names} />
          ))}
          {used.length > 0 && unused.length > 0 && <Heading text="Other qubits" columns={names.length + 1} />}
          {unused.map((value) => (
            <ValueRow key={keyOf(value)} value={value} names={names} />
          ))}
        </RunTable>
      )}
      {moreValues > 0 && (
        <p class="toolbar-note">{`${formatCount(moreValues, 'value')} that ${moreValues === 1 ? 'matters' : 'matter'} less left out.`}</p>
      )}
      {others.length > 0 && <SettingRows label={`What ${device.device} told`} names={names} rows={others} />}
    </div>
  );
}

function snapshotText(snapshot: DeviceComparison['snapshots'][number] | undefined): string {
  if (snapshot === null || snapshot === undefined) return 'kept no snapshot of it';
  const kept = `kept ${formatFullMoment(snapshot.time)}`;
  return snapshot.measuredAt === undefined ? kept : `measured ${formatFullMoment(snapshot.measuredAt)}, ${kept}`;
}

/** A sentence for each set of runs that know parts the others do not. */
function partlyTexts(
  partly: DeviceComparison['partly'],
  snapshots: DeviceComparison['snapshots'],
  names: readonly string[],
): string[] {
  const bySides = new Map<string, string[]>();
  for (const part of partly) {
    const missing = names.filter((_, index) => snapshots[index] !== null && part.isThere[index] !== true).join(', ');
    bySides.set(missing, [...(bySides.get(missing) ?? []), partName(part)]);
  }
  return [...bySides].map(([missing, parts]) => {
    const more = parts.length > 12 ? ` and ${parts.length - 12} more` : '';
    return `Not in the snapshot of ${missing}: ${parts.slice(0, 12).join(', ')}${more}`;
  });
}

function keyOf({ quantity, ...part }: DeviceComparison['values'][number]): string {
  return `${partName(part)} ${quantity}`;
}

function Heading({ columns, text }: { readonly columns: number; readonly text: string }) {
  return (
    <tr class="compare-heading">
      <th scope="rowgroup" colSpan={columns}>
        {text}
      </th>
    </tr>
  );
}

interface ValueRowProps {
  readonly value: DeviceComparison['values'][number];
  readonly names: readonly string[];
}

function ValueRow({ names, value }: ValueRowProps) {
  const { quantity, values } = value;
  const [reference] = values;
  return (
    <tr>
      <th scope="row">
        {partName(value)}
        <span class="run-file">{quantityName(value)}</span>
      </th>
      {names.map((name, index) => {
        const own = values[index];
        const change = index === 0 ? '' : changeText(reference, own);
        const isKnown = typeof reference === 'number' && typeof own === 'number' && reference !== own;
        return (
          <td key={name}>
            {calibratedText(quantity, own)}
            {change !== '' && (
              <span class="compare-test">
                {` ${change}${isKnown ? (isBetter(quantity, reference, own) ? ', better' : ', worse') : ''}`}
              </span>
            )}
          </td>
        );
      })}
    </tr>
  );
}
