import type { StateView } from '#core/protocol/stateInspection.ts';
import { formatCount } from '../format/numbers.ts';
import { Icon } from '../ui/icon.tsx';
import { SmallButton } from '../ui/smallButton.tsx';
import { chanceText } from './amplitudeText.ts';

interface ShotNoticeProps {
  readonly shot: NonNullable<StateView['shot']>;
  readonly onAnother: () => void;
}

/** Says that the state is that of one shot, and what was read in it. */
export function ShotNotice({ shot: { earlier, outcomes, registers }, onAnother }: ShotNoticeProps) {
  const chance = outcomes.reduce((product, { probability }) => product * probability, 1);
  const read = outcomes.slice(-6).map(({ qubit, value }) => `${qubit} = ${value}`);
  const more = earlier + outcomes.length - read.length;
  return (
    <p class="shot-notice" role="status">
      <Icon name="information" />
      <span>
        The state in one shot, in which was read {more > 0 && `${formatCount(more, 'value')}, then `}
        {read.join(', ')}
        {earlier === 0 && ` (${chanceText(chance)} of all shots)`}
        {registers.length > 0 && `; ${registers.map(({ bits, name }) => `${name} holds ${bits}`).join(', ')}`}.{' '}
        <SmallButton label="Another Shot" text="Another Shot" onPress={onAnother} />
      </span>
    </p>
  );
}
