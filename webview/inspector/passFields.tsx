import { mostPasses } from '#core/protocol/stateChoices.ts';

interface PassFieldsProps {
  /** In how many loops in each other the moment is. */
  readonly loops: number;
  /** Of the outermost loop first; the first pass where it says nothing. */
  readonly passes: readonly number[];
  readonly onPasses: (passes: readonly number[]) => void;
}

/** In which pass of the loops around it the moment is; nothing outside of loops that are decided when they run. */
export function PassFields({ loops, onPasses, passes }: PassFieldsProps) {
  const all = Array.from({ length: loops }, (_, index) => passes[index] ?? 1);
  return all.map((pass, index) => (
    <label key={index} class="pass-choice">
      {index === 0 ? 'Pass' : 'of the loop in it'}
      <input
        type="number"
        min={1}
        max={mostPasses}
        step={1}
        value={pass}
        title="Shots that leave the loop before this pass are shown as they leave it."
        aria-label={loops === 1 ? 'Pass of the loop' : `Pass of loop ${index + 1}, from the outermost`}
        onInput={(event) => {
          const next = event.currentTarget.valueAsNumber;
          if (Number.isInteger(next) && next >= 1 && next <= mostPasses) onPasses(all.with(index, next));
        }}
      />
    </label>
  ));
}
