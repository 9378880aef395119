import { Command } from 'commander';
import type { Backend } from '#core/backends/backend.ts';
import { createBackend } from '#core/backends/backendRegistry.ts';
import { LocalJobs } from '#core/backends/local/localJobs.ts';
import { Failure } from '#core/base/failure.ts';
import { createAwsConnector } from '#platform/aws/awsConnector.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { PythonSdks } from '#platform/python/pythonSdks.ts';
import { systemClock } from '#platform/systemClock.ts';
import type { CommandContext } from './commandContext.ts';
import { commandCredentials } from './commandCredentials.ts';
import { readConfiguration } from './configuration.ts';
import { formatOption, profileOption } from './options.ts';

/** The embedded simulator, under the name pipelines without `backends` use. */
export const embeddedBackend = 'local';

export interface BackendOptions {
  readonly format: string;
  readonly config?: string;
  readonly profile?: string;
}

/** A command about one backend of hybridq.json, with the options that reaching it needs. */
export function commandOfBackend(name: string, description: string, backends: string): Command {
  return new Command(name)
    .description(description)
    .argument('<name>', backends)
    .addOption(formatOption('text', 'json'))
    .addOption(profileOption())
    .option('--config <file>', 'the configuration file');
}

/**
 * Does something with a backend of hybridq.json, and closes afterwards what reaching it opened.
 * @throws Failure `not-found` when there is none of the name
 */
export async function withBackend<T>(
  id: string,
  options: BackendOptions,
  context: CommandContext,
  work: (backend: Backend) => Promise<T>,
): Promise<T> {
  const configuration = await readConfiguration(options.config, context);
  const configured = configuration.backends[id];
  if (configured === undefined) {
    throw new Failure('not-found', `There is no backend '${id}'.`, {
      advice: `Use one of: ${[embeddedBackend, ...Object.keys(configuration.backends)].join(', ')}.`,
    });
  }
  const sdks = new PythonSdks(context);
  try {
    const ports = {
      clock: systemClock,
      http: createHttpClient(),
      secrets: commandCredentials(context, configuration, options.profile),
      tokens: context.tokens,
      aws: createAwsConnector((secret) => context.redactor.add(secret)),
      local: new LocalJobs(sdks),
    };
    return await work(createBackend({ id, ...configured }, ports));
  } finally {
    sdks.close();
  }
}
