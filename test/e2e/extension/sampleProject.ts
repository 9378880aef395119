import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { projectRoot } from '#scripts/projectRoot.ts';

/** A copy of the iris sample in a folder of its own, as a user who opens it would have. */
export class SampleProject {
  readonly folder: string;
  readonly #parent: string;

  private constructor(parent: string) {
    this.#parent = parent;
    this.folder = join(parent, 'iris-classifier');
  }

  static async create(): Promise<SampleProject> {
    const project = new SampleProject(await mkdtemp(join(tmpdir(), 'sample-')));
    const source = join(projectRoot, 'samples', 'iris-classifier');
    await cp(source, project.folder, { recursive: true, filter: (path) => basename(path) !== '.hybrid' });
    return project;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async write(name: string, text: string): Promise<void> {
    await writeFile(this.path(name), text);
  }

  /** Rewrites a file. @throws Error when the change changes nothing, which would make a test mean nothing */
  async change(name: string, rewrite: (text: string) => string): Promise<void> {
    const text = await readFile(this.path(name), 'utf8');
    const changed = rewrite(text);
    if (changed === text) throw new Error(`The change of ${name} changes nothing.`);
    await writeFile(this.path(name), changed);
  }

  async remove(): Promise<void> {
    await rm(this.#parent, { recursive: true, force: true, maxRetries: 5 });
  }
}
