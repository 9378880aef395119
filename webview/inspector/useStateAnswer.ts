import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { StateQuestion, StateView } from '#core/protocol/stateInspection.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import type { DrawnCircuit, StateAnswer } from '../app/panelModel.ts';
import { QuestionPace } from './questionPace.ts';

export interface StateShown {
  /** The latest state that could be simulated, which stays while the next one is under way. */
  readonly state: StateView | undefined;
  /** Why there is no newer one. */
  readonly problem: string | undefined;
  readonly isWaiting: boolean;
}

/** Asks for the state of a drawn circuit whenever the question or the drawing changes. */
export function useStateAnswer(
  circuit: DrawnCircuit,
  question: StateQuestion,
  answer: StateAnswer | undefined,
  send: (message: PanelMessage) => void,
): StateShown {
  const [shown, setShown] = useState<Omit<StateShown, 'isWaiting'>>({ state: undefined, problem: undefined });
  const [isWaiting, setWaiting] = useState(true);
  const latest = useRef({ circuit, send });
  latest.current = { circuit, send };
  const pace = useRef<QuestionPace | undefined>(undefined);
  pace.current ??= new QuestionPace(
    {
      send: (id, text) => {
        const { file, version } = latest.current.circuit;
        // A text is what was made below of a question.
        const asked = JSON.parse(text) as StateQuestion;
        latest.current.send({ type: 'inspect-state', id, file, version, question: asked });
      },
      after: (milliseconds, call) => {
        const timer = setTimeout(call, milliseconds);
        return () => clearTimeout(timer);
      },
      now: () => performance.now(),
    },
    answer?.id ?? 0,
  );

  const text = JSON.stringify(question);
  /** The drawing that the latest question is about. */
  const asked = useRef(circuit);
  // An effect would wait for the next frame.
  useLayoutEffect(() => {
    setWaiting(true);
    if (asked.current === circuit) pace.current?.ask(text);
    else pace.current?.askNow(text);
    asked.current = circuit;
  }, [circuit, text]);
  useEffect(() => () => pace.current?.stop(), []);

  // Before the page is painted, so that what is shown is never older than it must be.
  useLayoutEffect(() => {
    const { current } = pace;
    if (answer === undefined || current === undefined || !current.isAwaited(answer.id)) return;
    const { view } = answer;
    setShown((before) =>
      view.kind === 'state' ? { state: view.state, problem: undefined } : { state: before.state, problem: view.reason },
    );
    current.answered(answer.id);
    if (current.isIdle) setWaiting(false);
  }, [answer]);
  return { ...shown, isWaiting };
}
