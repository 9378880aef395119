/** A version of the OpenQASM language, such as 2.0 or 3.1. */
export interface LanguageVersion {
  readonly major: 2 | 3;
  readonly minor: number;
  /** Whether the file has a readable `OPENQASM` header; otherwise the version is inferred from its first statements. */
  readonly declared: boolean;
}

/** The newest minor version of OpenQASM 3 whose grammar is known here. */
export const newestMinor = 2;

/** Whether the version has a feature that OpenQASM `3.minor` introduced. */
export function supports(version: LanguageVersion, minor: number): boolean {
  return version.major === 3 && version.minor >= minor;
}

/**
 * Reads the number of a version statement.
 * @returns undefined when it is not `M` or `M.m` or names a version nobody has specified
 */
export function parseVersionNumber(text: string): { readonly major: 2 | 3; readonly minor: number } | undefined {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const major = Number(match[1]);
  const minor = Number(match[2] ?? 0);
  if (major === 2 && minor === 0) return { major, minor };
  if (major === 3 && minor <= newestMinor) return { major, minor };
  return undefined;
}

/** Words that decide between OpenQASM 2 and 3 when a file has no header. */
const wordsOfVersion3 = new Set([
  'qubit',
  'bit',
  'int',
  'uint',
  'float',
  'angle',
  'bool',
  'complex',
  'const',
  'input',
  'output',
  'def',
  'extern',
  'let',
  'for',
  'while',
  'switch',
  'ctrl',
  'negctrl',
  'inv',
  'gphase',
  'cal',
  'defcal',
  'defcalgrammar',
  'duration',
  'stretch',
  'delay',
  'box',
  'array',
  'nop',
  'pragma',
]);

const triviaOrWord = /\s+|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|[A-Za-z_]\w*|"[^"\r\n]*"|\d[\w.]*|[\s\S]/y;

/** A file without a header is inferred from at most this many characters. */
const inferenceWindow = 8192;

/**
 * The version a file is written in, from its header or, without one, from the first statements that only one version
 * has. An unknown number in the header counts as the newest known version of its major.
 */
export function detectVersion(text: string): LanguageVersion {
  const pattern = new RegExp(triviaOrWord);
  pattern.lastIndex = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const end = Math.min(text.length, inferenceWindow);
  let previous = '';
  let beforePrevious = '';
  let hasRegisters = false;
  let first = true;
  let statementStart = true;
  while (pattern.lastIndex < end) {
    const piece = pattern.exec(text)?.[0];
    if (piece === undefined) break;
    if (/^(?:\s|\/\/|\/\*)/.test(piece)) {
      // A long licence comment before the header must not hide it.
      if (first && pattern.lastIndex >= end) return readHeader(text, pattern.lastIndex) ?? inferred(3);
      continue;
    }
    if (first && piece === 'OPENQASM') {
      const header = readHeader(text, pattern.lastIndex - piece.length);
      if (header) return header;
    }
    first = false;
    if (previous === 'include') {
      if (piece === '"qelib1.inc"') return inferred(2);
      if (piece === '"stdgates.inc"') return inferred(3);
    } else if (statementStart && piece === 'opaque') {
      return inferred(2);
    } else if (statementStart && wordsOfVersion3.has(piece)) {
      return inferred(3);
    } else if (piece === 'qreg' || piece === 'creg') {
      hasRegisters = true;
    } else if (piece === ';' && (beforePrevious === 'qreg' || beforePrevious === 'creg')) {
      // Only OpenQASM 3 has such registers without a size.
      return inferred(3);
    } else if (piece === '=' && previous !== '=' && text[pattern.lastIndex] !== '=') {
      // Before OpenQASM 3 nothing is assigned, and '==' is the only operator with an equals sign.
      return inferred(3);
    }
    statementStart = piece === ';' || piece === '{' || piece === '}';
    beforePrevious = previous;
    previous = piece;
  }
  return inferred(hasRegisters ? 2 : 3);
}

function inferred(major: 2 | 3): LanguageVersion {
  return { major, minor: major === 2 ? 0 : newestMinor, declared: false };
}

function readHeader(text: string, from: number): LanguageVersion | undefined {
  // Every text is matched in one way at most, so that long gaps are not divided again and again.
  const header =
    /(?:\s|\/\/[^\r\n]*[\r\n]|\/\*(?:[^*]|\*(?!\/))*\*\/)*OPENQASM(?:\s|\/\/[^\r\n]*[\r\n]|\/\*(?:[^*]|\*(?!\/))*\*\/)+([\d.]+)/y;
  header.lastIndex = from;
  const number = header.exec(text)?.[1];
  if (number === undefined) return undefined;
  const version = parseVersionNumber(number);
  if (version) return { ...version, declared: true };
  const major = number.startsWith('2') ? 2 : 3;
  return { major, minor: major === 2 ? 0 : newestMinor, declared: true };
}
