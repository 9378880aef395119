import { builtinAdapter } from '#core/backends/backendRegistry.ts';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import { Failure } from '#core/base/failure.ts';
import { LineTable, type TextPosition } from '#core/base/textRange.ts';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import { findings } from '#core/pipeline/analysis/findings.ts';
import type { AnalysisPorts } from '#core/pipeline/analysis/gatherFacts.ts';
import { literalCredentials } from '#core/pipeline/analysis/literalCredentials.ts';
import type { CircuitLoader, PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { applyDefaults } from '#core/pipeline/schema/applyDefaults.ts';
import type { PipelineDefinition } from '#core/pipeline/schema/pipelineSchema.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { ChangedPipelineText } from '#core/pipeline/source/changedPipelineText.ts';
import { parsePipelineText } from '#core/pipeline/source/parsePipelineText.ts';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import type { QuantumState, RunOptions } from '#core/protocol/runner.ts';
import { decodeText } from '#platform/inputFile.ts';
import { ibmPrimitives } from './backendConfigurations.ts';
import { backendNoise } from './backendNoise.ts';
import { type ConfiguredBackends, embeddedBackend } from './runBackends.ts';

/** Where a pipeline and what it names are read. */
export interface PipelineInputs {
  readonly files: PipelineFiles;
  readonly circuits: CircuitLoader;
  /** Given when the pipeline is to run at once: whether a credential it names is there. */
  readonly hasCredential?: AnalysisPorts['hasCredential'];
  /** Given when values of the file were changed, which `files` already have. */
  readonly changed?: ChangedPipelineText | undefined;
}

/** A pipeline that may run, and what its author should know before it does. */
export interface PreparedPipeline {
  readonly pipeline: ResolvedPipeline;
  readonly warnings: readonly string[];
}

/**
 * Reads, checks and completes a pipeline, with the wishes of the user over what the file says.
 * @param name of the file, relative to its folder
 * @throws Failure `invalid-input` with the place of the first error; `not-found` for a backend that is not there
 */
export async function preparePipeline(
  name: string,
  { changed, circuits, files, hasCredential }: PipelineInputs,
  options: RunOptions,
  backends: ConfiguredBackends,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<PreparedPipeline> {
  const text = decodeText(await files.read(name), name);
  const { diagnostics, pipeline, source } = await analysePipeline(text, name, {
    files,
    circuits,
    environment: (variable) => environment[variable],
    configuredBackends: async () => backends,
    // Another backend than those of the file was chosen, whose credentials the file does not name.
    ...(hasCredential && options.backend === undefined ? { hasCredential } : {}),
  });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first !== undefined) throw invalidPipeline(first, errors.length, name, text, changed);
  if (pipeline === undefined || source.definition === undefined) {
    throw new Failure('invalid-input', 'This is no pipeline.', { place: { path: name }, advice: 'See hybridq check.' });
  }
  const definition = withBackend(withSeed(source.definition, options), options, backends);
  const resolved = withUsualShots(withQuantumState(applyDefaults(definition), options, environment), backends);
  // Whatever is wrong with a noise model is found before anything runs, and its file is kept with the others.
  for (const { backend: link } of resolved.execution.chain) {
    const backend = Object.hasOwn(resolved.backends, link) ? resolved.backends[link] : undefined;
    if (backend) await backendNoise(link, backend, files);
  }
  return {
    pipeline: resolved,
    warnings: diagnostics
      .filter(({ severity }) => severity === 'warning')
      .map(({ code, message }) => `${code} ${message}`),
  };
}

/**
 * Refuses a pipeline that holds a credential before any copy of it is kept.
 * @throws Failure `invalid-input` with the place
 */
export function refuseLiteralCredentials(name: string, text: string, changed?: ChangedPipelineText): void {
  const { root } = parsePipelineText(text);
  const [first] = root ? literalCredentials(root) : [];
  if (first === undefined) return;
  const { character, line } = positionInFile(first.node.range.start, text, changed);
  throw new Failure('invalid-input', `HP180 ${findings.HP180.message(first.where)}`, {
    place: { path: name, line, character },
    advice: 'No run was kept, because runs keep the text of their pipeline.',
  });
}

function positionInFile(offset: number, text: string, changed: ChangedPipelineText | undefined): TextPosition {
  if (changed === undefined) return new LineTable(text).positionAt(offset);
  return new LineTable(changed.fileText).positionAt(changed.offsetInFile(offset));
}

/** Where values were changed, with the place in the file and the change that it is about. */
function invalidPipeline(
  { code, message, range }: Diagnostic,
  count: number,
  name: string,
  text: string,
  changed: ChangedPipelineText | undefined,
): Failure {
  const change = changed?.changeAt(range);
  const { character, line } = positionInFile(range.start, text, changed);
  const more = changed
    ? `With its values changed the pipeline has ${count} errors.`
    : `The file has ${count} errors; hybridq check lists all.`;
  return new Failure(
    'invalid-input',
    `${code} ${message}${change === undefined ? '' : ` This is about the changed value ${change}.`}`,
    {
      place: { path: name, line, character },
      advice:
        count > 1
          ? more
          : change === undefined
            ? 'Correct it and try again.'
            : 'Give another value or path and try again.',
    },
  );
}

function withSeed(definition: PipelineDefinition, { seed }: RunOptions): PipelineDefinition {
  return seed === undefined ? definition : { ...definition, seeds: { ...definition.seeds, root: seed } };
}

/** Makes the chosen backend the only link of the chain. It is one of the file, of the settings, or the simulator here. */
function withBackend(
  definition: PipelineDefinition,
  { backend }: RunOptions,
  configured: ConfiguredBackends,
): PipelineDefinition {
  if (backend === undefined) return definition;
  const written = definition.backends ?? {};
  const execution = { ...definition.execution, chain: [{ backend }] };
  if (written[backend] !== undefined) return { ...definition, execution };
  const settings = configured[backend];
  if (settings !== undefined) {
    const { adapter, device } = settings;
    const added = { adapter, ...(device === undefined ? {} : { device }), ...credentialsOf(settings) };
    return { ...definition, execution, backends: { ...written, [backend]: added } };
  }
  if (backend === embeddedBackend) {
    return { ...definition, execution, backends: { ...written, [backend]: { adapter: builtinAdapter } } };
  }
  const known = [...new Set([embeddedBackend, ...Object.keys(written), ...Object.keys(configured)])];
  throw new Failure('not-found', `There is no backend '${backend}'.`, { advice: `Use one of: ${known.join(', ')}.` });
}

function credentialsOf(settings: ConfiguredBackend): { readonly credentials?: { readonly secret: string } } {
  const credential = 'credential' in settings ? settings.credential : undefined;
  return credential === undefined ? {} : { credentials: { secret: credential } };
}

function withQuantumState(
  pipeline: ResolvedPipeline,
  { flags, quantum }: RunOptions,
  environment: Readonly<Record<string, string | undefined>>,
): ResolvedPipeline {
  const { execution } = pipeline;
  const { flag } = execution.quantum;
  const flagged = flag === undefined ? undefined : (ownValue(flags, flag) ?? quantumState(flag, environment[flag]));
  const state = quantum ?? flagged ?? execution.quantum.state;
  return { ...pipeline, execution: { ...execution, quantum: { ...execution.quantum, state } } };
}

/**
 * The shots that settings or options name for devices whose backend names none, so that plan and budget count them.
 * @throws Failure `invalid-input` for options that there are none of
 */
function withUsualShots(pipeline: ResolvedPipeline, configured: ConfiguredBackends): ResolvedPipeline {
  const backends = Object.entries(pipeline.backends).map(([name, backend]) => {
    if (backend.adapter !== 'ibm') return [name, backend] as const;
    const settings = Object.hasOwn(configured, name) ? configured[name] : undefined;
    const { defaultPrecision, defaultShots } = ibmPrimitives(name, backend, settings);
    const estimated = backend.primitive === 'estimator' ? defaultPrecision : undefined;
    const shots = backend.shots ?? defaultShots ?? (estimated && Math.ceil(1 / estimated ** 2));
    return [name, shots === undefined ? backend : { ...backend, shots }] as const;
  });
  return { ...pipeline, backends: Object.fromEntries(backends) };
}

function ownValue(flags: RunOptions['flags'], flag: string): QuantumState | undefined {
  return flags !== undefined && Object.hasOwn(flags, flag) ? flags[flag] : undefined;
}

function quantumState(flag: string, value: string | undefined): QuantumState | undefined {
  switch (value) {
    case undefined:
    case '':
      return undefined;
    case 'active':
    case 'disabled':
    case 'shadow':
      return value;
    default:
      throw new Failure('invalid-input', `The environment variable ${flag} is '${value}', which is no quantum state.`, {
        advice: 'Set it to active, disabled or shadow.',
      });
  }
}
