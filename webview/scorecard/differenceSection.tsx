import type { ScorecardReport } from '#core/protocol/scorecardView.ts';
import { dimensionTitles } from '#core/runs/scorecardDimensions.ts';
import { formatNumber } from '../format/numbers.ts';
import { formatMoment } from '../format/times.ts';
import { Section } from '../result/section.tsx';
import { Icon } from '../ui/icon.tsx';
import { ScrollArea } from '../ui/scrollArea.tsx';
import { changeText } from './scorecardWords.ts';

interface DifferenceSectionProps {
  readonly difference: NonNullable<ScorecardReport['difference']>;
  readonly now: number;
}

/** What is not the same in a kept version and now. */
export function DifferenceSection({ difference, now }: DifferenceSectionProps) {
  const { changes, comparable, newer, older, totalChange } = difference;
  const sign = totalChange > 0 ? '+' : '';
  return (
    <Section
      title={`Changes from version ${older.version} to ${newer.version}`}
      note={`scored ${formatMoment(older.scoredAt, now)}, total ${formatNumber(older.total, 2)} → ${formatNumber(newer.total, 2)} (${sign}${formatNumber(totalChange, 2)})`}
    >
      {!comparable && (
        <p class="difference-warning">
          <Icon name="warning" />
          <span>Measures, limits or weights differ as well, so the totals do not measure the same.</span>
        </p>
      )}
      {changes.length === 0 ? (
        <p class="hint">Nothing has changed.</p>
      ) : (
        <ScrollArea label="Changes">
          <table class="changes">
            <thead>
              <tr>
                <th scope="col">Dimension</th>
                <th scope="col">Measure</th>
                <th scope="col">What</th>
                <th scope="col" class="number">
                  Then
                </th>
                <th scope="col" class="number">
                  Now
                </th>
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <tr key={`${change.dimension} ${change.measure ?? ''} ${change.what}`}>
                  <th scope="row">{dimensionTitles[change.dimension]}</th>
                  <td>{change.measure ?? ''}</td>
                  <td>{change.what}</td>
                  <td class="number">{changeText(change, 'older')}</td>
                  <td class="number">{changeText(change, 'newer')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
    </Section>
  );
}
