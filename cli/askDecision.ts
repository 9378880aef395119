import { Failure } from '#core/base/failure.ts';
import type { RunChoice, RunQuestion } from '#core/runs/runDecision.ts';
import type { RunListener } from '#runner/runExecution.ts';
import type { CommandContext, Terminal } from './commandContext.ts';

const letters: Readonly<Record<string, RunChoice>> = {
  c: 'continue',
  continue: 'continue',
  f: 'fallback',
  fallback: 'fallback',
  s: 'stop',
  stop: 'stop',
};

/**
 * Asks the person at the terminal whether a run goes on; undefined where there is no terminal. An empty answer stops, an
 * unknown one is asked for again.
 * @param beforeAsking called before anything is printed
 */
export function terminalDecisions(
  { messageColours: colours, messages, terminal }: CommandContext,
  beforeAsking: () => void,
): NonNullable<RunListener['ask']> | undefined {
  if (terminal === undefined) return undefined;
  return async (question, signal) => {
    beforeAsking();
    messages.write(`\n${colours.yellow(question.message)}\n${questionLines(question).join('\n')}\n`);
    if (question.topic === 'cost.approval') {
      const answer = await answerOf(terminal, 'Submit it? [y]es, [n]o (no): ', signal);
      return { choice: answer === 'y' || answer === 'yes' ? 'continue' : 'stop', via: 'terminal' };
    }
    const again = question.topic === 'chain.exhausted' ? '[c] try again' : '[c]ontinue once';
    for (;;) {
      const answer = await answerOf(terminal, `${again}, [f]allback to classical, [s]top (stop): `, signal);
      const choice = answer === '' ? 'stop' : letters[answer];
      if (choice !== undefined) return { choice, via: 'terminal' };
      messages.write(`'${answer}' is no answer.\n`);
    }
  };
}

async function answerOf(
  terminal: Terminal,
  prompt: string,
  signal: Parameters<Terminal['question']>[1],
): Promise<string> {
  const answer = await terminal.question(prompt, signal);
  // The end of the input: nobody is there any more.
  if (answer === undefined) throw new Failure('cancelled', 'The terminal was closed.');
  return answer.trim().toLowerCase();
}

function questionLines({ continuing, facts }: RunQuestion): string[] {
  const width = Math.max(0, ...facts.map(({ name }) => name.length));
  return [...facts.map(({ name, value }) => `  ${name.padEnd(width)}  ${value}`), `  ${continuing}`];
}
