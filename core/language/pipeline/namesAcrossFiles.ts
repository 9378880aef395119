import type { Location, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { Failure } from '#core/base/failure.ts';
import { LineTable } from '#core/base/textRange.ts';
import { nodeAt, type SourceNode } from '#core/base/yaml/sourceNode.ts';
import { companionKind } from '#core/pipeline/schema/companionSchema.ts';
import type { LanguageDocument, LanguageWorkspace } from '../languageService.ts';
import { canonicalUri, siblingUri } from '../siblingUri.ts';
import { createCompanionFormat, pipelineFormat } from './fileFormat.ts';
import { companionPlaces, type NamedPlace, pipelinePlaces, placeAt, placesLike } from './namedPlaces.ts';
import { requireFreeName, requireRenamable } from './pipelineNames.ts';

/** A file in which a name may stand. */
interface NamingFile {
  readonly uri: string;
  readonly lines: LineTable;
  readonly places: readonly NamedPlace[];
  /** The pipelines that it is about, by their canonical addresses. */
  readonly pipelines: readonly string[];
}

/** More suites in one folder than this are not looked through. */
const mostSuites = 50;

/**
 * Where the name at an offset stands, in the file itself and, of a backend, in the suites of its folder that run the
 * pipeline, and in the pipelines of a suite.
 */
export async function namedLocations(
  document: LanguageDocument,
  root: SourceNode | undefined,
  workspace: LanguageWorkspace,
  offset: number,
  includeDeclaration: boolean,
): Promise<Location[]> {
  const own = namingFile(document.uri, document.text, root);
  const found = placeAt(own.places, offset);
  if (!found) return [];
  const files = await filesNaming(own, found, workspace);
  return files.flatMap(({ lines, places, uri }) =>
    placesLike(places, found)
      .filter(({ isDeclaration }) => includeDeclaration || !isDeclaration)
      .map(({ range }) => ({ uri, range: lines.rangeAt(range) })),
  );
}

/** From a backend in a suite to where the first of its pipelines declares it. */
export async function declarationAcross(
  document: LanguageDocument,
  root: SourceNode | undefined,
  workspace: LanguageWorkspace,
  offset: number,
): Promise<Location | undefined> {
  const own = namingFile(document.uri, document.text, root);
  const found = placeAt(own.places, offset);
  if (!found) return undefined;
  const [first] = (await filesNaming(own, found, workspace)).flatMap(({ lines, places, uri }) =>
    placesLike(places, found)
      .filter(({ isDeclaration }) => isDeclaration)
      .map(({ range }) => ({ uri, range: lines.rangeAt(range) })),
  );
  return first;
}

/**
 * The edits that give the name at an offset another one wherever it stands.
 * @throws Failure `unsupported` for a name that is given elsewhere, `invalid-input` when the new name is none, `conflict`
 * when it is taken
 */
export async function renamedAcross(
  document: LanguageDocument,
  root: SourceNode | undefined,
  workspace: LanguageWorkspace,
  offset: number,
  newName: string,
): Promise<WorkspaceEdit | undefined> {
  const own = namingFile(document.uri, document.text, root);
  const found = placeAt(own.places, offset);
  if (!found || newName === found.name) return undefined;
  requireRenamable(found);
  const files = await filesNaming(own, found, workspace);
  const isDeclared = files.some(({ places }) => placesLike(places, found).some(({ isDeclaration }) => isDeclaration));
  if (found.kind === 'backends' && !isDeclared)
    throw new Failure('unsupported', `No pipeline here declares the backend ${found.name}.`, {
      advice: 'A backend of the settings is renamed there.',
    });
  for (const { places } of files) requireFreeName(found, newName, places);
  const changes: Record<string, TextEdit[]> = {};
  for (const { lines, places, uri } of files)
    changes[uri] = placesLike(places, found).map(({ range }) => ({ range: lines.rangeAt(range), newText: newName }));
  return { changes };
}

/** The file itself first; then the others in which the same thing has this name. */
async function filesNaming(own: NamingFile, found: NamedPlace, workspace: LanguageWorkspace): Promise<NamingFile[]> {
  if (found.kind !== 'backends') return [own];
  const isSuite = companionKind(own.uri) !== undefined;
  const pipelines = isSuite ? await readable(own.pipelines, workspace) : [own];
  const declaring = pipelines.filter(({ places }) => placesLike(places, found).length > 0);
  const addresses = new Set(declaring.map(({ uri }) => canonicalUri(uri)));
  const suites = await readable(await suitesBeside(own.uri, workspace), workspace);
  const running = suites.filter(
    (suite) =>
      canonicalUri(suite.uri) !== canonicalUri(own.uri) &&
      suite.pipelines.some((uri) => addresses.has(uri)) &&
      placesLike(suite.places, found).length > 0,
  );
  return [own, ...declaring.filter(({ uri }) => uri !== own.uri), ...running];
}

async function suitesBeside(uri: string, workspace: LanguageWorkspace): Promise<string[]> {
  const entries = await workspace.list(siblingUri(uri, '.'));
  return entries
    .filter(({ isFolder, name }) => !isFolder && companionKind(name) === 'suite')
    .slice(0, mostSuites)
    .map(({ name }) => siblingUri(uri, name));
}

/** Those of some files that can be read, under the addresses of the editor where they are open. */
async function readable(uris: readonly string[], workspace: LanguageWorkspace): Promise<NamingFile[]> {
  const files = await Promise.all(
    [...new Set(uris)].map(async (uri) => {
      try {
        const text = await workspace.readText(uri);
        return [namingFile(workspace.open(uri)?.uri ?? uri, text, rootOf(uri, text))];
      } catch (thrown) {
        // A file that cannot be read is told by the diagnostics.
        if (Failure.is(thrown)) return [];
        throw thrown;
      }
    }),
  );
  return files.flat();
}

function rootOf(uri: string, text: string): SourceNode | undefined {
  const kind = companionKind(uri);
  return (kind ? createCompanionFormat(kind) : pipelineFormat).parse(text);
}

function namingFile(uri: string, text: string, root: SourceNode | undefined): NamingFile {
  const isCompanion = companionKind(uri) !== undefined;
  return {
    uri,
    lines: new LineTable(text),
    places: isCompanion ? companionPlaces(text, root) : pipelinePlaces(text, root),
    pipelines: isCompanion ? pipelinesIn(uri, root) : [],
  };
}

function pipelinesIn(uri: string, root: SourceNode | undefined): string[] {
  const list = nodeAt(root, ['pipelines']);
  return (list?.kind === 'list' ? list.items : []).flatMap((item) =>
    item.kind === 'scalar' && typeof item.value === 'string' ? [canonicalUri(siblingUri(uri, item.value))] : [],
  );
}
