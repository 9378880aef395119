import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { entriesOf, lowerEntry, lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseSource, type PipelineAnalysis } from '#core/pipeline/analysis/analysePipeline.ts';
import { NameNotFound } from '#core/pipeline/circuits/nameNotFound.ts';
import type { PipelineSource } from '#core/pipeline/source/readPipeline.ts';
import type { EditorSurroundings } from '../editorSurroundings.ts';
import type { LanguageDocument } from '../languageService.ts';
import type { CircuitAnalyses } from '../openqasm/circuitAnalysis.ts';
import { canonicalUri, fileName, siblingUri } from '../siblingUri.ts';
import { pipelineFileUri } from './pipelineFileUri.ts';

/**
 * Everything that can be said of a pipeline without running it, the files it names included.
 * @param source what the document says
 * @param dependencies the canonical addresses of those files are added to it, also when the analysis is cancelled
 */
export async function analysedPipeline(
  document: LanguageDocument,
  source: PipelineSource,
  analyses: CircuitAnalyses,
  signal: CancellationSignal,
  dependencies: Set<string>,
  surroundings: EditorSurroundings,
): Promise<PipelineAnalysis> {
  throwIfCancelled(signal);
  const { workspace } = analyses;
  const uriOf = (path: string) => {
    const uri = pipelineFileUri(document.uri, path);
    dependencies.add(canonicalUri(uri));
    return uri;
  };
  const now = surroundings.now?.bind(surroundings);
  const evidence = surroundings.recordedEvidence?.bind(surroundings);
  return analyseSource(source, fileName(document.uri), {
    files: {
      read: (path) => workspace.read(uriOf(path)),
      ...(workspace.sha256 ? { sha256: async (path) => workspace.sha256?.(uriOf(path)) ?? '' } : {}),
    },
    circuits: { load: (path, entry) => loadCircuit(uriOf(path), path, analyses, dependencies, entry) },
    neighbours: () => neighboursOf(document.uri, analyses, uriOf),
    configuredBackends: async () =>
      Object.fromEntries(
        (await surroundings.configuredBackends(document.uri)).map(({ name, ...backend }) => [name, backend]),
      ),
    ...(now ? { now } : {}),
    ...(evidence ? { evidence: async (question) => evidence(document.uri, question) } : {}),
  });
}

/** More pipelines in one folder than this are not compared with each other. */
const mostNeighbours = 50;

/** The other pipeline files of the folder that can be read. */
async function neighboursOf(uri: string, { workspace }: CircuitAnalyses, uriOf: (path: string) => string) {
  const own = fileName(uri);
  const entries = await workspace.list(siblingUri(uri, '.'));
  const names = entries
    .filter(({ isFolder, name }) => !isFolder && name !== own && /\.hybrid\.ya?ml$/.test(name))
    .slice(0, mostNeighbours);
  const texts = await Promise.all(
    names.map(async ({ name }) => {
      try {
        return [{ path: name, text: await workspace.readText(uriOf(name)) }];
      } catch (thrown) {
        // A neighbour that cannot be read says nothing about this file.
        if (Failure.is(thrown)) return [];
        throw thrown;
      }
    }),
  );
  return texts.flat();
}

/** The circuit of a file as it is in the editor or on disk. @throws Failure as `CircuitLoader` promises */
export async function loadCircuit(
  uri: string,
  path: string,
  analyses: CircuitAnalyses,
  dependencies: Set<string>,
  entry?: string,
): Promise<Circuit> {
  const program =
    (await analyses.openProgram(uri)) ??
    (await analyses.analyse({ uri, text: await analyses.workspace.readText(uri) }));
  for (const dependency of program.dependencies) dependencies.add(dependency);
  const entries = entry === undefined ? undefined : entriesOf(program.analysis);
  const symbol = entry === undefined ? undefined : entries?.get(entry);
  if (entry !== undefined && entries && symbol === undefined)
    throw new NameNotFound(path, 'gate or subroutine', entry, [...entries.keys()]);
  const lowered = symbol === undefined ? lowerProgram(program.analysis) : lowerEntry(program.analysis, symbol);
  if (lowered.ok) return lowered.value;
  const [first] = lowered.error;
  const place = first ? { path, ...program.analysis.lines.positionAt(first.range.start) } : { path };
  throw new Failure('invalid-circuit', first?.message ?? 'The program has errors.', { place });
}
