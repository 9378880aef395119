import { resolve } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { simulatorsForWidth } from '#core/protocol/managedSimulators.ts';
import { type CircuitSettings, runCircuitOnBackend } from '#runner/circuitRuns.ts';
import type { SimulationQuestions } from '#runner/simulationRequest.ts';
import type { CircuitInput } from './circuitInput.ts';
import type { CommandContext } from './commandContext.ts';
import { commandCredentials } from './commandCredentials.ts';
import { withServices } from './commandServices.ts';
import { readConfiguration } from './configuration.ts';
import { onFile } from './placedFailure.ts';
import { executeAndReport } from './runExecution.ts';
import { workspaceOfFile } from './workspace.ts';

/** Where and how a circuit runs on a configured backend. */
export interface BackendRunOptions {
  readonly backend?: string;
  readonly yes?: boolean;
  readonly workspace?: string;
  readonly config?: string;
  readonly profile?: string;
  readonly format: string;
}

/** Runs a circuit on a configured backend, as a run that is kept. */
export async function runOnBackend(
  backend: string,
  source: CircuitInput,
  settings: CircuitSettings,
  options: BackendRunOptions,
  context: CommandContext,
): Promise<void> {
  refuseQuestions(settings.questions ?? {});
  const configuration = await readConfiguration(options.config, context);
  const { backends, budget } = configuration;
  const workspaceFolder =
    options.workspace === undefined
      ? workspaceOfFile(source.path, context.folder)
      : resolve(context.folder, options.workspace);
  const approved = options.yes === true ? ('option' as const) : undefined;
  await withServices(
    context,
    commandCredentials(context, configuration, options.profile),
    async (services) => {
      await executeAndReport(context, { workspaceFolder, format: options.format }, (listener) =>
        onFile(source.name, () =>
          runCircuitOnBackend(
            { source, workspaceFolder, backend, settings, backends, approved },
            services,
            listener,
            context.signal,
          ),
        ),
      );
    },
    { budget },
  );
}

/** Only the embedded simulator answers more than counts. @throws Failure `invalid-input` */
function refuseQuestions({ expectationsFrom: _, method, precision, ...others }: SimulationQuestions): void {
  const isPlain = (method ?? 'auto') === 'auto' && (precision ?? 'double') === 'double';
  if (isPlain && Object.keys(others).length === 0) return;
  throw new Failure('invalid-input', 'A backend gives counts; the other options are of the embedded simulator.', {
    advice: 'Leave out --backend, or all options but --shots, --seed and --input.',
  });
}

/** Does work on the embedded simulator; the failure of a circuit that is too wide for it says where there is more room. */
export async function withWiderSimulators<T>(
  options: Pick<BackendRunOptions, 'config'>,
  context: CommandContext,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!Failure.is(thrown, 'too-large')) throw thrown;
    const { backends } = await readConfiguration(options.config, context);
    const [widest] = simulatorsForWidth(backends);
    const elsewhere =
      widest === undefined
        ? 'A managed simulator has more room: configure one in hybridq.json, such as sv1 of braket with 34 qubits, and use --backend.'
        : `${widest.id} takes ${widest.qubits} qubits: --backend ${widest.id} runs it there.`;
    const { advice, message, place, reason } = thrown;
    throw new Failure(reason, message, {
      advice: advice === undefined ? elsewhere : `${advice} ${elsewhere}`,
      ...(place && { place }),
      cause: thrown,
    });
  }
}
