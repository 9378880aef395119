import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { withoutCredentialVariables } from '#platform/credentials/environmentCredentials.ts';
import { programFile } from '#platform/installation.ts';
import type { CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';

export function lspCommand(context: CommandContext): Command {
  return new Command('lsp')
    .description('the language server, for any editor')
    .requiredOption('--stdio', 'speak over standard input and output')
    .action(async () => {
      const server = programFile('server.cjs', 'server/main.ts');
      if (!existsSync(server)) {
        throw new Failure('not-found', `The language server ${server} is not there.`, {
          advice: 'Install Hybrid Quantum again.',
        });
      }
      const child = spawn(process.execPath, [server, '--stdio'], {
        stdio: 'inherit',
        env: { ...withoutCredentialVariables(context.environment) },
      });
      const stopListening = context.signal.onCancel(() => child.kill('SIGTERM'));
      const [code]: unknown[] = await once(child, 'close');
      stopListening();
      if (code !== 0) context.exitWith(exitCodes.failed);
    });
}
