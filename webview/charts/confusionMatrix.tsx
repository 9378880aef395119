import type { RunResult } from '#core/runs/runRecord.ts';
import { formatNumber, formatShare } from '../format/numbers.ts';
import { ScrollArea } from '../ui/scrollArea.tsx';

type Confusion = NonNullable<RunResult['confusion']>;

/** Rows are the true classes, columns the predicted ones; a cell is tinted by its share of its row. */
export function ConfusionMatrix({ confusion }: { readonly confusion: Confusion }) {
  const { classes, counts } = confusion;
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
                      title={`${formatShare(share)} of its row`}
                    >
                      {formatNumber(count)}
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
