import { posix } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { type IncludeOutcome, includedPaths } from '#core/openqasm/analyseProgram.ts';
import { parseProgram } from '#core/openqasm/parseProgram.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { decodeText } from '#platform/inputFile.ts';

/** More files than this in one program are refused. */
const mostIncludes = 500;

/** Answers what an include in a file of a program names. */
export type IncludeReader = (request: string, from: string) => IncludeOutcome;

/**
 * Reads everything a program includes, directly or through other files, so that its analysis need not wait for files.
 * A path is relative to the file it is written in.
 */
export async function loadIncludes(text: string, path: string, files: PipelineFiles): Promise<IncludeReader> {
  const outcomes = new Map<string, IncludeOutcome>();
  const waiting = [{ text, path }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    // Most programs include nothing but a built-in library at their beginning; long ones need not be parsed twice.
    if (!mayIncludeFiles(next.text)) continue;
    for (const request of includedPaths(parseProgram(next.text))) {
      const included = includedFrom(request, next.path);
      if (outcomes.has(included)) continue;
      const outcome = outcomes.size < mostIncludes ? await readInclude(included, files) : tooMany;
      outcomes.set(included, outcome);
      if (outcome.kind === 'found') waiting.push({ text: outcome.text, path: included });
    }
  }
  return (request, from) => {
    const included = includedFrom(request, from);
    return outcomes.get(included) ?? { kind: 'not-found', searched: [included] };
  };
}

function mayIncludeFiles(text: string): boolean {
  const included = text.matchAll(/\binclude\b\s*(?:"(?:stdgates|qelib1)\.inc")?/g);
  return [...included].some(([statement]) => !statement.endsWith('"'));
}

const tooMany: IncludeOutcome = {
  kind: 'unreadable',
  reason: `the program includes more than ${mostIncludes} files`,
};

function includedFrom(request: string, from: string): string {
  const written = request.replaceAll('\\', '/');
  return posix.isAbsolute(written) ? written : posix.join(posix.dirname(from), written);
}

async function readInclude(path: string, files: PipelineFiles): Promise<IncludeOutcome> {
  try {
    return { kind: 'found', path, text: decodeText(await files.read(path), path) };
  } catch (thrown) {
    const failure = Failure.from(thrown);
    if (failure.reason === 'not-found') return { kind: 'not-found', searched: [path] };
    return { kind: 'unreadable', reason: lowerFirst(failure.message).replace(/\.$/, '') };
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
