import type { Diagnostic } from '#core/base/diagnostic.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { planRun, type RunPlan } from '../plan/planRun.ts';
import { writtenProblem } from '../problem/loadProblem.ts';
import { applyDefaults } from '../schema/applyDefaults.ts';
import { solvesProblem } from '../schema/options.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { type PipelineSource, readPipeline } from '../source/readPipeline.ts';
import type { EnvironmentLookup } from '../source/substitution.ts';
import { checkBenchmark } from './benchmarkChecks.ts';
import { checkCapabilities } from './capabilityChecks.ts';
import { CheckContext, type FileFacts, noFacts } from './checkContext.ts';
import { trainedParameters, wholeCircuit } from './circuitFacts.ts';
import { checkCoherence } from './coherenceChecks.ts';
import { checkContract } from './contractChecks.ts';
import { checkData } from './dataChecks.ts';
import { checkExecution } from './executionChecks.ts';
import { findings } from './findings.ts';
import { fitterOf } from './fittedCircuits.ts';
import { type AnalysisPorts, gatherFacts } from './gatherFacts.ts';
import { limitedDiagnostics } from './limitedDiagnostics.ts';
import { type LiteralCredential, literalCredentials } from './literalCredentials.ts';
import { checkLock } from './lockChecks.ts';
import { checkMitigation } from './mitigationChecks.ts';
import { checkOptions } from './optionChecks.ts';
import { checkPrograms } from './programChecks.ts';
import { readPipelineOf } from './readRegister.ts';
import { checkRequiredBlocks } from './requiredBlocks.ts';
import { checkRollout } from './rolloutChecks.ts';
import { checkSafety } from './safetyChecks.ts';
import { checkSampling, energyShotsPerBasis, energyShotsWanted } from './samplingChecks.ts';
import { checkTarget } from './targetChecks.ts';
import { checkVersion } from './versionChecks.ts';

/** Everything known of a pipeline file without running it. */
export interface PipelineAnalysis {
  readonly source: PipelineSource;
  /** With defaults; present when the file satisfies the schema, even if checks found errors. */
  readonly pipeline: ResolvedPipeline | undefined;
  /** In order of place; at most 100 and a notice. */
  readonly diagnostics: readonly Diagnostic[];
  /** What a run would take, where the table is known. */
  readonly plan?: RunPlan;
  /** Of feature map and ansatz together, where both are known; parameters are those that are trained. */
  readonly shape?: { readonly parameters?: number; readonly depth: number; readonly twoQubitGates: number };
  /**
   * Shots that the energy asked for takes at worst, where its terms are known: over all terms with shots spread as the
   * coefficients ask, and of every circuit where each measurement basis gets as many.
   */
  readonly energyShots?: { readonly overall: number; readonly perBasis: number; readonly bases: number };
}

/**
 * Reads and checks a pipeline file with the files it names. Never throws for anything the files can hold.
 * @param path of the pipeline file, for messages
 */
export async function analysePipeline(
  text: string,
  path: string,
  ports: AnalysisPorts = {},
): Promise<PipelineAnalysis> {
  return await analyseSource(readPipeline(text, path, ports.environment), path, ports);
}

/** As {@link analysePipeline}, of a text that was read already. */
export async function analyseSource(
  source: PipelineSource,
  path: string,
  ports: AnalysisPorts,
): Promise<PipelineAnalysis> {
  if (!source.definition) return analysisOf(source, noFacts);
  return analysisOf(source, await gatherFacts(source.definition, path, ports));
}

/** As {@link analysePipeline} without looking at any other file. */
export function analysePipelineText(text: string, path: string, environment?: EnvironmentLookup): PipelineAnalysis {
  return analysisOf(readPipeline(text, path, environment), noFacts);
}

function analysisOf(source: PipelineSource, facts: FileFacts): PipelineAnalysis {
  const { definition, root } = source;
  if (!root) return { source, pipeline: undefined, diagnostics: limitedDiagnostics(source.diagnostics) };
  const literals = literalCredentials(root);
  const told = [...source.diagnostics, ...literalFindings(source, literals)];
  if (!definition)
    return { source, pipeline: undefined, diagnostics: limitedDiagnostics(withoutValues(told, literals)) };
  const pipeline = applyDefaults(definition);
  const read = readPipelineOf(pipeline, facts.circuits);
  const context = new CheckContext(definition, Failure.is(read) ? pipeline : read, root, source.text, facts);
  const form = [...checkRequiredBlocks(context), ...checkOptions(context)];
  checkVersion(context);
  checkContract(context);
  checkData(context);
  checkTarget(context);
  checkPrograms(context);
  checkBenchmark(context);
  checkExecution(context);
  const circuit = wholeCircuit(context);
  const parameters = circuit && trainedParameters(context);
  const plan = planOf(context, circuit, parameters);
  checkCapabilities(context, circuit);
  checkCoherence(context, circuit);
  checkSampling(context, plan);
  checkMitigation(context);
  checkLock(context);
  checkSafety(context);
  checkRollout(context);
  const overall = energyShotsWanted(context);
  const basis = energyShotsPerBasis(context);
  return {
    source,
    pipeline,
    diagnostics: limitedDiagnostics(withoutValues([...told, ...form, ...context.diagnostics], literals)),
    ...(plan ? { plan } : {}),
    ...(circuit ? { shape: shapeOf(circuit, parameters) } : {}),
    ...(overall === undefined || !basis ? {} : { energyShots: { overall, perBasis: basis.shots, bases: basis.bases } }),
  };
}

/** HP180, also in a file that has other mistakes: what is written stands there meanwhile. */
function literalFindings(source: PipelineSource, literals: readonly LiteralCredential[]): Diagnostic[] {
  const { message, severity } = findings.HP180;
  const known = source.diagnostics.filter(({ code }) => code === 'HP180');
  return literals.flatMap(({ node, where }): Diagnostic[] => {
    const { range } = node;
    if (known.some((other) => other.range.start === range.start)) return [];
    return [{ code: 'HP180', severity, message: message(where), range }];
  });
}

/** Values shorter than this are words that messages are made of. */
const shortestHidden = 6;
const longestShown = 48;

/** Findings of the form say what they found, which must not be a credential. */
function withoutValues(diagnostics: readonly Diagnostic[], literals: readonly LiteralCredential[]): Diagnostic[] {
  const values = literals
    .map(({ node }) => String(node.value))
    .filter(({ length }) => length >= shortestHidden)
    // Long ones are cut short in messages.
    .flatMap((value) => [value, value.slice(0, longestShown)]);
  return diagnostics.map((diagnostic) => {
    const message = values.reduce((text, value) => text.replaceAll(value, '[redacted]'), diagnostic.message);
    return message === diagnostic.message ? diagnostic : { ...diagnostic, message };
  });
}

function planOf(
  context: CheckContext,
  circuit: Circuit | undefined,
  parameters: number | undefined,
): RunPlan | undefined {
  const { facts, pipeline } = context;
  const fitter = circuit && pipeline.quantum.transpile ? fitterOf(context, circuit) : undefined;
  const size = circuit && parameters !== undefined ? { circuit, parameters, ...(fitter && { fitter }) } : {};
  if (solvesProblem(pipeline.task)) {
    const { problem } = facts;
    const observable = problem && !(problem instanceof Failure) ? problem.observable : writtenObservable(pipeline);
    return planRun(pipeline, { ...size, ...(observable ? { observable } : {}) });
  }
  if (!pipeline.data || !facts.table || facts.table instanceof Failure) return undefined;
  const { indices } = facts;
  const split = indices && !(indices instanceof Failure) && { train: indices.train.length, test: indices.test.length };
  return planRun(pipeline, { rows: facts.table.rowCount, ...(split ? { split } : {}), ...size });
}

/** What is measured of a problem, where the pipeline itself says so and it fits. */
function writtenObservable(pipeline: ResolvedPipeline): PauliSum | undefined {
  try {
    return writtenProblem(pipeline)?.observable;
  } catch (thrown) {
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}

function shapeOf(circuit: Circuit, parameters: number | undefined): NonNullable<PipelineAnalysis['shape']> {
  const { depth, twoQubitGates } = circuitMetrics(circuit);
  return { ...(parameters === undefined ? {} : { parameters }), depth, twoQubitGates };
}
