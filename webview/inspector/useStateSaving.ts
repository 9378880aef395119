import { useEffect, useState } from 'preact/hooks';
import { mostListedStates, type StatePart } from '#core/protocol/stateChoices.ts';
import type { StateQuestion, StateView } from '#core/protocol/stateInspection.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import { csvOf, jsonOf, tabbedOf } from '../charts/saving/chartTable.ts';
import { formatCount, formatNumber } from '../format/numbers.ts';
import type { StateForm } from './saveStateMenu.tsx';
import { stateTable } from './stateTable.ts';

export interface StateSaving {
  readonly begin: (form: StateForm) => void;
  /** The question whose answer is saved: that of the page, but for all basis states. */
  readonly asked: (question: StateQuestion) => StateQuestion;
  /** Of the latest one, what there is to say. */
  readonly note: string | undefined;
}

/** Copies or saves the numbers of a part of the state, which has first to come whole. */
export function useStateSaving(
  subject: string,
  part: StatePart,
  send: (message: PanelMessage) => void,
): StateSaving & {
  /** Told every state that has come. */
  readonly heard: (state: StateView | undefined) => void;
} {
  const [form, setForm] = useState<StateForm>();
  const [note, setNote] = useState<string>();
  const [state, heard] = useState<StateView>();
  useEffect(() => {
    if (form === undefined || state === undefined || !isWhole(part, state)) return;
    setForm(undefined);
    const rest = part === 'amplitudes' ? state.stateCount - state.states.length : 0;
    const left =
      rest > 0
        ? ` The first ${formatNumber(state.states.length)} of ${formatCount(state.stateCount, 'basis state')}.`
        : '';
    const table = stateTable(part, state);
    if (form === 'copy') {
      navigator.clipboard.writeText(tabbedOf(table)).then(
        () => setNote(`Copied.${left}`),
        // Without focus, or where the browser forbids it.
        () => setNote('The clipboard is out of reach. Save the table as CSV instead.'),
      );
      return;
    }
    const content = form === 'csv' ? csvOf(table) : jsonOf(table);
    send({ type: 'save-chart', file: { name: `${subject} state ${part}`.slice(0, 200), format: form, content } });
    setNote(left === '' ? undefined : `Saved.${left}`);
  }, [form, state, part]);
  return {
    begin: (next) => {
      setNote(undefined);
      setForm(next);
    },
    asked: (question) =>
      form === undefined || part !== 'amplitudes'
        ? question
        : { ...question, states: { ...question.states, from: 0, count: mostListedStates } },
    note,
    heard,
  };
}

function isWhole(part: StatePart, { bloch, correlations, from, stateCount, states }: StateView): boolean {
  switch (part) {
    case 'amplitudes':
      return from === 0 && states.length >= Math.min(stateCount, mostListedStates);
    case 'qubits':
      return bloch !== undefined;
    case 'correlations':
      return correlations !== undefined;
  }
}
