import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { eventLines, parseEventLines, type RunEvent } from '#core/runs/runEvent.ts';
import { writeProblem } from '../writeProblem.ts';

const logEnding = '.jsonl';

/**
 * The event logs of runs, a file of JSON lines for each. Whoever executes a run appends to its log; others may read it
 * meanwhile.
 */
export class EventFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Adds lines at the end, synchronously because it happens inside transactions.
   * @throws Failure `unreadable` when the file cannot be written
   */
  append(runId: string, events: readonly RunEvent[]): void {
    if (events.length === 0) return;
    const path = this.#path(runId);
    try {
      mkdirSync(this.#folder, { recursive: true });
      const file = openSync(path, 'a+');
      try {
        writeWhole(file, Buffer.from(`${endsInLine(file) ? '' : '\n'}${eventLines(events)}`));
      } finally {
        closeSync(file);
      }
    } catch (thrown) {
      const { advice, why } = writeProblem(thrown);
      throw new Failure('unreadable', `The event log ${path} cannot be written: ${why}.`, { advice, cause: thrown });
    }
  }

  /** All events in their order; none when the run has no log. */
  async read(runId: string): Promise<readonly RunEvent[]> {
    const path = this.#path(runId);
    try {
      return parseEventLines(await readFile(path, 'utf8'));
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
      throw new Failure('unreadable', `The event log ${path} cannot be read: ${messageOf(thrown)}.`, { cause: thrown });
    }
  }

  /** The runs that have a log. */
  runs(): string[] {
    if (!existsSync(this.#folder)) return [];
    const names = readdirSync(this.#folder).filter((name) => name.endsWith(logEnding));
    return names.map((name) => decodeURIComponent(name.slice(0, -logEnding.length)));
  }

  remove(runId: string): void {
    rmSync(this.#path(runId), { force: true });
  }

  #path(runId: string): string {
    return join(this.#folder, encodeURIComponent(runId) + logEnding);
  }
}

/** Whether the next line can follow: not when a writer was killed in the middle of one. */
function endsInLine(file: number): boolean {
  const { size } = fstatSync(file);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last.toString('latin1') === '\n';
}

function writeWhole(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
