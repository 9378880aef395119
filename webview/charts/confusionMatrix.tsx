import { useState } from 'preact/hooks';
import type { ContenderResult, RunResult } from '#core/runs/runRecord.ts';
import { formatNumber, formatShare } from '../format/numbers.ts';
import { titleOf } from '../format/runWords.ts';
import { Select } from '../ui/kit.ts';
import { ScrollArea } from '../ui/scrollArea.tsx';
import { leftOut } from './saving/elementPicture.ts';

type Confusion = NonNullable<RunResult['confusion']>;
type Shown = 'counts' | 'shares';

interface ConfusionMatrixProps {
  /** That of the hybrid, with the names of the classes. */
  readonly confusion: Confusion;
  readonly contenders: readonly ContenderResult[];
}

/** Rows are the true classes, columns the predicted ones, of a contender over all repeats; as counts or by row. */
export function ConfusionMatrix({ confusion, contenders }: ConfusionMatrixProps) {
  const told = contenders.filter((contender) => contender.confusion !== undefined);
  const [asked, setAsked] = useState<string>();
  const [shown, setShown] = useState<Shown>('counts');
  const contender = told.find(({ id }) => id === asked) ?? told[0];
  return (
    <>
      <div class="section-tools" {...leftOut}>
        {told.length > 1 && (
          <Select
            label="Model of the confusion matrix"
            value={contender?.id ?? ''}
            options={told.map(({ id }) => ({ value: id, label: titleOf(id) }))}
            onSelect={setAsked}
          />
        )}
        <Select
          label="Numbers of the confusion matrix"
          value={shown}
          options={[
            { value: 'counts', label: 'Counts' },
            { value: 'shares', label: 'Shares of rows' },
          ]}
          onSelect={setShown}
        />
      </div>
      <ConfusionTable classes={confusion.classes} counts={contender?.confusion ?? confusion.counts} shown={shown} />
      <p class="chart-caption">{`${titleOf(contender?.id ?? 'hybrid')}, over all repeats.`}</p>
    </>
  );
}

interface ConfusionTableProps extends Confusion {
  readonly shown: Shown;
}

/** A cell is tinted by its share of its row. */
function ConfusionTable({ classes, counts, shown }: ConfusionTableProps) {
  return (
    <ScrollArea label="Confusion matrix">
      <table class="confusion">
        <caption class="visually-hidden">How many of each true class (rows) were predicted as which (columns)</caption>
        <thead>
          <tr>
            <td />
            <th scope="colgroup" colSpan={classes.length} class="confusion-axis">
              predicted
            </th>
          </tr>
          <tr>
            <th scope="col" class="confusion-axis corner">
              true
            </th>
            {classes.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, trueIndex) => {
            const total = row.reduce((sum, count) => sum + count, 0);
            return (
              <tr key={classes[trueIndex] ?? trueIndex}>
                <th scope="row">{classes[trueIndex] ?? `class ${trueIndex}`}</th>
                {row.map((count, predictedIndex) => {
                  const share = total === 0 ? 0 : count / total;
                  return (
                    <td
                      key={classes[predictedIndex] ?? predictedIndex}
                      class={predictedIndex === trueIndex ? 'confusion-cell correct' : 'confusion-cell'}
                      style={{ '--share': share.toFixed(3) }}
                      title={shown === 'counts' ? `${formatShare(share)} of its row` : formatNumber(count)}
                    >
                      {shown === 'counts' ? formatNumber(count) : formatShare(share)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollArea>
  );
}
