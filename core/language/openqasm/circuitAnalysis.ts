import { Failure } from '#core/base/failure.ts';
import {
  type Analysis,
  analyseProgram,
  type CheckOptions,
  type FileOutcome,
  loadIncludes,
} from '#core/openqasm/index.ts';
import type { RelatedFile } from '../diagnosticConversion.ts';
import type { LanguageDocument, LanguageWorkspace } from '../languageService.ts';
import { siblingUri } from '../siblingUri.ts';

/** How circuits are checked, and where the files they include may be. */
export interface CircuitSettings extends CheckOptions {
  /** Addresses of folders in which includes are looked for after the folder of the including file. */
  readonly includePaths?: readonly string[];
}

/**
 * Analyses a circuit with the files it includes, open ones as they are in the editor. Paths in the analysis are
 * addresses.
 */
export async function analyseCircuit(
  document: LanguageDocument,
  workspace: LanguageWorkspace,
  { includePaths = [], ...checks }: CircuitSettings = {},
): Promise<Analysis> {
  const readInclude = await loadIncludes(document.text, document.uri, {
    candidates: (request, from) => [
      ...new Set([from, ...includePaths.map((folder) => `${folder}/`)].map((base) => siblingUri(base, request))),
    ],
    read: (uri) => readFile(uri, workspace),
  });
  return analyseProgram(document.text, { ...checks, path: document.uri, readInclude });
}

async function readFile(uri: string, workspace: LanguageWorkspace): Promise<FileOutcome> {
  const opened = workspace.open(uri);
  if (opened) return { kind: 'found', text: opened.text };
  try {
    return { kind: 'found', text: await workspace.readText(uri) };
  } catch (thrown) {
    const failure = Failure.from(thrown, 'unreadable');
    if (failure.reason === 'not-found') return { kind: 'not-found' };
    return { kind: 'unreadable', reason: failure.message.replace(/\.$/, '') };
  }
}

/** The files of an analysis, for places that findings point into. */
export function relatedFiles({ files }: Analysis): (uri: string) => RelatedFile {
  return (uri) => ({ uri, lines: files.find(({ path }) => path === uri)?.lines });
}

/** Remembers the analysis of each open document as long as nothing changes. */
export class CircuitAnalyses {
  readonly #workspace: LanguageWorkspace;
  readonly #settings: () => CircuitSettings;
  #known = new WeakMap<LanguageDocument, Promise<Analysis>>();

  /** @param settings those of the moment; after they change, `invalidate` is called */
  constructor(workspace: LanguageWorkspace, settings: () => CircuitSettings) {
    this.#workspace = workspace;
    this.#settings = settings;
  }

  of(document: LanguageDocument): Promise<Analysis> {
    const known = this.#known.get(document);
    if (known) return known;
    const analysis = analyseCircuit(document, this.#workspace, this.#settings());
    this.#known.set(document, analysis);
    return analysis;
  }

  /** Other files or settings changed, so what is included and found may differ. */
  invalidate(): void {
    this.#known = new WeakMap();
  }
}
