import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { installDebianPackages } from '#scripts/setUp/debian.ts';
import { findOnPath, requireProgram, runProgram } from '#scripts/setUp/program.ts';

/**
 * A Neovim of at least version 0.7 that starts on this machine: the one `NEOVIM_PATH` names, one on the path, or
 * Debian's package, in this order.
 * @throws Failure `unsupported` when none can be had
 */
export async function neovimPath(): Promise<string> {
  const named = process.env['NEOVIM_PATH'];
  if (named !== undefined && named !== '') {
    if (await starts(named)) return named;
    throw new Failure('not-found', `NEOVIM_PATH names ${named}, which is no Neovim that starts here.`);
  }
  const found = await findOnPath(['nvim']);
  if (found !== undefined && (await starts(found))) return found;
  try {
    await installDebianPackages(['neovim']);
  } catch (cause) {
    throw new Failure('unsupported', `No Neovim could be had: ${Failure.from(cause).message}`, {
      cause,
      advice: 'Install Neovim, or name one in NEOVIM_PATH.',
    });
  }
  const installed = await findOnPath(['nvim']);
  if (installed !== undefined && (await starts(installed))) return installed;
  throw new Failure('unsupported', 'The neovim package was installed, but no Neovim of version 0.7 or newer starts.');
}

/** The client's interface to diagnostics and automatic commands that sessions use came with 0.7. */
async function starts(path: string): Promise<boolean> {
  try {
    const { code, stdout } = await runProgram(path, ['--version']);
    const [, major = '0', minor = '0'] = /^NVIM v(\d+)\.(\d+)/.exec(stdout) ?? [];
    return code === 0 && (Number(major) > 0 || Number(minor) >= 7);
  } catch (thrown) {
    if (Failure.is(thrown, 'not-found')) return false;
    throw thrown;
  }
}

/** What a session does; places are zero-based lines and columns. */
export interface NeovimSession {
  /** How the language server is started. */
  readonly command: readonly string[];
  readonly folder: string;
  /** The circuit that is opened, and a file it includes. */
  readonly file: string;
  readonly included: string;
  /** Sent as initialization options. */
  readonly settings: unknown;
  readonly hover: readonly [line: number, column: number];
  readonly definition: readonly [line: number, column: number];
  readonly complete: readonly [line: number, column: number];
  /** What stands before the place of the completion. */
  readonly prefix: string;
  readonly rename: readonly [line: number, column: number];
  readonly newName: string;
  /** A line, and the text that replaces it at the end. */
  readonly mend: readonly [line: number, text: string];
}

/** Runs a session of Neovim's own language client without a screen; what came of it, as the script writes it. */
export async function runNeovimSession(neovim: string, session: NeovimSession): Promise<unknown> {
  const results = join(session.folder, 'results.json');
  const description = join(session.folder, 'session.json');
  await writeFile(description, JSON.stringify({ ...session, results }));
  const script = join(projectRoot, 'test', 'support', 'neovim', 'session.lua');
  await requireProgram('The session of Neovim', neovim, ['--clean', '--headless', '-n', '-S', script], {
    cwd: session.folder,
    env: { HYBRIDQ_SESSION: description, XDG_STATE_HOME: session.folder, XDG_DATA_HOME: session.folder },
  });
  return JSON.parse(await readFile(results, 'utf8'));
}
