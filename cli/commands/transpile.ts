import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { gateBasis } from '#core/transpiler/gateBasis.ts';
import type { TranspilerLevel } from '#core/transpiler/transpileCircuit.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { type FoundTarget, findTarget, transpileLines, transpileSource } from '#runner/transpileRequest.ts';
import { nameList } from '../attachedValue.ts';
import { addCircuitInput, type CircuitInputOptions, circuitInput } from '../circuitInput.ts';
import type { CommandContext } from '../commandContext.ts';
import { commandCredentials } from '../commandCredentials.ts';
import { withServices } from '../commandServices.ts';
import { readConfiguration } from '../configuration.ts';
import { formatOption, inputOption, integerParser, parseLayout, parseSeed, profileOption } from '../options.ts';
import { onFile } from '../placedFailure.ts';

interface TranspileOptions extends CircuitInputOptions {
  readonly target?: string;
  readonly basis?: readonly string[];
  readonly level: TranspilerLevel;
  readonly seed: number;
  readonly layout?: readonly number[];
  readonly input: Readonly<Record<string, number>>;
  readonly output?: string;
  readonly format: string;
  readonly config?: string;
  readonly profile?: string;
}

export function transpileCommand(context: CommandContext): Command {
  const command = new Command('transpile').description(
    'fits a circuit to the gates and couplings of a device, and says how large and how good it is then',
  );
  return addCircuitInput(command)
    .option(
      '--target <device>',
      "a backend of hybridq.json, or the file of a device: a calibration snapshot, or IBM's properties or configuration",
    )
    .option('--basis <gates>', 'gates instead of those of the target, such as rz,sx,x,cz', nameList)
    .addOption(
      new Option('--level <number>', 'how much is tried: 0 translates and routes only, 3 tries most')
        .argParser(integerParser(0, 3))
        .default(2),
    )
    .option('--seed <number>', 'the same seed gives the same circuit', parseSeed, 0)
    .option('--layout <qubits>', 'the qubit of the device for each qubit of the circuit, such as 3,5,7', parseLayout)
    .addOption(inputOption())
    .option('-o, --output <file>', 'where to write the program; standard output unless given')
    .addOption(formatOption('text', 'json'))
    .addOption(profileOption())
    .option('--config <file>', 'the configuration file')
    .action(async (argument: string, options: TranspileOptions) => {
      const { name, ...source } = await circuitInput(argument, options, context);
      const { input: inputs, layout, level, output, seed } = options;
      const found = await targetOf(options, context);
      const report = await onFile(name, () =>
        transpileSource(source, found, { inputs, level, seed, ...(layout && { layout }) }, context.signal),
      );
      const { program, ...figures } = report;
      if (output !== undefined) await writeOutputFile(resolve(context.folder, output), program);
      if (options.format === 'json') context.output.write(`${JSON.stringify(report, null, 2)}\n`);
      else context.output.write(output === undefined ? program : `${transpileLines(figures).join('\n')}\n`);
    });
}

async function targetOf(
  { basis, config, profile, target }: TranspileOptions,
  context: CommandContext,
): Promise<FoundTarget> {
  const configuration = await readConfiguration(config, context);
  const { backends } = configuration;
  if (target === undefined && basis === undefined) {
    throw new Failure('invalid-input', 'A circuit is fitted to something, and nothing is named.', {
      advice: 'Name a device with --target, or gates with --basis.',
    });
  }
  // What is wrong with these gates is not the device's fault.
  if (basis !== undefined) gateBasis(basis);
  return await withServices(context, commandCredentials(context, configuration, profile), async (services) => {
    const find = async (choice: Parameters<typeof findTarget>[0]) =>
      await findTarget(choice, basis, backends, services, context.signal);
    if (target === undefined) return await find({ kind: 'gates' });
    if (Object.hasOwn(backends, target) || target === 'local') return await find({ kind: 'backend', backend: target });
    return await onFile(target, async () => {
      try {
        return await find({ kind: 'file', path: resolve(context.folder, target) });
      } catch (thrown) {
        if (!Failure.is(thrown, 'not-found')) throw thrown;
        const names = Object.keys(backends);
        const known = names.length === 0 ? 'hybridq.json names none' : `the backends are ${names.join(', ')}`;
        throw new Failure('not-found', 'There is no such file, and no backend of that name.', {
          place: { path: '' },
          advice: `Name the file of a device, or a backend: ${known}.`,
        });
      }
    });
  });
}
