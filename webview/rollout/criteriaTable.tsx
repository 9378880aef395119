import type { CriterionResultView } from '#core/protocol/rolloutView.ts';
import { formatSignificant } from '../format/numbers.ts';
import { titleOf } from '../format/runWords.ts';
import { Icon } from '../ui/icon.tsx';
import { criterionStanding, criterionText } from './rolloutWords.ts';

interface CriteriaTableProps {
  readonly label: string;
  readonly criteria: readonly CriterionResultView[];
  /** Criteria for switching off are bad news when they hold. */
  readonly isAlarm?: boolean;
}

/** Criteria with what recorded runs say of each: met, not met, or not known and why. */
export function CriteriaTable({ criteria, isAlarm = false, label }: CriteriaTableProps) {
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
                  : `found ${formatSignificant(result.found)} in ${result.runs.length} ${result.runs.length === 1 ? 'run' : 'runs'}`}
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
