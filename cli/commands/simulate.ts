import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { Failure } from '#core/base/failure.ts';
import type { SimulationReport } from '#core/protocol/simulationReport.ts';
import { largestBondLimit } from '#core/simulator/matrixProduct/truncation.ts';
import { methodNames } from '#core/simulator/method/chooseMethod.ts';
import { type ShotFileFormat, shotFile } from '#core/simulator/stabilizer/shotBits.ts';
import type { TranspilerLevel } from '#core/transpiler/transpileCircuit.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { systemClock } from '#platform/systemClock.ts';
import { type CircuitSettings, simulateCircuit } from '#runner/circuitRuns.ts';
import { isProgramRun, sampleProgramFile } from '#runner/programRuns.ts';
import type { RunnerServices } from '#runner/runnerServices.ts';
import type { SimulationQuestions } from '#runner/simulationRequest.ts';
import { type AttachedLists, attachedListOption, nameList, withAttachedValues } from '../attachedValue.ts';
import { addCircuitInput, type CircuitInput, type CircuitInputOptions, circuitInput } from '../circuitInput.ts';
import { type BackendRunOptions, runOnBackend, withWiderSimulators } from '../circuitOnBackend.ts';
import type { CommandContext } from '../commandContext.ts';
import { withServices } from '../commandServices.ts';
import { readNoise } from '../noiseInput.ts';
import {
  formatOption,
  includePathsOf,
  inputOption,
  integerParser,
  parseLayout,
  parseSeed,
  profileOption,
  workspaceOption,
} from '../options.ts';
import { noteText } from '../output/noteText.ts';
import { simulationText } from '../output/simulationText.ts';
import { SlowWorkLine } from '../output/slowWorkLine.ts';
import { onFile } from '../placedFailure.ts';

interface SimulateOptions extends CircuitInputOptions, BackendRunOptions {
  readonly shots: number;
  readonly seed?: number;
  readonly method: NonNullable<SimulationQuestions['method']>;
  readonly precision: 'double' | 'single';
  readonly noise?: string;
  readonly layout?: readonly number[];
  readonly level?: TranspilerLevel;
  readonly bond?: number;
  readonly truncation?: number;
  readonly threads?: number;
  readonly relaxed?: boolean;
  readonly input: Readonly<Record<string, number>>;
  readonly probabilities?: AttachedLists;
  readonly amplitudes?: AttachedLists;
  readonly expectation?: readonly string[];
  readonly expectationFrom: 'state' | 'shots';
  readonly bloch?: AttachedLists;
  readonly densityMatrix?: readonly (readonly string[])[];
  readonly fidelityWith?: string;
  readonly moments?: boolean;
  readonly memory?: boolean;
  readonly detectors?: boolean;
  readonly output?: string;
  readonly outputFormat: ShotFileFormat;
}

export function simulateCommand(context: CommandContext): Command {
  const command = addCircuitInput(new Command('simulate').description('runs a circuit on the embedded simulator'))
    .option(
      '--shots <number>',
      'how often the circuit runs; 0 for exact values only',
      integerParser(0, 100_000_000),
      1024,
    )
    .option('--seed <number>', 'the same seed gives the same counts; random unless given', parseSeed)
    .addOption(new Option('--method <method>', 'how it is simulated').choices(['auto', ...methodNames]).default('auto'))
    .addOption(new Option('--precision <precision>', 'of amplitudes').choices(['double', 'single']).default('double'))
    .option('--noise <model>', 'a noise model file, a calibration snapshot, or the name of a built-in model')
    .option('--layout <qubits>', 'the qubit of its device for each qubit of the circuit, such as 3,5,7', parseLayout)
    .option('--bond <number>', 'largest bond dimension of a matrix product state', integerParser(1, largestBondLimit))
    .option('--truncation <weight>', 'what each truncation of such a state may discard, such as 1e-10', parseWeight)
    .option('--threads <number>', 'how many threads it may use', integerParser(1, 256))
    .option('--relaxed', 'faster arithmetic whose last digits differ from machine to machine')
    .addOption(inputOption())
    .addOption(attachedListOption('--probabilities', 'registers', 'also the exact probabilities of all outcomes'))
    .addOption(attachedListOption('--amplitudes', 'states', 'also the amplitudes of all states'))
    .option('--expectation <observable>', 'also its expectation value, such as 0.5*Z0*Z1 - X2; repeatable', appended)
    .addOption(
      new Option('--expectation-from <source>', 'exact values of the state, or estimates from shots')
        .choices(['state', 'shots'])
        .default('state'),
    )
    .addOption(attachedListOption('--bloch', 'qubits', 'also the Bloch vectors of all qubits'))
    .option('--density-matrix <qubits>', 'also the density matrix of these qubits; repeatable', appendedNames)
    .option('--fidelity-with <circuit>', 'also the fidelity of the final state with that of another circuit')
    .option('--moments', 'also one shot moment by moment: what is read, and the Bloch vectors of all qubits')
    .option('--memory', 'also the outcome of every shot, in order')
    .option('--detectors', 'of a Stim file: also how often detectors fired and logical observables were flipped')
    .option('-o, --output <file>', 'of a Stim file: where to write every shot')
    .addOption(new Option('--output-format <format>', 'of that file').choices(['01', 'b8']).default('01'))
    .option('--backend <name>', 'runs it on this backend of hybridq.json instead, and keeps the run')
    .option('--yes', 'agree to what that costs')
    .addOption(
      new Option(
        '--level <number>',
        'how much is tried to fit it to a device that takes only its own gates, 0 to 3; 2 unless its settings say it',
      ).argParser(integerParser(0, 3)),
    )
    .addOption(profileOption())
    .addOption(workspaceOption())
    .option('--config <file>', 'the configuration file that names the backend')
    .addOption(formatOption('text', 'json'))
    .action(async (argument: string, options: SimulateOptions) => {
      const source = await circuitInput(argument, options, context);
      const settings = {
        shots: options.shots,
        inputs: options.input,
        questions: await questionsOf(options, context),
        ...(options.seed === undefined ? {} : { seed: options.seed }),
      };
      if (options.backend !== undefined) {
        await runOnBackend(options.backend, source, { ...settings, ...fittingOf(options) }, options, context);
        return;
      }
      if (options.level !== undefined) {
        throw new Failure('invalid-input', 'The embedded simulator takes circuits as they are, without --level.', {
          advice: 'Name a backend with --backend, or fit the circuit with hybridq transpile.',
        });
      }
      const path = source.name;
      const progress = new SlowWorkLine(context, systemClock);
      const report = await withServices(
        context,
        undefined,
        (services) =>
          onFile(path, () =>
            options.detectors || options.output !== undefined
              ? sampleToFile(source, settings, options, services, context)
              : withWiderSimulators(options, context, () =>
                  simulateCircuit(source, settings, services, context.signal, (said) => progress.show(said)),
                ),
          ),
        {
          isRelaxed: options.relaxed === true,
          ...(options.threads !== undefined && { threads: options.threads }),
        },
      ).finally(() => progress.end());
      if (options.format === 'json') context.output.write(`${JSON.stringify(report, null, 2)}\n`);
      else {
        for (const { place, ...note } of report.notes ?? []) {
          context.messages.write(`${noteText({ severity: 'warning', ...note }, path, place, context)}\n`);
        }
        context.output.write(`${simulationText(report).join('\n')}\n`);
      }
    });
  return withAttachedValues(command);
}

/** What is asked of the transpiler for a backend. */
function fittingOf({ layout, level }: SimulateOptions): Pick<CircuitSettings, 'transpile'> {
  return layout || level !== undefined
    ? { transpile: { ...(layout && { layout: [...layout] }), ...(level !== undefined && { level }) } }
    : {};
}

/** Samples a stabilizer program; a file of its shots has their records, or with `--detectors` their detectors and observables. */
async function sampleToFile(
  source: CircuitInput,
  settings: CircuitSettings,
  { detectors: countsDetectors = false, output, outputFormat }: SimulateOptions,
  services: RunnerServices,
  context: CommandContext,
): Promise<SimulationReport> {
  if (!isProgramRun(source, settings)) {
    throw new Failure(
      'invalid-input',
      'Detectors and files of shots are of Stim files of which nothing else is asked.',
      {
        advice: 'Leave --detectors and --output out, or the other options.',
      },
    );
  }
  const wanted = { ...settings, detectors: countsDetectors, leavesRecordsOut: output !== undefined };
  const { report, sample } = await sampleProgramFile(source, wanted, services, context.signal);
  if (output !== undefined) {
    const tables = countsDetectors ? [sample.detectors, sample.observables] : [sample.measurements];
    await writeOutputFile(resolve(context.folder, output), shotFile(tables, outputFormat));
  }
  return report;
}

async function questionsOf(options: SimulateOptions, context: CommandContext): Promise<SimulationQuestions> {
  const { amplitudes, bloch, densityMatrix, expectation, fidelityWith, probabilities } = options;
  return {
    method: options.method,
    precision: options.precision,
    expectationsFrom: options.expectationFrom,
    ...(options.noise !== undefined && { noise: await readNoise(options.noise, context) }),
    // On a backend it is a matter of the transpiler.
    ...(options.layout && options.backend === undefined && { layout: options.layout }),
    ...(options.bond !== undefined && { bondLimit: options.bond }),
    ...(options.truncation !== undefined && { truncationThreshold: options.truncation }),
    ...(options.memory && { memory: true }),
    ...(options.moments && { moments: true }),
    ...(probabilities?.all && { probabilities: true }),
    ...(probabilities?.lists.length && { marginals: probabilities.lists }),
    ...(amplitudes?.all && { amplitudes: true }),
    ...(amplitudes?.lists.length && { amplitudesOf: amplitudes.lists.flat() }),
    ...(bloch && { bloch: bloch.all ? ('all' as const) : bloch.lists.flat() }),
    ...(expectation && { observables: expectation }),
    ...(densityMatrix && { densityMatrices: densityMatrix }),
    ...(fidelityWith !== undefined && {
      fidelityWith: {
        path: resolve(context.folder, fidelityWith),
        includePaths: includePathsOf(options, context.folder),
      },
    }),
  };
}

function parseWeight(text: string): number {
  const weight = Number(text);
  if (text.trim() !== '' && weight >= 0 && weight < 1) return weight;
  throw new InvalidArgumentError('Give a number from 0 to less than 1.');
}

function appended(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function appendedNames(text: string, before: readonly (readonly string[])[] = []): readonly (readonly string[])[] {
  const names = nameList(text);
  if (names.length === 0) throw new InvalidArgumentError('Name one qubit or more, with commas between them.');
  return [...before, names];
}
