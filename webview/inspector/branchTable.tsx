import type { StateView } from '#core/protocol/stateInspection.ts';
import { chanceText } from './amplitudeText.ts';
import { branchText } from './branchText.ts';

interface BranchTableProps {
  readonly branches: NonNullable<StateView['branches']>;
  /** Told the name of the one to be shown; undefined for all of them. */
  readonly onShow: (key: string | undefined) => void;
}

/** What may have been measured and how likely; each outcome shows its state when it is pressed. */
export function BranchTable({ branches: { all, seen }, onShow }: BranchTableProps) {
  return (
    <section class="branches" aria-label="Outcomes">
      <table>
        <caption class="visually-hidden">Outcomes of what was measured</caption>
        <thead>
          <tr>
            <th scope="col">Outcome</th>
            <th scope="col">Probability</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              <button type="button" class="branch" aria-pressed={seen === undefined} onClick={() => onShow(undefined)}>
                All outcomes
              </button>
            </th>
            <td />
          </tr>
          {all.map((branch) => (
            <tr key={branch.key}>
              <th scope="row">
                <button
                  type="button"
                  class="branch branch-bits"
                  aria-pressed={seen === branch.key}
                  title={`The state where ${branchText(branch)}`}
                  onClick={() => onShow(seen === branch.key ? undefined : branch.key)}
                >
                  {branchText(branch)}
                </button>
              </th>
              <td>
                <span class="amplitude-chance">
                  <span class="chance-bar" style={{ '--share': `${branch.probability * 100}%` }} />
                  <span class="number">{chanceText(branch.probability)}</span>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
