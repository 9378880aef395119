import type { ComponentChildren } from 'preact';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/kit.ts';

interface MomentBarProps {
  readonly moment: number;
  readonly count: number;
  readonly isWaiting: boolean;
  readonly onMoment: (moment: number) => void;
  /** At the end of the bar. */
  readonly children?: ComponentChildren;
}

/** Moves through the moments of the drawing. */
export function MomentBar({ moment, count, isWaiting, onMoment, children }: MomentBarProps) {
  return (
    <div class="moment-bar">
      <IconButton
        label="Moment Before"
        icon={<Icon name="previous" />}
        disabled={moment <= 0}
        onPress={() => onMoment(moment - 1)}
      />
      <input
        type="range"
        aria-label="Moment"
        aria-valuetext={momentText(moment, count)}
        min={0}
        max={count}
        step={1}
        value={moment}
        onInput={(event) => onMoment(Number(event.currentTarget.value))}
      />
      <IconButton
        label="Next Moment"
        icon={<Icon name="next" />}
        disabled={moment >= count}
        onPress={() => onMoment(moment + 1)}
      />
      <span class="moment-text" aria-hidden="true">
        {momentText(moment, count)}
      </span>
      <span class={`moment-busy${isWaiting ? ' shown' : ''}`} aria-hidden="true">
        <Icon name="arc" />
      </span>
      {children}
    </div>
  );
}

function momentText(moment: number, count: number): string {
  if (moment === 0) return 'Before the first moment';
  return `After moment ${moment} of ${count}`;
}
