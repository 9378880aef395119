import { Command } from 'commander';
import { builtinAdapter, createBackend } from '#core/backends/backendRegistry.ts';
import { LocalJobs } from '#core/backends/local/localJobs.ts';
import { Failure } from '#core/base/failure.ts';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import type { CredentialChain } from '#platform/credentials/credentialChain.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { PythonSdks } from '#platform/python/pythonSdks.ts';
import { systemClock } from '#platform/systemClock.ts';
import type { CommandContext } from '../commandContext.ts';
import { commandCredentials } from '../commandCredentials.ts';
import { type Configuration, readConfiguration } from '../configuration.ts';
import { exitCodes } from '../exitCodes.ts';
import { formatOption, profileOption } from '../options.ts';
import { textTable } from '../output/textTable.ts';
import { missingText } from './credentials.ts';

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
    .addOption(profileOption())
    .option('--config <file>', 'the configuration file')
    .action(async (options: { readonly format: string; readonly config?: string; readonly profile?: string }) => {
      const configuration = await readConfiguration(options.config, context);
      const chain = commandCredentials(context, configuration, options.profile);
      const backends = await listed(configuration, chain);
      if (options.format === 'json') {
        context.output.write(`${JSON.stringify({ backends }, null, 2)}\n`);
        return;
      }
      const rows = backends.map((backend) => [
        backend.id,
        backend.adapter,
        backend.device,
        backend.credential === undefined
          ? (backend.credentialSource ?? '')
          : backend.hasCredential
            ? `${backend.credential} from ${backend.credentialSource}`
            : context.colours.yellow(
                `${backend.credential}: ${missingText(backend.credential, backend.profile ?? chain.profile, configuration)}`,
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

interface Listed {
  readonly id: string;
  readonly adapter: string;
  readonly device: string;
  readonly credential: string | undefined;
  /** Of the credential; undefined where none is named. */
  readonly profile?: string;
  readonly hasCredential: boolean;
  /** Where the credential is, or how a backend that names none signs in. */
  readonly credentialSource?: string;
}

async function listed({ backends }: Configuration, chain: CredentialChain): Promise<readonly Listed[]> {
  const clouds = Object.entries(backends).map(async ([id, backend]): Promise<Listed> => {
    const credential = 'credential' in backend ? backend.credential : undefined;
    const shown = { id, adapter: backend.adapter, device: backend.device ?? '', credential };
    if (credential === undefined) return { ...shown, hasCredential: true, credentialSource: ownSignIn(backend) };
    const profile = ('credentialProfile' in backend ? backend.credentialProfile : undefined) ?? chain.profile;
    const place = (await chain.findQuietly(credential, profile))?.place;
    return { ...shown, profile, hasCredential: place !== undefined, ...(place && { credentialSource: place }) };
  });
  return [{ ...embedded, hasCredential: true, credentialSource: 'needs none' }, ...(await Promise.all(clouds))];
}

/** How a backend that names no credential signs in. */
function ownSignIn(backend: ConfiguredBackend): string {
  switch (backend.adapter) {
    case 'braket':
      return backend.profile === undefined ? 'the AWS credential chain' : `the AWS profile ${backend.profile}`;
    case 'azure':
      return 'the Azure CLI (az login)';
    default:
      return 'needs none';
  }
}

function testCommand(context: CommandContext): Command {
  return new Command('test')
    .description('asks a backend whether it is reachable and accepts the credential; costs nothing')
    .argument('<name>', 'a backend of hybridq.json, or local')
    .addOption(formatOption('text', 'json'))
    .addOption(profileOption())
    .option('--config <file>', 'the configuration file')
    .action(
      async (id: string, options: { readonly format: string; readonly config?: string; readonly profile?: string }) => {
        const configuration = await readConfiguration(options.config, context);
        const chain = commandCredentials(context, configuration, options.profile);
        const check = await test(id, configuration, chain, context);
        if (options.format === 'json') context.output.write(`${JSON.stringify({ backend: id, ...check }, null, 2)}\n`);
        else {
          const mark = check.ok ? context.colours.green('✓') : context.colours.red('✗');
          context.output.write(`${mark} ${check.message}\n`);
        }
        if (!check.ok) context.exitWith(exitCodes.failed);
      },
    );
}

async function test(id: string, { backends }: Configuration, secrets: CredentialChain, context: CommandContext) {
  if (id === embedded.id) return { ok: true, message: 'The embedded simulator is part of this program.' };
  const configured = backends[id];
  if (configured === undefined) {
    throw new Failure('not-found', `There is no backend '${id}'.`, {
      advice: `Use one of: ${[embedded.id, ...Object.keys(backends)].join(', ')}.`,
    });
  }
  const sdks = new PythonSdks(context);
  try {
    const ports = {
      clock: systemClock,
      http: createHttpClient(),
      secrets,
      tokens: context.tokens,
      local: new LocalJobs(sdks),
    };
    return await createBackend({ id, ...configured }, ports).test(context.signal);
  } finally {
    sdks.close();
  }
}
