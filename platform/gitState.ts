import { execFile } from 'node:child_process';
import { withoutCredentialVariables } from './credentials/environmentCredentials.ts';

export interface GitState {
  readonly commit: string;
  /** Whether tracked files differ from the commit. */
  readonly dirty: boolean;
}

/** The commit checked out in a folder; undefined outside a repository, without git, or when git takes too long. */
export async function gitState(folder: string): Promise<GitState | undefined> {
  const commit = await git(folder, ['rev-parse', 'HEAD']);
  if (commit === undefined || commit === '') return undefined;
  const changes = await git(folder, ['status', '--porcelain', '--untracked-files=no']);
  return { commit, dirty: changes !== undefined && changes !== '' };
}

function git(folder: string, parameters: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    // Optional locks are for git's own cache; taking one could disturb the user's git.
    const environment = { ...withoutCredentialVariables(process.env), GIT_OPTIONAL_LOCKS: '0' };
    execFile('git', parameters, { cwd: folder, timeout: 3000, env: environment }, (error, output) => {
      resolve(error === null ? output.trim() : undefined);
    });
  });
}
