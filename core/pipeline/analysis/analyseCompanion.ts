import { closestName } from '#core/base/closestName.ts';
import { decodeUtf8 } from '#core/base/decodeUtf8.ts';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import { Failure } from '#core/base/failure.ts';
import type { PipelineFiles } from '../enginePorts.ts';
import { applyDefaults } from '../schema/applyDefaults.ts';
import type { CompanionKind } from '../schema/companionSchema.ts';
import type { PipelineDefinition } from '../schema/pipelineSchema.ts';
import { type CompanionSource, readCompanion } from '../source/readCompanion.ts';
import { readPipeline } from '../source/readPipeline.ts';
import type { EnvironmentLookup } from '../source/substitution.ts';
import { FindingReport } from './findingReport.ts';
import { limitedDiagnostics } from './limitedDiagnostics.ts';
import { checkScorecard } from './scorecardChecks.ts';

/** Everything known of a suite or scorecard file without running anything. */
export interface CompanionAnalysis {
  readonly source: CompanionSource;
  /** In order of place; at most 100 and a notice. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface CompanionPorts {
  /** Files beside this one; without them nothing across files is checked. */
  readonly files?: Pick<PipelineFiles, 'read'>;
  /** For `${env.NAME}` in the pipelines. */
  readonly environment?: EnvironmentLookup;
  /** The names of the backends that the settings have. */
  readonly configuredBackends?: readonly string[];
}

/** A pipeline that a suite or scorecard names; without a definition, why there is none, as a clause. */
export type NamedPipeline =
  | { readonly path: string; readonly definition: PipelineDefinition }
  | { readonly path: string; readonly problem: string };

/** Reads and checks a suite or scorecard file with the pipelines it names. Never throws for anything they can hold. */
export async function analyseCompanion(
  kind: CompanionKind,
  text: string,
  ports: CompanionPorts = {},
): Promise<CompanionAnalysis> {
  const source = readCompanion(kind, text);
  const { definition, root } = source;
  if (!definition || !root) return { source, diagnostics: limitedDiagnostics(source.diagnostics) };
  const report = new FindingReport(root, text);
  const pipelines = await namedPipelines(definition.pipelines, ports);
  checkPipelines(report, definition.pipelines, pipelines);
  const usable = pipelines.flatMap((pipeline) => ('definition' in pipeline ? [pipeline] : []));
  const measured = usable.length === pipelines.length && usable.length > 0 ? measuredMetrics(usable) : undefined;
  if (source.kind === 'suite') {
    checkBackends(report, source.definition?.backends, usable, ports.configuredBackends ?? []);
    if (source.definition?.scorecard) checkScorecard(report, source.definition.scorecard, ['scorecard'], measured);
  } else if (source.definition) checkScorecard(report, source.definition, [], measured);
  return { source, diagnostics: limitedDiagnostics([...source.diagnostics, ...report.diagnostics]) };
}

/** The pipelines at some paths, each once; none where files cannot be looked at. */
export async function namedPipelines(
  paths: readonly string[],
  { environment, files }: CompanionPorts,
): Promise<NamedPipeline[]> {
  if (!files) return [];
  return await Promise.all(
    [...new Set(paths)].map(async (path): Promise<NamedPipeline> => {
      try {
        const text = decodeUtf8(await files.read(path), path).replace(/^\uFEFF/, '');
        const { definition, diagnostics } = readPipeline(text, path, environment);
        if (definition) return { path, definition };
        return { path, problem: diagnostics[0]?.message ?? 'it is no pipeline.' };
      } catch (thrown) {
        if (!Failure.is(thrown)) throw thrown;
        return { path, problem: thrown.message };
      }
    }),
  );
}

/** The metrics that at least one of some pipelines measures. */
export function measuredMetrics(pipelines: readonly { readonly definition: PipelineDefinition }[]): string[] {
  const names = pipelines.flatMap(({ definition }) =>
    applyDefaults(definition).benchmark.metrics.map(({ name }) => name),
  );
  return [...new Set(names)];
}

/** The names of the backends of a pipeline; one that names none has the embedded simulator. */
export function backendNames({ backends }: PipelineDefinition): string[] {
  return [...new Set([...Object.keys(backends ?? {}), embeddedBackend])];
}

/** What `--backend` calls the embedded simulator. */
const embeddedBackend = 'local';

function checkPipelines(report: FindingReport, paths: readonly string[], pipelines: readonly NamedPipeline[]): void {
  paths.forEach((path, index) => {
    const pipeline = pipelines.find((candidate) => candidate.path === path);
    if (pipeline && 'problem' in pipeline) report.report('HP196', ['pipelines', index], path, pipeline.problem);
  });
}

function checkBackends(
  report: FindingReport,
  backends: readonly string[] | undefined,
  pipelines: readonly { readonly path: string; readonly definition: PipelineDefinition }[],
  configured: readonly string[],
): void {
  backends?.forEach((backend, index) => {
    for (const { definition, path } of pipelines) {
      const known = [...backendNames(definition), ...configured];
      if (known.includes(backend)) continue;
      report.report('HP197', ['backends', index], backend, path, closestName(backend, known));
      return;
    }
  });
}
