import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * How a secret may be written somewhere: plainly, escaped, in addresses, in base64 wherever it begins in a group of three
 * bytes, and in hexadecimal. Made without the product's own code.
 */
function secretForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const within = [0, 1, 2].flatMap((lead) => {
    const all = Buffer.concat([Buffer.alloc(lead), bytes]);
    // Characters that also hold bits of a neighbour are left out.
    const text = all.toString('base64').slice(Math.ceil((lead * 8) / 6), Math.floor((all.length * 8) / 6));
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [
    ...new Set([
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      ...within,
      bytes.toString('hex'),
    ]),
  ];
}

/** Which of the texts or bytes hold one of the secrets in any form; what is reported is where, never what. */
export class SecretSearch {
  readonly #forms: readonly string[];
  readonly #leaks: string[] = [];
  readonly searched: string[] = [];

  constructor(secrets: readonly string[]) {
    this.#forms = secrets.flatMap((secret) => secretForms(secret));
  }

  /** Where secrets were found. */
  get leaks(): readonly string[] {
    return this.#leaks;
  }

  look(place: string, text: string | Buffer): void {
    const content = Buffer.from(text);
    this.searched.push(place);
    for (const form of this.#forms) {
      const at = content.indexOf(form);
      if (at < 0) continue;
      this.#leaks.push(`${place}, after: ${content.subarray(Math.max(0, at - 80), at)}`);
      return;
    }
  }

  /** Every file of a folder, with its name; databases also as their rows, whose texts may be spread over pages. */
  async lookInFolder(folder: string): Promise<void> {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      this.look(`the name ${path}`, path);
      if (!entry.isFile()) continue;
      const bytes = await content(path);
      if (bytes === undefined) continue;
      this.look(path, bytes);
      if (bytes.subarray(0, 15).toString() === 'SQLite format 3') this.look(`rows of ${path}`, rowsOf(path));
    }
  }

  /** Parameters and environments of the processes that are there now, but for those left out. */
  async lookAtProcesses(without: readonly number[] = []): Promise<void> {
    for (const name of await readdir('/proc')) {
      if (!/^\d+$/.test(name) || without.includes(Number(name))) continue;
      for (const part of ['cmdline', 'environ']) {
        const bytes = await content(`/proc/${name}/${part}`);
        if (bytes !== undefined) this.look(`/proc/${name}/${part}`, bytes);
      }
    }
  }
}

/** Undefined for what went away meanwhile or belongs to somebody else. */
async function content(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined;
  }
}

function rowsOf(path: string): string {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return tables
      .map(({ name }) => {
        const rows = database.prepare(`SELECT * FROM "${String(name)}"`).all();
        return JSON.stringify(rows, (_, value: unknown) =>
          value instanceof Uint8Array
            ? Buffer.from(value).toString('latin1')
            : typeof value === 'bigint'
              ? String(value)
              : value,
        );
      })
      .join('\n');
  } finally {
    database.close();
  }
}
