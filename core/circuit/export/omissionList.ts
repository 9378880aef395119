import type { OffsetRange } from '#core/base/textRange.ts';
import type { ExportedProgram, ExportOmission } from './exportedProgram.ts';

/** Collects what an exporter cannot say: one omission for each place and cause, in the order they are met. */
export class OmissionList {
  readonly #omissions: ExportOmission[] = [];
  readonly #known = new Set<string>();

  /** Something essential is missing: there will be no program. */
  error(what: string, why: string, source?: OffsetRange): void {
    this.#add('error', what, why, source);
  }

  /** The program runs but differs. */
  warning(what: string, why: string, source?: OffsetRange): void {
    this.#add('warning', what, why, source);
  }

  get hasErrors(): boolean {
    return this.#omissions.some(({ severity }) => severity === 'error');
  }

  /** The text as a program, unless something essential is missing. */
  program(text: string): ExportedProgram {
    return this.hasErrors ? { omissions: this.#omissions } : { text, omissions: this.#omissions };
  }

  #add(severity: ExportOmission['severity'], what: string, why: string, source: OffsetRange | undefined): void {
    const key = `${severity} ${what} ${source === undefined ? '' : `${source.start} ${source.end}`}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#omissions.push({ severity, what, why, ...(source === undefined ? {} : { source }) });
  }
}
