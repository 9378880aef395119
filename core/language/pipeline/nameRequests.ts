import type { SourceNode } from '#core/base/yaml/sourceNode.ts';
import type { LanguageDocument, LanguageService, LanguageWorkspace } from '../languageService.ts';
import type { NamedPlace } from './namedPlaces.ts';
import { namedLocations, renamedAcross } from './namesAcrossFiles.ts';
import { namedHighlights, namedSubject } from './pipelineNames.ts';

/** How a kind of file is read, and where names stand in it. */
export interface NamesOfFile {
  readonly rootOf: (document: LanguageDocument) => SourceNode | undefined;
  readonly placesOf: (document: LanguageDocument) => readonly NamedPlace[];
}

type NameRequests = Pick<LanguageService, 'references' | 'documentHighlights' | 'prepareRename' | 'rename'>;

/** The requests about names, which pipelines, suites and scorecards answer alike. */
export function nameRequests(workspace: LanguageWorkspace, { rootOf, placesOf }: NamesOfFile): NameRequests {
  return {
    references: async (document, position, includeDeclaration) =>
      namedLocations(document, rootOf(document), workspace, document.lines.offsetAt(position), includeDeclaration),
    documentHighlights: async (document, position) =>
      namedHighlights(document, placesOf(document), document.lines.offsetAt(position)),
    prepareRename: async (document, position) =>
      namedSubject(document, placesOf(document), document.lines.offsetAt(position)),
    rename: async (document, position, newName) =>
      renamedAcross(document, rootOf(document), workspace, document.lines.offsetAt(position), newName),
  };
}
