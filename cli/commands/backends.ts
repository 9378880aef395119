import { Command } from 'commander';
import { builtinAdapter } from '#core/backends/backendRegistry.ts';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import type { CredentialChain } from '#platform/credentials/credentialChain.ts';
import { embeddedBackend } from '../backendInCommand.ts';
import type { CommandContext } from '../commandContext.ts';
import { commandCredentials } from '../commandCredentials.ts';
import { type Configuration, readConfiguration } from '../configuration.ts';
import { formatOption, profileOption } from '../options.ts';
import { textTable } from '../output/textTable.ts';
import { backendsCalibrationCommand } from './backendsCalibration.ts';
import { backendsDevicesCommand } from './backendsDevices.ts';
import { backendsTestCommand } from './backendsTest.ts';
import { missingText } from './credentials.ts';

const embedded = { id: embeddedBackend, adapter: builtinAdapter, device: 'this machine', credential: undefined };

export function backendsCommand(context: CommandContext): Command {
  return new Command('backends')
    .description('the embedded simulator and the cloud backends configured in hybridq.json')
    .addCommand(listCommand(context))
    .addCommand(backendsDevicesCommand(context))
    .addCommand(backendsTestCommand(context))
    .addCommand(backendsCalibrationCommand(context));
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
      const backends = await listed(configuration, chain, context.environment);
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

async function listed(
  { backends }: Configuration,
  chain: CredentialChain,
  environment: CommandContext['environment'],
): Promise<readonly Listed[]> {
  const clouds = Object.entries(backends).map(async ([id, backend]): Promise<Listed> => {
    const credential = 'credential' in backend ? backend.credential : undefined;
    const shown = { id, adapter: backend.adapter, device: backend.device ?? '', credential };
    if (credential === undefined)
      return { ...shown, hasCredential: true, credentialSource: ownSignIn(backend, environment) };
    const profile = ('credentialProfile' in backend ? backend.credentialProfile : undefined) ?? chain.profile;
    const place = (await chain.findQuietly(credential, profile))?.place;
    return { ...shown, profile, hasCredential: place !== undefined, ...(place && { credentialSource: place }) };
  });
  return [{ ...embedded, hasCredential: true, credentialSource: 'needs none' }, ...(await Promise.all(clouds))];
}

/** How a backend that names no credential signs in. */
function ownSignIn(backend: ConfiguredBackend, environment: CommandContext['environment']): string {
  switch (backend.adapter) {
    case 'braket':
      return awsSignIn(backend.profile ?? environment['AWS_PROFILE'], environment);
    case 'azure':
      return environment['AZURE_CLIENT_ID'] && environment['AZURE_CLIENT_SECRET']
        ? 'the service principal of AZURE_CLIENT_ID'
        : 'the Azure CLI (az login)';
    default:
      return 'needs none';
  }
}

/** What AWS's chain begins with: a profile that is named, else the variables. */
function awsSignIn(profile: string | undefined, environment: CommandContext['environment']): string {
  if (profile) return `the AWS profile ${profile}`;
  return environment['AWS_ACCESS_KEY_ID'] ? 'AWS_ACCESS_KEY_ID' : 'the AWS credential chain';
}
