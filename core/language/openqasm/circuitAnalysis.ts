import { Failure } from '#core/base/failure.ts';
import {
  type Analysis,
  analyseProgram,
  type IncludeOutcome,
  includedPaths,
  parseProgram,
} from '#core/openqasm/index.ts';
import type { LanguageDocument, LanguageWorkspace } from '../languageService.ts';
import { siblingUri } from '../siblingUri.ts';

/** Files of one program beyond which includes are not followed. */
const mostFiles = 200;

/**
 * Analyses a circuit with the files it includes, open ones as they are in the editor. Paths in the analysis are
 * addresses.
 */
export async function analyseCircuit(document: LanguageDocument, workspace: LanguageWorkspace): Promise<Analysis> {
  const included = await loadIncludes(document, workspace);
  return analyseProgram(document.text, {
    path: document.uri,
    readInclude: (request, from) => included.get(siblingUri(from, request)) ?? { kind: 'not-found', searched: [] },
  });
}

async function loadIncludes(
  document: LanguageDocument,
  workspace: LanguageWorkspace,
): Promise<ReadonlyMap<string, IncludeOutcome>> {
  const loaded = new Map<string, IncludeOutcome>();
  const waiting = [{ uri: document.uri, text: document.text }];
  for (let file = waiting.pop(); file && loaded.size < mostFiles; file = waiting.pop()) {
    // Most circuits include only the built-in libraries; they are not parsed twice.
    if (!/\binclude\b/.test(file.text)) continue;
    for (const request of includedPaths(parseProgram(file.text))) {
      const uri = siblingUri(file.uri, request);
      if (loaded.has(uri)) continue;
      const outcome = await readInclude(uri, workspace);
      loaded.set(uri, outcome);
      if (outcome.kind === 'found') waiting.push({ uri, text: outcome.text });
    }
  }
  return loaded;
}

async function readInclude(uri: string, workspace: LanguageWorkspace): Promise<IncludeOutcome> {
  const opened = workspace.open(uri);
  if (opened) return { kind: 'found', path: uri, text: opened.text };
  try {
    return { kind: 'found', path: uri, text: await workspace.readText(uri) };
  } catch (thrown) {
    const failure = Failure.from(thrown, 'unreadable');
    if (failure.reason === 'not-found') return { kind: 'not-found', searched: [uri] };
    return { kind: 'unreadable', reason: failure.message.replace(/\.$/, '') };
  }
}

/** Remembers the analysis of each open document as long as nothing changes. */
export class CircuitAnalyses {
  readonly #workspace: LanguageWorkspace;
  #known = new WeakMap<LanguageDocument, Promise<Analysis>>();

  constructor(workspace: LanguageWorkspace) {
    this.#workspace = workspace;
  }

  of(document: LanguageDocument): Promise<Analysis> {
    const known = this.#known.get(document);
    if (known) return known;
    const analysis = analyseCircuit(document, this.#workspace);
    this.#known.set(document, analysis);
    return analysis;
  }

  /** Other files changed, so what is included may differ. */
  invalidate(): void {
    this.#known = new WeakMap();
  }
}
