import type { StateView } from '#core/protocol/stateInspection.ts';
import { formatCount } from '../format/numbers.ts';
import { Icon } from '../ui/icon.tsx';
import { SmallButton } from '../ui/smallButton.tsx';
import { chanceText } from './amplitudeText.ts';
import { branchText, seenBranch } from './branchText.ts';

interface BranchNoticeProps {
  readonly branches: NonNullable<StateView['branches']>;
  /** Shows all outcomes together again. */
  readonly onAll: () => void;
}

/** Says of which outcomes the state is that of. */
export function BranchNotice({ branches, onAll }: BranchNoticeProps) {
  const { all } = branches;
  const [first] = all;
  const seen = seenBranch(branches);
  // What is read for sure, as a reset at the beginning, is nothing to tell.
  if (all.length === 1 && (first?.registers.length ?? 0) === 0) return null;
  return (
    <p class="shot-notice" role="status">
      <Icon name="information" />
      {all.length === 1 && first !== undefined ? (
        <span>All shots are in this state; {branchText(first)}.</span>
      ) : seen === undefined ? (
        <span>
          What was measured has {formatCount(all.length, 'outcome')}, shown together, each as likely as it is. The state
          is a mixture.
        </span>
      ) : (
        <span>
          The state where {branchText(seen)} ({chanceText(seen.probability)} of all shots).{' '}
          <SmallButton label="Show All Outcomes" text="All Outcomes" onPress={onAll} />
        </span>
      )}
    </p>
  );
}
