import type { Command } from 'commander';
import { type BackendOptions, commandOfBackend, embeddedBackend, withBackend } from '../backendInCommand.ts';
import type { CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';

export function backendsTestCommand(context: CommandContext): Command {
  return commandOfBackend(
    'test',
    'asks a backend whether it is reachable and accepts the credential; costs nothing',
    'a backend of hybridq.json, or local',
  ).action(async (id: string, options: BackendOptions) => {
    const check =
      id === embeddedBackend
        ? { ok: true, message: 'The embedded simulator is part of this program.' }
        : await withBackend(id, options, context, (backend) => backend.test(context.signal));
    if (options.format === 'json') context.output.write(`${JSON.stringify({ backend: id, ...check }, null, 2)}\n`);
    else {
      const mark = check.ok ? context.colours.green('✓') : context.colours.red('✗');
      context.output.write(`${mark} ${check.message}\n`);
    }
    if (!check.ok) context.exitWith(exitCodes.failed);
  });
}
