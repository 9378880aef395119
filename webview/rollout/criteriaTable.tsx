import type { CriterionResultView } from '#core/protocol/rolloutView.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import { formatSignificant } from '../format/numbers.ts';
import { titleOf } from '../format/runWords.ts';
import { EvidenceRuns } from '../ui/evidenceRuns.tsx';
import { Icon } from '../ui/icon.tsx';
import { criterionStanding, criterionText, gapText } from './rolloutWords.ts';

interface CriteriaTableProps {
  readonly label: string;
  readonly criteria: readonly CriterionResultView[];
  /** Criteria for switching off are bad news when they hold. */
  readonly isAlarm?: boolean;
  readonly send: (message: PanelMessage) => void;
}

/** Criteria with what recorded runs say of each: met, not met, or not known and why. */
export function CriteriaTable({ criteria, isAlarm = false, label, send }: CriteriaTableProps) {
  return (
    <table class="criteria">
      <caption class="visually-hidden">{label}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">Kind</th>
          <th scope="col">Criterion</th>
          <th scope="col">Found</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {criteria.map((result) => {
          const { icon, tone, word } = criterionStanding(result);
          const { kind, metric } = result.criterion;
          const alarmed = isAlarm && result.met;
          return (
            <tr key={`${kind} ${metric} ${result.criterion.op}`}>
              <td class="criterion-kind">{titleOf(kind)}</td>
              <th scope="row">{criterionText(result)}</th>
              <td class="criterion-found">
                {result.found === undefined
                  ? (result.missing ?? 'no value')
                  : `found ${formatSignificant(result.found)}${isAlarm ? '' : gapText(result)}${result.runs.length > 0 ? ' in' : ''}`}
                <EvidenceRuns subject={metric} runs={result.runs} send={send} />
              </td>
              <td class={`standing tone-${isAlarm ? (alarmed ? 'bad' : 'open') : tone}`}>
                <Icon name={alarmed ? 'warning' : isAlarm ? 'circle' : icon} />
                {isAlarm ? (alarmed ? 'Holds now' : result.found === undefined ? 'Unknown' : 'Does not hold') : word}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
