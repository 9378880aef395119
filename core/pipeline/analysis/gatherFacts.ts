import { decodeUtf8 } from '#core/base/decodeUtf8.ts';
import { Failure } from '#core/base/failure.ts';
import { parseYaml } from '#core/base/yaml/parseYaml.ts';
import { entryOf } from '#core/base/yaml/sourceNode.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitKey } from '../circuits/circuitKey.ts';
import { emulatedDevices } from '../circuits/emulatedDevices.ts';
import { predefinedParts } from '../data/learningData.ts';
import { dataFile, loadTable } from '../data/loadTable.ts';
import { readStartingParameters } from '../data/startingParameters.ts';
import type { CircuitLoader, PipelineFiles } from '../enginePorts.ts';
import { loadProblem } from '../problem/loadProblem.ts';
import { applyDefaults } from '../schema/applyDefaults.ts';
import type { PipelineDefinition } from '../schema/pipelineSchema.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { readPipeline } from '../source/readPipeline.ts';
import type { EnvironmentLookup } from '../source/substitution.ts';
import type { FileFacts, SettingsBackend } from './checkContext.ts';
import { circuitFiles } from './circuitFacts.ts';
import { type CredentialReference, credentialKey, credentialReference } from './credentialReference.ts';
import { lockFacts } from './lockChecks.ts';
import { programReferences } from './programChecks.ts';
import { readPipelineOf } from './readRegister.ts';
import { type EvidenceQuestion, evidenceQuestion, type RecordedEvidence } from './recordedEvidence.ts';

/** What an analysis may look at besides the text; what is absent is not checked. */
export interface AnalysisPorts {
  /** Files named by the pipeline; without them nothing across files is checked. */
  readonly files?: PipelineFiles;
  readonly circuits?: CircuitLoader;
  /** For `${env.NAME}`. */
  readonly environment?: EnvironmentLookup;
  /** Whether a credential a backend names by `secret`, `env` or `profile` is there; asked when a run is wanted. */
  readonly hasCredential?:
    | ((kind: CredentialReference['kind'], name: string, profile?: string) => Promise<boolean>)
    | undefined;
  /** The backends of the settings; asked where a chain names one that the file does not. */
  readonly configuredBackends?: () => Promise<Readonly<Record<string, SettingsBackend>>>;
  /** The version of the product, compared with that of a lock file. */
  readonly product?: string;
  /** The other pipeline files in the folder, whose credentials production must not share. */
  readonly neighbours?: () => Promise<readonly { readonly path: string; readonly text: string }[]>;
  /** Milliseconds since 1970, for the age of prices and calibrations. */
  readonly now?: () => number;
  /** What recorded runs show; asked where a rollout, a scorecard, a device or production rests on them. */
  readonly evidence?: (question: EvidenceQuestion) => Promise<RecordedEvidence | undefined>;
}

/**
 * Looks at the files a pipeline names and at what else the ports give. Never fails for anything they can hold.
 * @param path of the pipeline file, beside which its lock file lies
 */
export async function gatherFacts(
  definition: PipelineDefinition,
  path: string,
  ports: AnalysisPorts,
): Promise<FileFacts> {
  const circuits = new Map<string, Circuit | Failure>();
  for (const use of ports.circuits ? circuitFiles({ definition }) : []) {
    const loaded = await attempt(() => ports.circuits?.load(use.file, use.entry));
    if (loaded !== undefined) circuits.set(circuitKey(use), loaded);
  }
  const programs = new Map<string, Uint8Array | Failure>();
  for (const { file } of ports.files ? programReferences({ definition }) : []) {
    const content = await attempt(() => ports.files?.read(file));
    if (content !== undefined) programs.set(file, content);
  }
  const pipeline = applyDefaults(definition);
  const question = ports.evidence && evidenceQuestion(definition);
  const evidence = question && (await ports.evidence?.(question));
  const now = ports.now?.();
  const starts = ports.files ? await lockAndStart(path, pipeline, ports.files, ports.product) : {};
  return {
    circuits,
    programs,
    ...(evidence === undefined ? {} : { evidence }),
    ...(now === undefined ? {} : { now }),
    ...(await configuredFacts(pipeline, ports)),
    ...(await credentialFacts(definition, ports)),
    ...starts,
    ...(ports.files ? await dataFacts(definition, pipeline, ports.files, starts.lock) : {}),
    ...(ports.files ? await problemFacts(readPipelineOf(pipeline, circuits), ports.files) : {}),
    ...(ports.files ? { calibratedAt: await calibrations(pipeline, ports.files) } : {}),
    ...(ports.files ? { devices: await emulatedDevices(pipeline, ports.files) } : {}),
  };
}

async function lockAndStart(
  path: string,
  pipeline: ResolvedPipeline,
  files: PipelineFiles,
  product: string | undefined,
): Promise<Pick<FileFacts, 'lock' | 'starts'>> {
  const lock = await lockFacts(path, pipeline, files, product);
  const { file, init } = pipeline.interface.parameters;
  const starts =
    init === 'file' && file !== undefined ? await attempt(() => readStartingParameters(file, files)) : undefined;
  return { ...(lock && { lock }), ...(starts && { starts }) };
}

async function configuredFacts(
  { backends, execution }: ResolvedPipeline,
  { configuredBackends }: AnalysisPorts,
): Promise<Pick<FileFacts, 'configured'>> {
  const isMissing = execution.chain.some(({ backend }) => backend !== 'classical' && !Object.hasOwn(backends, backend));
  if (!isMissing || !configuredBackends) return {};
  return { configured: new Map(Object.entries(await configuredBackends())) };
}

type DataFacts = Pick<FileFacts, 'table' | 'digest' | 'indices'>;

async function dataFacts(
  definition: PipelineDefinition,
  { data }: ResolvedPipeline,
  files: PipelineFiles,
  lock: FileFacts['lock'],
): Promise<DataFacts> {
  if (!data) return {};
  const table = await attempt(() => loadTable(data, files));
  const file = dataFile(data.source);
  const { intent = 'learning', rollout } = definition;
  const isLocked = file !== undefined && lock?.files[file] !== undefined;
  const wanted = definition.data?.sha256 !== undefined || intent !== 'learning' || rollout !== undefined || isLocked;
  const digest = file !== undefined && wanted ? await attempt(() => files.sha256?.(file)) : undefined;
  const indices = await attempt(() => predefinedParts(data, files));
  return {
    ...(table === undefined ? {} : { table }),
    ...(typeof digest === 'string' ? { digest } : {}),
    ...(indices === undefined ? {} : { indices }),
  };
}

async function problemFacts(
  pipeline: ResolvedPipeline | Failure,
  files: PipelineFiles,
): Promise<Pick<FileFacts, 'problem'>> {
  if (Failure.is(pipeline) || pipeline.problem?.file === undefined) return {};
  const problem = await attempt(() => loadProblem(pipeline, files));
  return problem === undefined ? {} : { problem };
}

/** Files of noise models say when they were measured, where they are calibrations. */
async function calibrations(
  { backends, execution }: ResolvedPipeline,
  files: PipelineFiles,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const { backend: name } of execution.chain) {
    const backend = Object.hasOwn(backends, name) ? backends[name] : undefined;
    const from = backend?.noise?.from;
    if (!backend?.calibration || from === undefined) continue;
    // The name of a built-in model is no file, and a model that cannot be read is told when it is run.
    const text = await attempt(async () => decodeUtf8(await files.read(from), from));
    const date = typeof text === 'string' ? calibrationDate(text) : undefined;
    if (date !== undefined) found.set(name, date);
  }
  return found;
}

const calibrationFile = { name: 'calibration', beginning: 'calibration: 1', whenEmpty: '' };

/** The date of a calibration snapshot, or of the properties IBM's service gives of a device. */
function calibrationDate(text: string): number | undefined {
  const { root } = parseYaml(text, calibrationFile);
  const date = (entryOf(root, 'date') ?? entryOf(root, 'last_update_date'))?.value;
  const time = date?.kind === 'scalar' && typeof date.value === 'string' ? Date.parse(date.value) : Number.NaN;
  return Number.isFinite(time) ? time : undefined;
}

async function credentialFacts(
  definition: PipelineDefinition,
  { hasCredential, neighbours }: AnalysisPorts,
): Promise<Pick<FileFacts, 'missingCredentials' | 'experimentCredentials'>> {
  const missing = new Set<string>();
  const named = credentialsOf(definition);
  for (const reference of hasCredential ? named : []) {
    const { kind, name, profile } = reference;
    if (!(await hasCredential?.(kind, name, profile))) missing.add(credentialKey(reference));
  }
  const experiments = new Map<string, string>();
  if (neighbours && definition.intent === 'production' && named.length > 0) {
    for (const { path, text } of await neighbours()) {
      const other = readPipeline(text, path).definition;
      if (!other || other.intent === 'production') continue;
      for (const reference of credentialsOf(other)) experiments.set(credentialKey(reference), path);
    }
  }
  return { missingCredentials: missing, experimentCredentials: experiments };
}

/** The credentials that the backends of a pipeline refer to. */
function credentialsOf({ backends }: PipelineDefinition): readonly CredentialReference[] {
  return Object.values(backends ?? {}).flatMap(({ credentials }) => credentialReference(credentials) ?? []);
}

/** Expected failures are facts too. */
async function attempt<T>(action: () => Promise<T> | undefined): Promise<T | Failure | undefined> {
  try {
    return await action();
  } catch (thrown) {
    if (Failure.is(thrown)) return thrown;
    throw thrown;
  }
}
