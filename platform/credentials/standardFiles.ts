import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { defaultProfile } from '#core/runs/credentialProfile.ts';
import { readInputText } from '../inputFile.ts';
import type { CredentialEntry, CredentialPlace } from './credentialPlace.ts';

export interface StandardFilesOptions {
  /** The folder of the user. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Hears that a file can be read by others, once for each. */
  warn(message: string): void;
}

interface Value extends CredentialEntry {
  readonly value: string;
}

/**
 * Credentials in the files of the providers' own clients: `~/.qiskit/qiskit-ibm.json` of Qiskit Runtime, and
 * `~/.qbraid/qbraidrc`. They are those of the credentials `ibm` and `qbraid`; an account or section of the file with the
 * name of a profile is that profile.
 */
export function standardFiles(options: StandardFilesOptions): CredentialPlace {
  const { environment, home } = options;
  const warned = new Set<string>();
  const readers: Readonly<Record<string, () => Promise<readonly Value[]>>> = {
    ibm: async () => {
      const path = join(home, '.qiskit', 'qiskit-ibm.json');
      const text = await textOf(path, options, warned);
      return text === undefined ? [] : ibmAccounts(text, path);
    },
    qbraid: async () => {
      const path = environment['QBRAID_CONFIG_FILE'] || join(home, '.qbraid', 'qbraidrc');
      const text = await textOf(path, options, warned);
      return text === undefined ? [] : qbraidSections(text, path);
    },
  };
  return {
    find: async (name, profile) => {
      const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
      return (await read?.())?.find((value) => value.profile === profile);
    },
    entries: async () => {
      const all = await Promise.allSettled(Object.values(readers).map(async (read) => await read()));
      // Whoever asks for one of them by name is told what is wrong with the file.
      return all
        .flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
        .map(({ name, place, profile }) => ({ name, profile, place }));
    },
  };
}

async function textOf(path: string, { warn }: StandardFilesOptions, warned: Set<string>): Promise<string | undefined> {
  let text: string;
  try {
    text = await readInputText(path);
  } catch (thrown) {
    if (Failure.is(thrown, 'not-found')) return undefined;
    throw thrown;
  }
  if (process.platform !== 'win32' && !warned.has(path)) {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) {
      warned.add(path);
      warn(`Others on this machine can read the credentials in ${path}; chmod 600 keeps them to you.`);
    }
  }
  return text;
}

const ibmAccountsSchema = z.record(
  z.string(),
  z.looseObject({
    token: z.string().optional(),
    channel: z.string().optional(),
    is_default_account: z.boolean().optional(),
  }),
);

/** The accounts under the names they were saved with; the default one of the file is the default profile. */
function ibmAccounts(text: string, path: string): readonly Value[] {
  const accounts = Object.entries(parsedAccounts(text, path)).flatMap(
    ([profile, { channel, is_default_account, token }]) =>
      // Accounts of the service that was switched off open nothing.
      token === undefined || token === '' || channel === 'ibm_quantum'
        ? []
        : [{ profile, isDefault: is_default_account === true, value: token }],
  );
  const usual =
    accounts.find(({ isDefault }) => isDefault) ??
    accounts.find(({ profile }) => profile === 'default-ibm-quantum-platform' || profile === 'default-ibm-cloud') ??
    (accounts.length === 1 ? accounts[0] : undefined);
  const entry = (account: string, profile: string, value: string): Value => ({
    name: 'ibm',
    profile,
    place: `${path} (${account})`,
    value,
  });
  return [
    ...(usual === undefined ? [] : [entry(usual.profile, defaultProfile, usual.value)]),
    ...accounts
      .filter(({ profile }) => profile !== defaultProfile)
      .map(({ profile, value }) => entry(profile, profile, value)),
  ];
}

function parsedAccounts(text: string, path: string): z.infer<typeof ibmAccountsSchema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which holds keys.
    value = undefined;
  }
  const parsed = ibmAccountsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Failure('unreadable', 'This is no file of accounts as Qiskit Runtime saves them.', {
    place: { path },
    advice: 'Save the account again with QiskitRuntimeService.save_account, or remove the file.',
  });
}

/** `api-key` by section; a line is `name = value` or `name: value`. */
function qbraidSections(text: string, path: string): readonly Value[] {
  const values: Value[] = [];
  let section = defaultProfile;
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[([^\]]+)\]/.exec(line)?.[1];
    if (header !== undefined) section = header.trim();
    const key = /^\s*api-key\s*[=:]\s*(\S+)\s*$/i.exec(line)?.[1];
    if (key === undefined) continue;
    values.push({ name: 'qbraid', profile: section, place: `${path} [${section}]`, value: key });
  }
  return values;
}
