import type { Corners } from './chosenElements.ts';

/** The rectangle that is drawn to select what is in it. */
export function ChoiceArea({ from, to }: Corners) {
  return (
    <rect
      class="choice-area"
      x={Math.min(from.x, to.x)}
      y={Math.min(from.y, to.y)}
      width={Math.abs(to.x - from.x)}
      height={Math.abs(to.y - from.y)}
    />
  );
}
