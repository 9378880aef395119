import { durationText } from '#core/base/shownValues.ts';
import type { RunProgress } from '#core/runs/runProgress.ts';
import type { Output } from '../commandContext.ts';
import type { Colours } from './colours.ts';

/** A detail line of the same kind at most this often where lines are not rewritten; milliseconds. */
const plainPeriod = 2_000;
/** A line is rewritten at most this often; milliseconds. */
const rewritePeriod = 50;
const barWidth = 20;

/**
 * Tells a run's progress: a line that rewrites itself on a terminal, a line per step and a few in between elsewhere.
 * @param now milliseconds that never jump back
 */
export class RunProgressLine {
  readonly #output: Output;
  readonly #colours: Colours;
  readonly #now: () => number;
  #titles = new Map<string, string>();
  #live = '';
  #lastPlain = Number.NEGATIVE_INFINITY;
  #lastRewrite = Number.NEGATIVE_INFINITY;

  constructor(output: Output, colours: Colours, now: () => number) {
    this.#output = output;
    this.#colours = colours;
    this.#now = now;
  }

  show(progress: RunProgress): void {
    switch (progress.kind) {
      case 'plan':
        this.#titles = new Map(progress.steps.map((step) => [step.id, step.title]));
        return;
      case 'step': {
        const title = this.#titles.get(progress.id) ?? progress.id;
        if (progress.state === 'started') {
          if (this.#output.isTerminal) this.#rewrite(`${this.#colours.cyan('›')} ${title}`);
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
          this.#rewriteSometimes(`${bar} ${percent.padStart(5)} ${progress.detail}`);
        } else if (this.#now() - this.#lastPlain >= plainPeriod) {
          this.#lastPlain = this.#now();
          this.#line(`${percent} ${progress.detail}`);
        }
        return;
      }
      case 'warning':
        this.#line(this.#colours.yellow(`warning: ${progress.message}`));
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

  #rewriteSometimes(text: string): void {
    const now = this.#now();
    if (now - this.#lastRewrite < rewritePeriod) return;
    this.#lastRewrite = now;
    this.#rewrite(text);
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
