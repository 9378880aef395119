import { type CancellationSignal, CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { doStepsWithPauses, type Pauses, withoutPauses } from '#core/base/steps.ts';
import {
  type Analysis,
  analyseInSteps,
  type CheckOptions,
  type FileOutcome,
  loadIncludes,
} from '#core/openqasm/index.ts';
import type { RelatedFile } from '../diagnosticConversion.ts';
import type { LanguageDocument, LanguageWorkspace } from '../languageService.ts';
import { canonicalUri, siblingUri } from '../siblingUri.ts';
import { defaultSettings, type OpenqasmSettings } from './openqasmSettings.ts';

/** How circuits are checked, and where the files they include may be. */
export interface CircuitSettings extends CheckOptions {
  /** Addresses of folders in which includes are looked for after the folder of the including file. */
  readonly includePaths?: readonly string[];
}

/** A circuit file with what it includes, analysed. Paths in the analysis are addresses. */
export interface CircuitProgram {
  readonly analysis: Analysis;
  /** Canonical addresses of the other files it was looked for in, whether they exist or not. */
  readonly dependencies: ReadonlySet<string>;
}

/** How an analysis goes. */
export interface AnalysisCourse {
  /** The analysis of the circuit before it was edited, which spares reading again what is the same. */
  readonly previous?: Analysis | undefined;
  readonly pauses?: Pauses;
  readonly signal?: CancellationSignal;
}

/** A text that may be analysed: an open document, or a file. */
export type CircuitText = Pick<LanguageDocument, 'uri' | 'text'>;

/**
 * Analyses a circuit with the files it includes, open ones as they are in the editor.
 * @throws Failure `cancelled`
 */
export async function analyseCircuit(
  circuit: CircuitText,
  workspace: LanguageWorkspace,
  { includePaths = [], ...checks }: CircuitSettings = {},
  { pauses = withoutPauses, previous, signal = neverCancelled }: AnalysisCourse = {},
): Promise<CircuitProgram> {
  const dependencies = new Set<string>();
  const readInclude = await loadIncludes(circuit.text, circuit.uri, {
    candidates: (request, from) => includeCandidates(request, from, includePaths),
    read: (uri) => {
      dependencies.add(canonicalUri(uri));
      return readFile(uri, workspace);
    },
  });
  const options = { ...checks, path: circuit.uri, readInclude, ...(previous && { previous }) };
  const steps = analyseInSteps(circuit.text, options);
  return { analysis: await doStepsWithPauses(steps, pauses, signal), dependencies };
}

/** Where an included file may be, the folder of the including file first. */
export function includeCandidates(request: string, from: string, includePaths: readonly string[]): string[] {
  const bases = [from, ...includePaths.map((folder) => `${folder.replace(/\/$/, '')}/`)];
  return [...new Set(bases.map((base) => siblingUri(base, request)))];
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

/** Analyses of files that are not open take up memory. */
const mostRecent = 2;

/** Where the settings of a document come from. */
export type SettingsOf = (uri: string) => Promise<OpenqasmSettings>;

interface KnownProgram {
  readonly document: LanguageDocument;
  readonly program: Promise<CircuitProgram>;
  /** Stops the analysis when a newer version of the document has one. */
  readonly overtaken: CancellationSource;
  /** What it depends on; undefined while it is being analysed. */
  dependencies: ReadonlySet<string> | undefined;
}

/** Remembers the analysis of the latest version of each open document as long as nothing it depends on changes. */
export class CircuitAnalyses {
  readonly #workspace: LanguageWorkspace;
  readonly #settingsOf: SettingsOf;
  /** When long work makes room for other requests. */
  readonly pauses: Pauses;
  readonly #known = new Map<string, KnownProgram>();
  /** The last analysis of each open document, also when it does not count any more. */
  readonly #latest = new Map<string, Analysis>();
  /** The last analyses of files that need not be open, the latest last. */
  #recent = new Map<string, Analysis>();

  /** @param pauses when long analyses make room for other requests */
  constructor(
    workspace: LanguageWorkspace,
    settingsOf: SettingsOf = async () => defaultSettings,
    pauses: Pauses = withoutPauses,
  ) {
    this.#workspace = workspace;
    this.#settingsOf = settingsOf;
    this.pauses = pauses;
  }

  get workspace(): LanguageWorkspace {
    return this.#workspace;
  }

  settingsOf(uri: string): Promise<OpenqasmSettings> {
    return this.#settingsOf(uri);
  }

  async of(document: LanguageDocument): Promise<Analysis> {
    return (await this.program(document)).analysis;
  }

  /** The program of an open document as it is, also when it is edited meanwhile; undefined when it is not open. */
  async openProgram(uri: string): Promise<CircuitProgram | undefined> {
    for (;;) {
      const document = this.#workspace.open(uri);
      if (!document) return undefined;
      try {
        return await this.program(document);
      } catch (thrown) {
        if (!Failure.is(thrown, 'cancelled') || this.#workspace.open(uri) === document) throw thrown;
      }
    }
  }

  /** @throws Failure `cancelled` when a newer version of the document is asked for before this one is analysed */
  program(document: LanguageDocument): Promise<CircuitProgram> {
    const key = canonicalUri(document.uri);
    const known = this.#known.get(key);
    if (known?.document === document) return known.program;
    const overtaken = new CancellationSource();
    const program = this.#analyseAgain(document, this.#latest.get(key), overtaken.signal);
    // A request that was overtaken by a newer version must not push the newer analysis out.
    if (known && known.document.version > document.version) return program;
    known?.overtaken.cancel();
    const entry: KnownProgram = { document, program, overtaken, dependencies: undefined };
    this.#known.set(key, entry);
    program.then(
      ({ analysis, dependencies }) => {
        entry.dependencies = dependencies;
        if (this.#known.get(key) === entry) this.#latest.set(key, analysis);
      },
      // Whoever asked for the analysis hears of it; the next one tries again.
      () => this.#forget(key, entry),
    );
    return program;
  }

  /**
   * Analyses a text that need not be open, without advice on style. The last few such analyses are kept: the program of a
   * part that is being edited is looked at again after every keystroke.
   */
  async analyse(circuit: CircuitText): Promise<CircuitProgram> {
    const key = canonicalUri(circuit.uri);
    const recent = this.#recent;
    const settings: CircuitSettings = { ...(await this.#settingsOf(circuit.uri)), lints: 'off' };
    const course = { previous: recent.get(key), pauses: this.pauses };
    const program = await analyseCircuit(circuit, this.#workspace, settings, course);
    recent.delete(key);
    recent.set(key, program.analysis);
    const [oldest] = recent.keys();
    if (recent.size > mostRecent && oldest !== undefined) recent.delete(oldest);
    return program;
  }

  async #analyseAgain(
    document: LanguageDocument,
    previous: Analysis | undefined,
    signal: CancellationSignal,
  ): Promise<CircuitProgram> {
    const settings = await this.#settingsOf(document.uri);
    return analyseCircuit(document, this.#workspace, settings, { previous, pauses: this.pauses, signal });
  }

  /**
   * Forgets what depends on the files.
   * @returns whether anything did
   */
  filesChanged(uris: readonly string[]): boolean {
    const changed = uris.map(canonicalUri);
    let anything = false;
    for (const [key, entry] of this.#known) {
      const { dependencies } = entry;
      const depends = changed.some((uri) => uri !== key && (dependencies === undefined || dependencies.has(uri)));
      if (!depends) continue;
      this.#known.delete(key);
      anything = true;
    }
    return anything;
  }

  /** Other settings count: nothing that was found with the old ones does. */
  settingsChanged(): void {
    this.#known.clear();
    this.#latest.clear();
    // What is being analysed with the old settings must not count later.
    this.#recent = new Map();
  }

  documentClosed(uri: string): void {
    this.#known.delete(canonicalUri(uri));
    this.#latest.delete(canonicalUri(uri));
  }

  #forget(key: string, entry: KnownProgram): void {
    if (this.#known.get(key) === entry) this.#known.delete(key);
  }
}
