import type { PanelMessage } from '#core/protocol/webview.ts';
import { dimensionTitles } from '#core/runs/scorecardDimensions.ts';
import type { ScoredScorecard } from '#core/runs/scoredScorecard.ts';
import { formatNumber } from '../format/numbers.ts';
import { EvidenceRuns } from '../ui/evidenceRuns.tsx';
import { Icon } from '../ui/icon.tsx';
import { ScrollArea } from '../ui/scrollArea.tsx';
import { SmallButton } from '../ui/smallButton.tsx';
import { ScoreBar } from './scoreBar.tsx';
import { type Dimension, type Measure, originText, scoreText, valueText } from './scorecardWords.ts';

interface MeasuresProps {
  readonly scored: ScoredScorecard;
  readonly send: (message: PanelMessage) => void;
}

/** The dimensions with their weights, and below each its measures between red and good. */
export function DimensionTable({ scored, send }: MeasuresProps) {
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
        {scored.dimensions.map((dimension) => (
          <DimensionRows key={dimension.name} dimension={dimension} scored={scored} send={send} />
        ))}
      </table>
    </ScrollArea>
  );
}

function DimensionRows({ dimension, scored, send }: MeasuresProps & { readonly dimension: Dimension }) {
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
        <MeasureRow key={measure.id} measure={measure} scored={scored} send={send} />
      ))}
    </tbody>
  );
}

function MeasureRow({ measure, scored, send }: MeasuresProps & { readonly measure: Measure }) {
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
      <td class={measure.missing === undefined ? 'origin' : 'origin missing'}>
        {originText(measure)}
        <EvidenceRuns subject={id} runs={measure.runs} send={send} />
        {measure.source === 'manual' && <EntryButtons measure={measure} scored={scored} send={send} />}
      </td>
    </tr>
  );
}

/** What a person can say of a manual measure: its value, and whether a reviewer has looked at it. */
function EntryButtons({ measure, scored: { reviewers }, send }: MeasuresProps & { readonly measure: Measure }) {
  const { entered, id } = measure;
  const enter = (what: 'value' | 'review') => send({ type: 'enter-measure', measure: id, what });
  const trusted = [reviewers.ml, reviewers.platform];
  const awaitsReview = entered !== undefined && !trusted.includes(entered.reviewedBy ?? '');
  return (
    <span class="entry-buttons">
      {awaitsReview && <SmallButton label={`Review ${id}…`} text="Review…" onPress={() => enter('review')} />}
      <SmallButton
        label={`${entered === undefined ? 'Enter' : 'Change'} ${id}…`}
        text={entered === undefined ? 'Enter…' : 'Change…'}
        onPress={() => enter('value')}
      />
    </span>
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
