import { useEffect, useRef, useState } from 'preact/hooks';
import type { DrawingAnswer, DrawingQuestion } from '#core/protocol/drawingQuestions.ts';
import type { AskDrawing } from './drawingAsker.ts';

/** An answer to the question beside it. */
export interface AnsweredQuestion<Question> {
  readonly question: Question;
  readonly answer: DrawingAnswer;
}

/**
 * The answer to the latest question that has one, which stays until there is another. One question is asked at a time;
 * those that another one follows in the meantime are not asked at all.
 * @param question undefined for none; asked again when it is another object
 */
export function useLatestAnswer<Question extends DrawingQuestion>(
  ask: AskDrawing,
  question: Question | undefined,
): AnsweredQuestion<Question> | undefined {
  const [answered, setAnswered] = useState<AnsweredQuestion<Question>>();
  const latest = useRef<{ readonly ask: AskDrawing; readonly question: Question } | undefined>(undefined);
  const isAsking = useRef(false);

  const askLatest = async () => {
    if (isAsking.current) return;
    isAsking.current = true;
    for (let next = latest.current; next !== undefined; next = latest.current) {
      const answer = await next.ask(next.question);
      if (latest.current === next) {
        latest.current = undefined;
        if (answer.kind !== 'outdated') setAnswered({ question: next.question, answer });
      }
    }
    isAsking.current = false;
  };

  useEffect(() => {
    latest.current = question && { ask, question };
    if (question === undefined) setAnswered(undefined);
    else void askLatest();
  }, [ask, question]);
  return answered;
}
