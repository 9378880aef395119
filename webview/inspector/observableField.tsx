import type { StateView } from '#core/protocol/stateInspection.ts';
import { formatNumber } from '../format/numbers.ts';
import { TextField } from '../ui/kit.ts';

interface ObservableFieldProps {
  readonly text: string;
  readonly answer: StateView['observable'];
  readonly onText: (text: string) => void;
}

/** The expectation of an observable that is typed. */
export function ObservableField({ text, answer, onText }: ObservableFieldProps) {
  return (
    <div class="observable">
      <TextField label="Observable" value={text} placeholder="Observable, as Z0*Z1 - X0" onInput={onText} />
      <output class="observable-value">{text.trim() !== '' && answer !== undefined && describe(answer)}</output>
    </div>
  );
}

function describe(answer: NonNullable<StateView['observable']>) {
  if (answer.kind === 'problem') return <span class="observable-problem">{answer.message}</span>;
  return (
    <>
      expected <b>{formatNumber(answer.mean, 6)}</b>, standard deviation {formatNumber(Math.sqrt(answer.variance), 4)}
    </>
  );
}
