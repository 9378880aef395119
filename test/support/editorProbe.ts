import { readFile, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

export interface ProblemPosition {
  readonly line: number;
  readonly character: number;
}

/** A diagnostic as the editor holds it; positions are zero-based, in UTF-16 units. */
export interface Problem {
  readonly path: string;
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  readonly source: string;
  readonly range: { readonly start: ProblemPosition; readonly end: ProblemPosition };
}

/** A document the editor has open. */
export interface OpenDocument {
  readonly text: string;
  readonly languageId: string;
  readonly dirty: boolean;
  readonly version: number;
}

/** The test's side of the extension in `fixtures/editorProbe`, which answers from inside the extension host. */
export class EditorProbe {
  readonly #file: string;
  readonly #patience: number;

  /** @param patience how long to wait for an answer or a condition, in milliseconds. */
  constructor(file: string, patience: number) {
    this.#file = file;
    this.#patience = patience;
  }

  /** Resolves when the extension host answers. */
  async ready(): Promise<void> {
    await this.until('The extension host answers', async () => {
      try {
        await this.#ask('commands', {});
        return true;
      } catch {
        // Not started yet, or still the one of before the reload.
        return undefined;
      }
    });
  }

  /** Makes `ready` wait for the next extension host. */
  async forget(): Promise<void> {
    await rm(this.#file, { force: true });
  }

  async problems(path?: string): Promise<Problem[]> {
    const all = (await this.#ask('problems', {})) as Problem[];
    const wanted = path === undefined ? all : all.filter((problem) => problem.path === path);
    return wanted.sort(
      (a, b) =>
        (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) ||
        a.range.start.line - b.range.start.line ||
        a.range.start.character - b.range.start.character,
    );
  }

  async problemsUntil(path: string, condition: (problems: readonly Problem[]) => boolean): Promise<Problem[]> {
    let last: Problem[] = [];
    return this.until(
      () => `The problems of ${path} are as expected; the last ones were ${JSON.stringify(last)}`,
      async () => {
        last = await this.problems(path);
        return condition(last) ? last : undefined;
      },
    );
  }

  /** Runs a command by its identifier; arguments and result pass as JSON. */
  execute(command: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.#ask('execute', { command, args });
  }

  /** Identifiers of all registered commands but the editor's internal ones. */
  async commands(): Promise<string[]> {
    return (await this.#ask('commands', {})) as string[];
  }

  /** Changes a user setting; undefined removes it. */
  async updateSetting(name: string, value: unknown): Promise<void> {
    await this.#ask('updateSetting', { name, value });
  }

  setting(name: string): Promise<unknown> {
    return this.#ask('setting', { name });
  }

  /**
   * Puts a provider of Microsoft accounts in place of the editor's own, before anybody asks for one. Whoever signs in gets
   * the next of the tokens, and nobody can once they are used up.
   */
  async giveMicrosoftAccount(tokens: readonly string[]): Promise<void> {
    await this.#ask('giveMicrosoftAccount', { tokens });
  }

  /** Undefined when the editor does not know the extension. */
  async extension(id: string): Promise<{ active: boolean } | undefined> {
    return ((await this.#ask('extension', { id })) as { active: boolean } | null) ?? undefined;
  }

  async document(path: string): Promise<OpenDocument | undefined> {
    return ((await this.#ask('document', { path })) as OpenDocument | null) ?? undefined;
  }

  /** Opens a file in the active group, where it has the focus. */
  async show(path: string): Promise<void> {
    await this.#ask('show', { path });
  }

  /** Replaces a range of a file as an edit of the editor, undoable and unsaved. */
  async edit(path: string, range: Problem['range'], text: string): Promise<void> {
    await this.edits(path, [{ range, text }]);
  }

  /** Makes edits one after the other, without a pause; each is an edit of its own to whoever follows the file. */
  async edits(
    path: string,
    edits: readonly { readonly range: Problem['range']; readonly text: string }[],
  ): Promise<void> {
    await this.#ask('edits', { path, edits });
  }

  /**
   * Asks again and again until `look` returns something other than undefined.
   * @throws Error with the description when the patience of this probe ends first.
   */
  async until<T>(what: string | (() => string), look: () => Promise<T | undefined>): Promise<T> {
    const deadline = Date.now() + this.#patience;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() > deadline) {
        throw new Error(`Waited ${this.#patience / 1000} s in vain for: ${typeof what === 'string' ? what : what()}`);
      }
      await delay(50);
    }
  }

  async #ask(operation: string, params: unknown): Promise<unknown> {
    const port = Number(await readFile(this.#file, 'utf8'));
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body: JSON.stringify({ operation, params }),
      signal: AbortSignal.timeout(this.#patience),
    });
    const answer = (await response.json()) as { value?: unknown; error?: string };
    if (answer.error !== undefined) throw new Error(`The editor answered to ${operation}: ${answer.error}`);
    return answer.value;
  }
}
