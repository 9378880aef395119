import { Command } from 'commander';
import type { BackendConfiguration } from '#core/backends/backendConfiguration.ts';
import { createBackend } from '#core/backends/backendRegistry.ts';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { createAwsConnector } from '#platform/aws/awsConnector.ts';
import type { CredentialChain } from '#platform/credentials/credentialChain.ts';
import { credentialVariables } from '#platform/credentials/environmentCredentials.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { systemClock } from '#platform/systemClock.ts';
import type { CommandContext } from '../commandContext.ts';
import { commandCredentials } from '../commandCredentials.ts';
import { type Configuration, readConfiguration } from '../configuration.ts';
import { lastUses, useKey } from '../credentialUses.ts';
import { exitCodes } from '../exitCodes.ts';
import { formatOption, profileOption } from '../options.ts';
import { textTable } from '../output/textTable.ts';
import { timeText } from '../output/valueText.ts';

interface CredentialOptions {
  readonly format: string;
  readonly config?: string;
  readonly profile?: string;
}

/** No command takes a value: it would stay in the history of the shell and be seen in the list of processes. */
export function credentialsCommand(context: CommandContext): Command {
  return new Command('credentials')
    .description('where the credentials of backends are found; never their values')
    .addCommand(listCommand(context))
    .addCommand(testCommand(context));
}

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .description('names, profiles, places, the backends that use them, and their last use by a run of the workspace')
    .addOption(profileOption())
    .addOption(formatOption('text', 'json'))
    .option('--config <file>', 'the configuration file')
    .action(async (options: CredentialOptions) => {
      const configuration = await readConfiguration(options.config, context);
      const chain = commandCredentials(context, configuration, options.profile);
      const uses = await lastUses(context.folder, (message) => context.messages.write(`${message}\n`));
      const credentials = (await listed(configuration, chain)).map((credential) => {
        const lastUsed = uses.get(useKey(credential.name, credential.profile));
        return { ...credential, ...(lastUsed === undefined ? {} : { lastUsed }) };
      });
      if (options.format === 'json') {
        context.output.write(`${JSON.stringify({ profile: chain.profile, credentials }, null, 2)}\n`);
        return;
      }
      const { colours, output } = context;
      if (credentials.length === 0) {
        output.write('There are no credentials: no backend names one, and none is in the usual places.\n');
        return;
      }
      const rows = credentials.map(({ backends, lastUsed, name, place, profile }) => [
        name,
        profile === chain.profile ? colours.bold(profile) : profile,
        place ?? colours.yellow(missingText(name, profile, configuration)),
        backends.join(', '),
        lastUsed === undefined ? '–' : timeText(lastUsed),
      ]);
      const titles = ['name', 'profile', 'from', 'used by', 'last run'];
      const table = textTable(
        titles.map((title) => ({ title })),
        rows,
      );
      output.write(`${table.join('\n')}\nThe active profile is ${chain.profile}.\n`);
    });
}

/** Where a credential that was not found would be looked for. */
export function missingText(name: string, profile: string, { credentials }: Configuration): string {
  const [variable] = credentialVariables(name, profile);
  return credentials?.helper === undefined
    ? `not set, expected in ${variable}`
    : `not set in ${variable}; the helper ${credentials.helper[0]} is asked when it is needed`;
}

interface Listed {
  readonly name: string;
  readonly profile: string;
  readonly place?: string;
  readonly backends: readonly string[];
}

/** The credentials that backends name, and those that are there besides. Helpers are not asked. */
async function listed({ backends }: Configuration, chain: CredentialChain): Promise<readonly Listed[]> {
  const wanted = Object.entries(backends).flatMap(([id, backend]) => {
    if (!('credential' in backend) || backend.credential === undefined) return [];
    return [{ id, name: backend.credential, profile: backend.credentialProfile ?? chain.profile }];
  });
  const rows = new Map<string, Listed>();
  const seen = new Set<string>();
  for (const { id, name, profile } of wanted) {
    const key = useKey(name, profile);
    const before = rows.get(key);
    const place = before?.place ?? (await chain.findQuietly(name, profile))?.place;
    if (place !== undefined) seen.add(place);
    rows.set(key, {
      name,
      profile,
      ...(place === undefined ? {} : { place }),
      backends: [...(before?.backends ?? []), id],
    });
  }
  for (const { name, place, profile } of await chain.entries()) {
    const key = useKey(name, profile);
    if (!rows.has(key) && !seen.has(place)) rows.set(key, { name, profile, place, backends: [] });
  }
  return [...rows.values()].sort((a, b) => (`${a.name}@${a.profile}` < `${b.name}@${b.profile}` ? -1 : 1));
}

/** What can be asked without an account's own addresses, to try a key that no backend uses yet. */
function usualBackend(name: string): BackendConfiguration | undefined {
  if (name === 'ionq') return { id: name, adapter: name, device: 'simulator', credential: name };
  if (name === 'qbraid') return { id: name, adapter: name, device: 'qbraid:qbraid:sim:qir-sv', credential: name };
  return undefined;
}

function testCommand(context: CommandContext): Command {
  return new Command('test')
    .description('asks the provider of each backend that uses a credential whether it is accepted; costs nothing')
    .argument('<name>', 'the name of the credential')
    .addOption(profileOption())
    .addOption(formatOption('text', 'json'))
    .option('--config <file>', 'the configuration file')
    .action(async (name: string, options: CredentialOptions) => {
      const configuration = await readConfiguration(options.config, context);
      const chain = commandCredentials(context, configuration, options.profile);
      const found = await chain.find(name);
      // Says where it would have to be.
      if (found === undefined) await chain.secret(name);
      const tested = await Promise.all(
        usersOf(name, configuration, chain.profile).map(async (backend) => ({
          backend: backend.id,
          ...(await check(backend, chain, context)),
        })),
      );
      const { colours, output } = context;
      if (options.format === 'json') {
        const answer = { name, profile: chain.profile, place: found?.place, tests: tested };
        output.write(`${JSON.stringify(answer, null, 2)}\n`);
      } else {
        output.write(`${name} of the profile ${chain.profile}, from ${found?.place}\n`);
        for (const { backend, message, ok } of tested)
          output.write(`${ok ? colours.green('✓') : colours.red('✗')} ${backend}: ${message}\n`);
      }
      if (!tested.every(({ ok }) => ok)) context.exitWith(exitCodes.failed);
    });
}

function usersOf(name: string, { backends }: Configuration, profile: string): readonly BackendConfiguration[] {
  const users = Object.entries(backends).flatMap(([id, backend]) =>
    'credential' in backend && backend.credential === name && (backend.credentialProfile ?? profile) === profile
      ? [{ id, ...backend }]
      : [],
  );
  if (users.length > 0) return users;
  const usual = usualBackend(name);
  if (usual !== undefined) return [usual];
  throw new Failure('not-found', `No backend uses the credential '${name}', so nobody can be asked about it.`, {
    advice: 'Name it as the credential of a backend in hybridq.json.',
  });
}

async function check(
  backend: BackendConfiguration,
  secrets: CredentialChain,
  { redactor, signal, tokens }: CommandContext,
) {
  const aws = createAwsConnector((secret) => redactor.add(secret));
  const ports = { clock: systemClock, http: createHttpClient(), secrets, tokens, aws };
  try {
    return await createBackend(backend, ports).test(signal);
  } catch (thrown) {
    if (Failure.is(thrown, 'cancelled')) throw thrown;
    return { ok: false, message: describeFailure(Failure.from(thrown)) };
  }
}
