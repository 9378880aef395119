import { basename, dirname, posix, resolve, sep } from 'node:path';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import { Failure } from '#core/base/failure.ts';
import { includeRequests } from '#core/openqasm/index.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { circuitIncludes } from '#runner/circuitIncludes.ts';
import { analyseCircuit, type CircuitReading } from '#runner/circuitProgram.ts';
import { textOfFile } from './checkFiles.ts';
import type { CommandContext } from './commandContext.ts';
import type { FileFindings } from './fileFindings.ts';
import type { FoundFile } from './findFiles.ts';

interface CheckedCircuit {
  readonly file: FoundFile;
  readonly text: string;
  /** Absolute paths of what it may include. */
  readonly includes: readonly string[];
}

/**
 * Knows which of the circuits that are checked together include others, so that a part of a program is judged as that,
 * as in the editor (docs/decisions/0016-parts-of-programs.md).
 */
export class IncludingPrograms {
  readonly #found: readonly FoundFile[];
  readonly #context: CommandContext;
  readonly #reading: CircuitReading;
  #circuits: Promise<ReadonlyMap<string, CheckedCircuit>> | undefined;

  constructor(found: readonly FoundFile[], context: CommandContext, reading: CircuitReading) {
    this.#found = found;
    this.#context = context;
    this.#reading = reading;
  }

  /**
   * What is wrong with a part in the first of the programs that include it.
   * @param text of the part, which need not be that of the file
   * @returns undefined when no circuit that is checked includes it
   */
  async findings({ path }: FoundFile, text: string): Promise<FileFindings | undefined> {
    this.#circuits ??= this.#read();
    const circuits = await this.#circuits;
    const target = resolve(this.#context.folder, path);
    for (const [root, program] of outermostIncluding(target, circuits)) {
      const folder = dirname(root);
      const files = withText(folderFiles(folder), folder, target, text);
      const analysis = await analyseCircuit(program.text, basename(root), files, this.#reading);
      const part = analysis.files.find(({ includedAs, path: each }) => includedAs && resolve(folder, each) === target);
      if (!part) continue;
      const fromPart = (each: string) => posix.relative(slashed(dirname(target)), slashed(resolve(folder, each)));
      const others = new Map(analysis.files.map((each) => [fromPart(each.path), each.lines]));
      const diagnostics = part.diagnostics.map((diagnostic) => withPaths(diagnostic, fromPart));
      return { path, language: 'openqasm', text, diagnostics, others };
    }
    return undefined;
  }

  async #read(): Promise<ReadonlyMap<string, CheckedCircuit>> {
    const { includePaths = [] } = this.#reading;
    const source = circuitIncludes(folderFiles(this.#context.folder), includePaths);
    const circuits = new Map<string, CheckedCircuit>();
    for (const file of this.#found) {
      if (file.language !== 'openqasm') continue;
      const absolute = resolve(this.#context.folder, file.path);
      try {
        const text = await textOfFile(file, this.#context);
        const requests = [...includeRequests(text)];
        const candidates = requests.flatMap((request) => source.candidates(request, slashed(absolute)));
        circuits.set(absolute, { file, text, includes: candidates.map((each) => resolve(each)) });
      } catch (thrown) {
        // That it cannot be read is said where it is checked itself.
        if (!Failure.is(thrown)) throw thrown;
      }
    }
    return circuits;
  }
}

/** The circuits that include a file, directly or through others, and are not themselves included by one of them. */
function outermostIncluding(
  target: string,
  circuits: ReadonlyMap<string, CheckedCircuit>,
): (readonly [string, CheckedCircuit])[] {
  const reached = new Set([target]);
  for (let size = 0; size < reached.size; ) {
    size = reached.size;
    for (const [path, { includes }] of circuits) if (includes.some((each) => reached.has(each))) reached.add(path);
  }
  const including = [...circuits].filter(([path]) => path !== target && reached.has(path));
  const isInner = (path: string) =>
    including.some(([other, { includes }]) => other !== path && includes.includes(path));
  const outermost = including.filter(([path]) => !isInner(path));
  // Files that include each other in a circle have no outermost one.
  return outermost.length > 0 ? outermost : including;
}

/** Files of a folder of which one has another text. */
function withText(files: PipelineFiles, folder: string, target: string, text: string): PipelineFiles {
  const bytes = new TextEncoder().encode(text);
  return { read: async (path) => (resolve(folder, path) === target ? bytes : await files.read(path)) };
}

function withPaths(diagnostic: Diagnostic, pathOf: (path: string) => string): Diagnostic {
  const related = diagnostic.related?.map((place) =>
    place.path === undefined ? place : { ...place, path: pathOf(place.path) },
  );
  return related ? { ...diagnostic, related } : diagnostic;
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}
