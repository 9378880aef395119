import type { Clock } from '#core/base/clock.ts';
import { durationText } from '#core/base/shownValues.ts';
import type { JobNews, JobsOut } from '#core/runs/jobNews.ts';
import { jobsAfter, jobsOutText, noJobsOut } from '#core/runs/jobsOut.ts';
import type { RunProgress } from '#core/runs/runProgress.ts';
import type { Output } from '../commandContext.ts';
import type { Colours } from './colours.ts';
import { decisionLine } from './valueText.ts';

/** A detail line of the same kind at most this often where lines are not rewritten; milliseconds. */
const plainPeriod = 2_000;
/** A line is rewritten at most this often; milliseconds. */
const rewritePeriod = 50;
const barWidth = 20;

/** Tells a run's progress: a line that rewrites itself on a terminal, a line per step and a few in between elsewhere. */
export class RunProgressLine {
  readonly #output: Output;
  readonly #colours: Colours;
  readonly #clock: Pick<Clock, 'monotonic' | 'now'>;
  #titles = new Map<string, string>();
  #live = '';
  /** What was said last of how far the step is. */
  #advanced = '';
  #detail = '';
  #jobs: JobsOut = noJobsOut;
  #lastPlain = Number.NEGATIVE_INFINITY;
  #lastRewrite = Number.NEGATIVE_INFINITY;
  #lastJobs = Number.NEGATIVE_INFINITY;

  constructor(output: Output, colours: Colours, clock: Pick<Clock, 'monotonic' | 'now'>) {
    this.#output = output;
    this.#colours = colours;
    this.#clock = clock;
  }

  show(progress: RunProgress): void {
    this.#jobs = jobsAfter(this.#jobs, progress);
    switch (progress.kind) {
      case 'plan':
        this.#titles = new Map(progress.steps.map((step) => [step.id, step.title]));
        return;
      case 'step': {
        const title = this.#titles.get(progress.id) ?? progress.id;
        if (progress.state === 'started') {
          this.#advanced = this.#colours.cyan('›');
          this.#detail = title;
          if (this.#output.isTerminal) this.#rewrite(this.#state());
          else this.#line(`${title}…`);
        } else {
          const time = progress.duration === undefined ? '' : this.#colours.dim(` ${durationText(progress.duration)}`);
          const detail = progress.detail === undefined ? '' : `: ${progress.detail}`;
          this.#line(`${this.#colours.green('✓')} ${title}${detail}${time}`);
        }
        return;
      }
      case 'advance': {
        const percent = `${Math.floor(100 * progress.fraction)} %`;
        if (this.#output.isTerminal) {
          const filled = Math.round(barWidth * Math.min(1, Math.max(0, progress.fraction)));
          const bar = this.#colours.cyan('━'.repeat(filled)) + this.#colours.dim('─'.repeat(barWidth - filled));
          this.#advanced = `${bar} ${percent.padStart(5)}`;
          this.#detail = progress.detail;
          this.#rewriteSometimes();
        } else if (this.#clock.monotonic() - this.#lastPlain >= plainPeriod) {
          this.#lastPlain = this.#clock.monotonic();
          this.#line(`${percent} ${progress.detail}`);
        }
        return;
      }
      case 'warning':
        this.#line(this.#colours.yellow(`warning: ${progress.message}`));
        return;
      case 'decision':
        // On the terminal the question stands there, and its answer.
        if (progress.via === 'option') this.#line(decisionLine(progress));
        return;
      case 'job':
        // Often there is no more news for minutes, so that none is left out.
        if (this.#output.isTerminal) this.#rewrite(this.#state());
        else this.#lineOfJob(progress);
        return;
      case 'repeat':
      case 'phase':
      case 'trace':
        return;
    }
  }

  /** Removes the line that rewrites itself. */
  end(): void {
    if (this.#live === '') return;
    this.#output.write('\r\u001b[2K');
    this.#live = '';
  }

  #line(text: string): void {
    this.end();
    this.#output.write(`${text}\n`);
  }

  /** The line that rewrites itself: the job that is waited for first, because a narrow terminal cuts the rest. */
  #state(): string {
    const jobs = jobsOutText(this.#jobs, this.#clock.now());
    return [this.#advanced, [jobs, this.#detail].filter((part) => part !== '').join(' · ')].join(' ');
  }

  /** A line for every job that waits or runs while there are few; of many jobs of a step now and then one. */
  #lineOfJob(news: JobNews): void {
    if (news.state !== 'queued' && news.state !== 'running') return;
    const now = this.#clock.monotonic();
    if (this.#jobs.done > 0 && now - this.#lastJobs < plainPeriod) return;
    this.#lastJobs = now;
    this.#line(jobsOutText(this.#jobs, this.#clock.now()));
  }

  #rewriteSometimes(): void {
    const now = this.#clock.monotonic();
    if (now - this.#lastRewrite < rewritePeriod) return;
    this.#lastRewrite = now;
    this.#rewrite(this.#state());
  }

  #rewrite(text: string): void {
    const fitting = truncated(text, this.#output.width - 1);
    if (fitting === this.#live) return;
    this.#live = fitting;
    this.#output.write(`\r\u001b[2K${fitting}`);
  }
}

/** The first `width` visible characters, colours kept. */
function truncated(text: string, width: number): string {
  let visible = 0;
  let kept = '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character
  for (const [piece] of text.matchAll(/\u001b\[[0-9;]*m|[\s\S]/gu)) {
    const room = piece.length > 1 && piece.startsWith('\u001b') ? 0 : 1;
    if (visible + room > width) continue;
    visible += room;
    kept += piece;
  }
  return kept;
}
