import type { ComparedSide } from '#core/circuit/drawing/comparedDrawing.ts';
import { formatCount } from '../format/numbers.ts';
import { ScrollArea } from '../ui/scrollArea.tsx';
import { SmallButton } from '../ui/smallButton.tsx';
import { type CircuitChange, changeWords, markWords } from './circuitChanges.ts';

interface ChangeTableProps {
  readonly label: string;
  readonly names: Readonly<Record<ComparedSide, string>>;
  readonly changes: readonly CircuitChange[];
  /** Leads to the change of that place in the list. */
  readonly onShow: (place: number) => void;
}

/** More rows than anybody reads; the drawings have all. */
const mostRows = 200;
/** As many are unfolded from the beginning. */
const mostOpen = 12;

/** What differs, in words. */
export function ChangeTable({ changes, label, names, onShow }: ChangeTableProps) {
  const left = changes.length - mostRows;
  return (
    <details class="compared-changes" open={changes.length <= mostOpen}>
      <summary>{`${formatCount(changes.length, 'difference')} in words`}</summary>
      <ScrollArea label={label}>
        <table class="record-table">
          <thead>
            <tr>
              <th scope="col">Moment</th>
              <th scope="col">What</th>
              <th scope="col">{names.before}</th>
              <th scope="col">{names.after}</th>
            </tr>
          </thead>
          <tbody>
            {changes.slice(0, mostRows).map(({ after, before, id, mark }, place) => {
              const moment = ((before ?? after)?.column ?? 0) + 1;
              return (
                <tr key={id}>
                  <td>
                    <SmallButton
                      label={`Show the difference in moment ${moment}, ${place + 1} of ${changes.length}`}
                      text={String(moment)}
                      onPress={() => onShow(place)}
                    />
                  </td>
                  <td>{markWords[mark]}</td>
                  <td>{before === undefined ? '–' : changeWords(before)}</td>
                  <td>{after === undefined ? '–' : changeWords(after)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollArea>
      {left > 0 && <p class="toolbar-note">{`${formatCount(left, 'difference')} more in the drawings.`}</p>}
    </details>
  );
}
