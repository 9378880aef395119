import { readdir, readFile } from 'node:fs/promises';

/** A process as everybody with the rights of its user sees it. */
export interface SeenProcess {
  readonly id: number;
  readonly parameters: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** All processes below one, its children and theirs, on Linux. Those that end meanwhile are left out. */
export async function processesBelow(ancestor: number): Promise<readonly SeenProcess[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const status = /^\d+$/.test(name) ? await textOf(`/proc/${name}/status`) : undefined;
    const parent = /^PPid:\s*(\d+)$/m.exec(status ?? '')?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isBelow = (id: number): boolean => {
    const parent = parents.get(id);
    return parent !== undefined && (parent === ancestor || isBelow(parent));
  };
  const seen = [...parents.keys()].filter(isBelow).map(async (id): Promise<SeenProcess | undefined> => {
    const [parameters, environment] = [await textOf(`/proc/${id}/cmdline`), await textOf(`/proc/${id}/environ`)];
    // A process between its birth and its program still has those of its parent.
    if (!parameters || environment === undefined) return undefined;
    const entries = parts(environment).map((entry): [string, string] => {
      const at = entry.indexOf('=');
      return [entry.slice(0, at), entry.slice(at + 1)];
    });
    return { id, parameters: parts(parameters), environment: Object.fromEntries(entries) };
  });
  return (await Promise.all(seen)).flatMap((each) => each ?? []);
}

function parts(text: string): readonly string[] {
  return text.split('\0').filter((part) => part !== '');
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    // It has ended, or belongs to somebody else.
    return undefined;
  }
}
