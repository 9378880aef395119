import { Command } from 'commander';
import { builtinAdapter, createBackend } from '#core/backends/backendRegistry.ts';
import { Failure } from '#core/base/failure.ts';
import { secretVariable } from '#platform/environmentSecrets.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { systemClock } from '#platform/systemClock.ts';
import type { CommandContext } from '../commandContext.ts';
import { type Configuration, readConfiguration } from '../configuration.ts';
import { exitCodes } from '../exitCodes.ts';
import { formatOption } from '../options.ts';
import { textTable } from '../output/textTable.ts';

/** The embedded simulator under the name pipelines without `backends` use. */
const embedded = { id: 'local', adapter: builtinAdapter, device: 'this machine', credential: undefined };

export function backendsCommand(context: CommandContext): Command {
  return new Command('backends')
    .description('the embedded simulator and the cloud backends configured in hybridq.json')
    .addCommand(listCommand(context))
    .addCommand(testCommand(context));
}

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .description('backends and whether their credentials are there')
    .addOption(formatOption('text', 'json'))
    .option('--config <file>', 'the configuration file')
    .action(async (options: { readonly format: string; readonly config?: string }) => {
      const backends = await listed(await readConfiguration(options.config, context), context);
      if (options.format === 'json') {
        context.output.write(`${JSON.stringify({ backends }, null, 2)}\n`);
        return;
      }
      const rows = backends.map((backend) => [
        backend.id,
        backend.adapter,
        backend.device,
        backend.credential === undefined
          ? 'needs none'
          : backend.hasCredential
            ? backend.credential
            : context.colours.yellow(
                `${backend.credential}: not set, expected in ${secretVariable(backend.credential)}`,
              ),
      ]);
      const titles = ['name', 'adapter', 'device', 'credential'];
      context.output.write(
        `${textTable(
          titles.map((title) => ({ title })),
          rows,
        ).join('\n')}\n`,
      );
    });
}

async function listed({ backends }: Configuration, context: CommandContext) {
  const clouds = Object.entries(backends).map(async ([id, backend]) => {
    const credential = 'credential' in backend ? backend.credential : undefined;
    return {
      id,
      adapter: backend.adapter,
      device: backend.device ?? '',
      credential,
      hasCredential: credential === undefined || (await context.secrets.secret(credential)) !== undefined,
    };
  });
  return [{ ...embedded, hasCredential: true }, ...(await Promise.all(clouds))];
}

function testCommand(context: CommandContext): Command {
  return new Command('test')
    .description('asks a backend whether it is reachable and accepts the credential; costs nothing')
    .argument('<name>', 'a backend of hybridq.json, or local')
    .addOption(formatOption('text', 'json'))
    .option('--config <file>', 'the configuration file')
    .action(async (id: string, options: { readonly format: string; readonly config?: string }) => {
      const check = await test(id, await readConfiguration(options.config, context), context);
      if (options.format === 'json') context.output.write(`${JSON.stringify({ backend: id, ...check }, null, 2)}\n`);
      else {
        const mark = check.ok ? context.colours.green('✓') : context.colours.red('✗');
        context.output.write(`${mark} ${check.message}\n`);
      }
      if (!check.ok) context.exitWith(exitCodes.failed);
    });
}

async function test(id: string, { backends }: Configuration, context: CommandContext) {
  if (id === embedded.id) return { ok: true, message: 'The embedded simulator is part of this program.' };
  const configured = backends[id];
  if (configured === undefined) {
    throw new Failure('not-found', `There is no backend '${id}'.`, {
      advice: `Use one of: ${[embedded.id, ...Object.keys(backends)].join(', ')}.`,
    });
  }
  const backend = createBackend(
    { id, ...configured },
    { clock: systemClock, http: createHttpClient(), secrets: context.secrets, tokens: context.tokens },
  );
  return await backend.test(context.signal);
}
