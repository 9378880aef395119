import { dimensionTitles } from '#core/runs/scoredScorecard.ts';
import { formatNumber } from '../format/numbers.ts';
import { Icon } from '../ui/icon.tsx';
import { ScrollArea } from '../ui/scrollArea.tsx';
import { ScoreBar } from './scoreBar.tsx';
import { type Dimension, type Measure, originText, scoreText, valueText } from './scorecardWords.ts';

/** The dimensions with their weights, and below each its measures between red and good. */
export function DimensionTable({ dimensions }: { readonly dimensions: readonly Dimension[] }) {
  return (
    <ScrollArea label="Dimensions and measures">
      <table class="dimensions">
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col" class="number">
              Value
            </th>
            <th scope="col" class="number">
              Red
            </th>
            <th scope="col" class="number">
              Good
            </th>
            <th scope="col" class="number">
              Score
            </th>
            <th scope="col" class="score-cell">
              <span class="visually-hidden">Score as a bar</span>
            </th>
            <th scope="col">From</th>
          </tr>
        </thead>
        {dimensions.map((dimension) => (
          <DimensionRows key={dimension.name} dimension={dimension} />
        ))}
      </table>
    </ScrollArea>
  );
}

function DimensionRows({ dimension }: { readonly dimension: Dimension }) {
  const { atMost, measures, name, owner, score, weight } = dimension;
  return (
    <tbody>
      <tr class="dimension">
        <th scope="rowgroup" colSpan={4}>
          <span class="dimension-title">{dimensionTitles[name]}</span>
          <span class="dimension-note">{`weight ${formatNumber(weight * 100)}\u00a0%, owner ${owner}`}</span>
        </th>
        <td class="number">{scoreText(score, atMost)}</td>
        <td class="score-cell">
          <ScoreBar score={score} atMost={atMost} />
        </td>
        <td>
          <RedFlag flag={dimension.redFlag} />
        </td>
      </tr>
      {measures.map((measure) => (
        <MeasureRow key={measure.id} measure={measure} />
      ))}
    </tbody>
  );
}

function MeasureRow({ measure }: { readonly measure: Measure }) {
  const { better, good, id, red, score, value } = measure;
  const isRed = score === 0;
  return (
    <tr class={isRed ? 'measure red' : 'measure'}>
      <th scope="row">{id}</th>
      <td class="number">{valueText(value)}</td>
      <td class="number limit">{`${better === 'higher' ? '≤' : '≥'}\u2009${valueText(red)}`}</td>
      <td class="number limit">{`${better === 'higher' ? '≥' : '≤'}\u2009${valueText(good)}`}</td>
      <td class="number">{score === undefined ? 'unknown' : formatNumber(score, 2)}</td>
      <td class="score-cell">{score !== undefined && <ScoreBar score={score} atMost={score} />}</td>
      <td class={measure.missing === undefined ? 'origin' : 'origin missing'}>{originText(measure)}</td>
    </tr>
  );
}

function RedFlag({ flag }: { readonly flag: Dimension['redFlag'] }) {
  if (flag === undefined) return null;
  if (!flag.raised) return <span class="flag-watched">{`Red flag if: ${flag.text}`}</span>;
  return (
    <span class="flag-raised">
      <Icon name="warning" />
      <span>{`Red flag: ${flag.text}${flag.reason === undefined ? '' : ` (${flag.reason})`}`}</span>
    </span>
  );
}
