import type { Position } from 'vscode-languageserver-types';
import { entryOf, nodeAt, plainValue } from '#core/base/yaml/sourceNode.ts';
import { yamlText } from '#core/base/yaml/yamlText.ts';
import {
  analyseCompanion,
  backendNames,
  type CompanionAnalysis,
  measuredMetrics,
  namedPipelines,
} from '#core/pipeline/analysis/analyseCompanion.ts';
import { type CompanionKind, companionKind } from '#core/pipeline/schema/companionSchema.ts';
import type { PipelineDefinition } from '#core/pipeline/schema/pipelineSchema.ts';
import { toProtocolDiagnostics } from '../diagnosticConversion.ts';
import { type EditorSurroundings, noSurroundings } from '../editorSurroundings.ts';
import {
  allEditorFeatures,
  type EditorFeatures,
  type LanguageDocument,
  type LanguageService,
  type LanguageWorkspace,
} from '../languageService.ts';
import { lensCommands } from '../lensCommands.ts';
import { quickFixes } from '../quickFixes.ts';
import { canonicalUri, siblingUri } from '../siblingUri.ts';
import { createCompanionFormat } from './fileFormat.ts';
import { fileProposals } from './fileProposals.ts';
import { firstFileProposals } from './firstPipelines.ts';
import { formatHover } from './formatHover.ts';
import { companionPlaces } from './namedPlaces.ts';
import { nameRequests } from './nameRequests.ts';
import { declarationAcross } from './namesAcrossFiles.ts';
import { sourceProposals } from './pipelineCompletion.ts';
import { pipelineFolding } from './pipelineFolding.ts';
import { pipelineFormatting } from './pipelineFormatting.ts';
import { pipelineLinks } from './pipelineLinks.ts';
import { pipelineSymbols } from './pipelineSymbols.ts';
import { completionAt, type KnownProposals, proposalKinds } from './proposals.ts';
import { sourcePositionAt } from './sourcePosition.ts';

/** The language service of `*.suite.yaml` and `*.scorecard.yaml`. */
export function createCompanionLanguage(
  workspace: LanguageWorkspace,
  features: EditorFeatures = allEditorFeatures,
  surroundings: EditorSurroundings = noSurroundings,
): LanguageService {
  const formats = { suite: createCompanionFormat('suite'), scorecard: createCompanionFormat('scorecard') };
  const formatOf = (document: LanguageDocument) => formats[kindOf(document)];
  /** The pipelines each file was last checked with, by its address. */
  const dependenciesOf = new Map<string, Set<string>>();
  const filesOf = (document: LanguageDocument) => {
    const dependencies = new Set<string>();
    dependenciesOf.set(document.uri, dependencies);
    return {
      read(path: string) {
        const uri = siblingUri(document.uri, path);
        dependencies.add(canonicalUri(uri));
        return workspace.read(uri);
      },
    };
  };
  const analysisOf = async (document: LanguageDocument): Promise<CompanionAnalysis> =>
    analyseCompanion(kindOf(document), document.text, {
      files: filesOf(document),
      configuredBackends: (await surroundings.configuredBackends(document.uri)).map(({ name }) => name),
    });
  /** The pipelines that the text names, as far as it is written and they can be read. */
  const pipelinesOf = async (document: LanguageDocument): Promise<PipelineDefinition[]> => {
    const named = nodeAt(formatOf(document).parse(document.text), ['pipelines']);
    const paths = named?.kind === 'list' ? plainValue(named) : [];
    const texts = Array.isArray(paths) ? paths.filter((path): path is string => typeof path === 'string') : [];
    const files = { read: (path: string) => workspace.read(siblingUri(document.uri, path)) };
    const pipelines = await namedPipelines(texts, { files });
    return pipelines.flatMap((pipeline) => ('definition' in pipeline ? [pipeline.definition] : []));
  };
  const metricsOf = async (document: LanguageDocument) =>
    measuredMetrics((await pipelinesOf(document)).map((definition) => ({ definition })));
  const sourceOf = (document: LanguageDocument) => ({ root: formatOf(document).parse(document.text) });
  const placesOf = (document: LanguageDocument) => companionPlaces(document.text, sourceOf(document).root);
  const at = (document: LanguageDocument, position: Position) => document.lines.offsetAt(position);
  const fileOf = (document: LanguageDocument) => (path: string) => ({
    uri: siblingUri(document.uri, path),
    lines: undefined,
  });

  const proposalsFor = (document: LanguageDocument): KnownProposals => ({
    async values({ path }, written) {
      const [first] = path;
      if (first === 'pipelines')
        return fileProposals(written, (folder) => workspace.list(siblingUri(document.uri, folder)), isPipelineName);
      if (first === 'backends') {
        const own = (await pipelinesOf(document)).flatMap(backendNames);
        const configured = (await surroundings.configuredBackends(document.uri)).map(({ name }) => name);
        return [...new Set([...own, ...configured])].map((name) => ({
          label: name,
          kind: proposalKinds.reference,
          insert: yamlText(name),
          detail: own.includes(name) ? 'backend of the pipelines' : 'backend of the settings',
        }));
      }
      return path.at(-1) === 'source' ? sourceProposals(await metricsOf(document)) : undefined;
    },
  });

  return {
    async diagnostics(document) {
      const { diagnostics } = await analysisOf(document);
      return toProtocolDiagnostics(document, diagnostics, fileOf(document));
    },
    async codeActions(document, { end, start }, only) {
      const range = { start: at(document, start), end: at(document, end) };
      const { diagnostics } = await analysisOf(document);
      return quickFixes(document, diagnostics, range, only, fileOf(document));
    },
    completion: async (document, position) => ({
      isIncomplete: false,
      items: [
        ...firstFileProposals(document, kindOf(document), features.snippets),
        ...(await completionAt(
          document,
          sourceOf(document).root,
          at(document, position),
          formatOf(document),
          proposalsFor(document),
          features.snippets,
        )),
      ],
    }),
    async hover(document, position) {
      const { root } = sourceOf(document);
      const measured = await metricsOf(document);
      return formatHover(document, root, at(document, position), formatOf(document), measured, async ({ on, path }) => {
        const node = nodeAt(root, path);
        if (on === 'key' || path[0] !== 'pipelines' || node?.kind !== 'scalar') return [];
        const files = { read: (file: string) => workspace.read(siblingUri(document.uri, file)) };
        const [pipeline] = await namedPipelines([String(node.value)], { files });
        return pipeline && 'definition' in pipeline ? [pipelineText(pipeline.definition)] : [];
      });
    },
    async definition(document, position) {
      const { root } = sourceOf(document);
      const place = sourcePositionAt(root, at(document, position));
      const node = place && nodeAt(root, place.path);
      if (place?.on !== 'value' || node?.kind !== 'scalar') return undefined;
      if (!formatOf(document).namesFile(place.path))
        return await declarationAcross(document, sourceOf(document).root, workspace, at(document, position));
      const start = { line: 0, character: 0 };
      return { uri: siblingUri(document.uri, String(node.value)), range: { start, end: start } };
    },
    ...nameRequests(workspace, { rootOf: (document) => sourceOf(document).root, placesOf }),
    documentLinks: async (document) => pipelineLinks(document, sourceOf(document), formatOf(document)),
    foldingRanges: async (document) => pipelineFolding(document, sourceOf(document)),
    documentSymbols: async (document) => pipelineSymbols(document, sourceOf(document)),
    formatting: async (document) => pipelineFormatting(document),
    async codeLenses(document) {
      const { root } = sourceOf(document);
      const above = (key: string, title: string, command: string) => {
        const entry = entryOf(root, key);
        if (!entry) return [];
        return [
          { range: document.lines.rangeAt(entry.keyRange), command: { title, command, arguments: [document.uri] } },
        ];
      };
      return [
        ...above('suite', 'Run', lensCommands.runSuite),
        ...above('suite', 'Plan', lensCommands.planPipeline),
        ...above('scorecard', 'Show Scorecard', lensCommands.showScorecard),
      ];
    },
    filesChanged(uris) {
      const changed = uris.map(canonicalUri);
      return [...dependenciesOf.values()].some((files) => changed.some((uri) => files.has(uri)));
    },
    documentClosed(uri) {
      dependenciesOf.delete(uri);
    },
  };
}

function kindOf({ uri }: LanguageDocument): CompanionKind {
  return companionKind(uri) ?? 'suite';
}

function isPipelineName(name: string): boolean {
  return /\.hybrid\.(ya?ml|json)$/i.test(name);
}

function pipelineText(definition: PipelineDefinition): string {
  const backends = backendNames(definition).join(', ');
  return `The pipeline \`${definition.name}\`: ${definition.pattern}, ${definition.task}, backends ${backends}.`;
}
