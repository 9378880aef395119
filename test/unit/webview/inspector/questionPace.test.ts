import { describe, expect, it } from 'vitest';
import { QuestionPace } from '#webview/inspector/questionPace.ts';

/** A pace whose timers the test lets run out. */
function pacedQuestions(before = 0) {
  const sent: string[] = [];
  const timers = new Set<() => void>();
  const waits: number[] = [];
  const clock = { now: 0 };
  const pace = new QuestionPace(
    {
      send: (id, question) => sent.push(`${id} ${question}`),
      now: () => clock.now,
      after: (milliseconds, call) => {
        waits.push(milliseconds);
        timers.add(call);
        return () => timers.delete(call);
      },
    },
    before,
  );
  const runOut = () => {
    for (const call of [...timers]) {
      timers.delete(call);
      call();
    }
  };
  return { pace, sent, runOut, waits, clock };
}

describe('questions', () => {
  it('are asked at once when nothing is under way, with numbers that grow', () => {
    const { pace, sent } = pacedQuestions(7);
    pace.ask('a');
    pace.answered(8);
    pace.ask('b');
    expect(sent).toEqual(['8 a', '9 b']);
  });

  it('that come meanwhile are asked when the answer has come, the last one only', () => {
    const { pace, sent } = pacedQuestions();
    for (const question of ['a', 'b', 'c']) pace.ask(question);
    expect(sent).toEqual(['1 a']);
    expect(pace.isAwaited(1)).toBe(true);
    pace.answered(1);
    expect(sent).toEqual(['1 a', '2 c']);
    expect(pace.isAwaited(1)).toBe(false);
    expect(pace.isIdle).toBe(false);
    pace.answered(1);
    expect(pace.isIdle).toBe(false);
    pace.answered(2);
    expect(pace.isIdle).toBe(true);
  });

  it('that take long are given up for the next one, whenever that comes', () => {
    const early = pacedQuestions();
    early.pace.ask('a');
    early.pace.ask('b');
    early.runOut();
    expect(early.sent).toEqual(['1 a', '2 b']);
    const late = pacedQuestions();
    late.pace.ask('a');
    late.runOut();
    expect(late.sent).toEqual(['1 a']);
    late.pace.ask('b');
    expect(late.sent).toEqual(['1 a', '2 b']);
  });

  it('are waited for longer where answers take longer, but not for ever', () => {
    const { clock, pace, waits } = pacedQuestions();
    for (const [id, duration] of [10, 500, 60_000].entries()) {
      pace.ask('a');
      clock.now += duration;
      pace.answered(id + 1);
    }
    pace.ask('b');
    expect(waits).toEqual([300, 300, 1500, 5000]);
  });

  it('take the place of others at once that are outdated', () => {
    const { pace, sent } = pacedQuestions();
    pace.ask('a');
    pace.ask('b');
    pace.askNow('c');
    expect(sent).toEqual(['1 a', '2 c']);
    pace.answered(2);
    expect(sent).toEqual(['1 a', '2 c']);
  });

  it('end when nobody wants to know any more', () => {
    const { pace, runOut, sent } = pacedQuestions();
    pace.ask('a');
    pace.ask('b');
    pace.stop();
    runOut();
    expect(sent).toEqual(['1 a']);
  });
});
