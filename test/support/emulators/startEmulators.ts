import { parseArgs } from 'node:util';
import { providerEmulators } from './providerEmulators.ts';

/**
 * Starts all emulators for people who want to try the product without an account, and says how to reach them.
 * `--port 0` takes free ports instead of the usual ones.
 */
const { values } = parseArgs({ options: { port: { type: 'string' } } });
const running = await Promise.all(
  providerEmulators.map(async ({ port, start, title }) => ({
    title,
    provider: await start(values.port === undefined ? port : Number(values.port)),
  })),
);

const backends = Object.fromEntries(
  running.flatMap(({ provider: { configured, priced } }) => [
    [`emulated-${configured.adapter}`, configured],
    [`emulated-${priced.adapter}-paid`, priced],
  ]),
);
const secrets = Object.assign({}, ...running.map(({ provider }) => provider.secrets)) as Record<string, string>;
const keys = Object.entries(secrets).map(([name, value]) => `  ${name}: ${value}`);
const variables = Object.entries(secrets).map(
  ([name, value]) => `export HYBRIDQ_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}=${value}`,
);

process.stdout.write(`Emulators of ${running.map(({ title }) => title).join(', ')} answer on this machine until this program
is ended. They are stand-ins that simulate: nothing is sent to a provider and nothing costs anything.

For the command line, hybridq.json:

${JSON.stringify({ backends }, null, 2)}

and the keys they accept, in the environment:

${variables.join('\n')}

For the editor, settings.json:

${JSON.stringify({ 'hybridQuantum.backends.configured': backends }, null, 2)}

and the same keys, with "Hybrid Quantum: Add Credential…":

${keys.join('\n')}

Ready.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void Promise.all(running.map(({ provider }) => provider.close())).then(() => process.exit(0));
  });
}
