import { isLibrary } from './gateLibrary.ts';

/** The text of an included file, or why there is none. */
export type IncludeOutcome =
  | { readonly kind: 'found'; readonly path: string; readonly text: string }
  /** `searched` are the places where it was looked for, in order. */
  | { readonly kind: 'not-found'; readonly searched: readonly string[] }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Answers what an include names.
 * @param from path of the including file
 */
export type IncludeReader = (request: string, from: string) => IncludeOutcome;

/** Where the files of a program are. */
export interface IncludeSource {
  /**
   * The paths an include in the file `from` may mean, in the order in which they are tried: beside the file, then in the
   * folders the user configured.
   */
  candidates(request: string, from: string): readonly string[];
  /** Reads a file. Never rejects. */
  read(path: string): Promise<FileOutcome>;
}

/** The text of one file, or why there is none. */
export type FileOutcome =
  | { readonly kind: 'found'; readonly text: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** More files than this in one program are refused. */
const mostIncludes = 500;

/**
 * Reads everything a program includes, directly or through other files, so that its analysis need not wait for files. An
 * include means the first of its candidates that exists.
 */
export async function loadIncludes(text: string, path: string, source: IncludeSource): Promise<IncludeReader> {
  const files = new Map<string, FileOutcome>([[path, { kind: 'found', text }]]);
  const waiting = [{ text, path }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const request of includeRequests(next.text)) {
      for (const candidate of source.candidates(request, next.path)) {
        let file = files.get(candidate);
        if (!file) {
          file = files.size <= mostIncludes ? await source.read(candidate) : tooMany;
          files.set(candidate, file);
          if (file.kind === 'found') waiting.push({ text: file.text, path: candidate });
        }
        if (file.kind !== 'not-found') break;
      }
    }
  }
  return (request, from) => {
    const candidates = source.candidates(request, from);
    for (const candidate of candidates) {
      const file = files.get(candidate);
      if (file?.kind === 'found') return { ...file, path: candidate };
      if (file?.kind === 'unreadable') return file;
    }
    return { kind: 'not-found', searched: candidates };
  };
}

const tooMany: FileOutcome = {
  kind: 'unreadable',
  reason: `the program includes more than ${mostIncludes} files`,
};

const include = /\binclude(?:\s|\/\/[^\r\n]*[\r\n]|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:"([^"\r\n]*)"|'([^'\r\n]*)')/g;

/**
 * What a text includes apart from built-in libraries, found without parsing it. What looks like an include in a comment
 * is among it; reading one file too many does no harm.
 */
export function includeRequests(text: string): ReadonlySet<string> {
  const requests = new Set<string>();
  for (const [, double, single] of text.matchAll(include)) {
    const request = double ?? single ?? '';
    if (request !== '' && !isLibrary(request)) requests.add(request);
  }
  return requests;
}
