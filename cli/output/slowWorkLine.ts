import type { Clock } from '#core/base/clock.ts';
import type { RunProgress } from '#core/runs/runProgress.ts';
import type { CommandContext } from '../commandContext.ts';
import { RunProgressLine } from './runProgressLine.ts';

/** Milliseconds of work that nobody needs to be told of. */
const shortWork = 1000;

/** Tells the progress of work that is mostly short: on a terminal only, and only once it has taken a second. */
export class SlowWorkLine {
  readonly #line: RunProgressLine | undefined;
  readonly #clock: Pick<Clock, 'monotonic' | 'now'>;
  readonly #began: number;

  constructor(
    { messageColours, messages }: Pick<CommandContext, 'messageColours' | 'messages'>,
    clock: Pick<Clock, 'monotonic' | 'now'>,
  ) {
    this.#clock = clock;
    this.#began = clock.monotonic();
    if (messages.isTerminal) this.#line = new RunProgressLine(messages, messageColours, clock);
  }

  show(progress: RunProgress): void {
    if (this.#clock.monotonic() - this.#began >= shortWork) this.#line?.show(progress);
  }

  /** Removes the line. */
  end(): void {
    this.#line?.end();
  }
}
