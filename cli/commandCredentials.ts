import { homedir } from 'node:os';
import { Failure } from '#core/base/failure.ts';
import { credentialNameShape, defaultProfile } from '#core/runs/credentialProfile.ts';
import { CredentialChain } from '#platform/credentials/credentialChain.ts';
import { credentialHelper } from '#platform/credentials/credentialHelper.ts';
import { environmentCredentials } from '#platform/credentials/environmentCredentials.ts';
import { standardFiles } from '#platform/credentials/standardFiles.ts';
import type { CommandContext } from './commandContext.ts';
import type { Configuration } from './configuration.ts';

/** The variable that names the profile of credentials where the command line does not. */
const profileVariable = 'HYBRIDQ_PROFILE';

/**
 * Where the command line finds credentials, in this order: the environment, the files of the providers' own clients, the
 * helper of the configuration.
 * @param profile given with --profile; else that of the environment, of the configuration, or the default one
 * @throws Failure `invalid-input` for a profile that no credential can have
 */
export function commandCredentials(
  { environment, messages, redactor }: CommandContext,
  { credentials, folder, profile: configured }: Configuration,
  profile?: string,
): CredentialChain {
  const chosen = profile ?? (environment[profileVariable] || configured) ?? defaultProfile;
  if (!credentialNameShape.test(chosen)) {
    throw new Failure('invalid-input', `'${chosen}' cannot be the name of a profile.`, {
      advice: 'It has letters, digits, dots, hyphens and underscores, and begins and ends with a letter or digit.',
    });
  }
  const warn = (message: string) => messages.write(`${message}\n`);
  const protect = (value: string) => redactor.add(value);
  const helper = credentials?.helper;
  const timeout = (credentials?.timeout ?? 60) * 1000;
  return new CredentialChain(
    chosen,
    [
      environmentCredentials(environment),
      standardFiles({ home: environment['HOME'] || homedir(), environment, warn }),
      ...(helper === undefined
        ? []
        : [credentialHelper({ command: helper, folder, environment, timeout, protect, warn })]),
    ],
    redactor,
  );
}
