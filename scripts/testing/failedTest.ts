import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { projectRoot } from '../projectRoot.ts';

export interface FailedTest {
  /** Its file, where there is one, and its name. */
  readonly title: string;
  /** What was thrown, as its stack or its message, where something was. */
  readonly error?: string;
  /** A test of the same file failed before it, which may be why it failed. */
  readonly isAfterAnother?: boolean;
}

const longest = { lines: 5, characters: 600 } as const;

/**
 * The beginning of what was thrown, at most six lines: five of its message with at most 600 characters, and where it was
 * thrown in the project and its tests, relative to the project's folder.
 */
export function reasonLines(error: string): readonly string[] {
  const lines = stripVTControlCharacters(error).split('\n');
  const isFrame = (line: string): boolean => /^\s+at .+(:\d+|<anonymous>)\)?$/.test(line);
  const message = lines.filter((line) => line.trim() !== '' && !isFrame(line)).map((line) => line.trimEnd());
  const shown: string[] = [];
  let left: number = longest.characters;
  for (const line of message.slice(0, longest.lines)) {
    if (left <= 0) break;
    shown.push(line.length > left ? `${line.slice(0, left)}…` : line);
    left -= line.length;
  }
  const places = lines.filter(isFrame).flatMap((line) => placeIn(line) ?? []);
  const inTest = places.find((place) => /\.test\.[cm]?[jt]s:/.test(place));
  const ways = new Set([places[0], inTest].filter((place) => place !== undefined));
  return ways.size === 0 ? shown : [...shown, `at ${[...ways].join(', called at ')}`];
}

/** File, line and column of a line of a stack, when the file belongs to the project itself. */
function placeIn(frame: string): string | undefined {
  const [, path, position] = /(?:\(|at (?:async )?)((?:file:\/\/|[A-Za-z]:|\/).*?):(\d+:\d+)\)?$/.exec(frame) ?? [];
  if (path === undefined || path.includes('node_modules')) return undefined;
  const inside = relative(projectRoot, path.startsWith('file:') ? fileURLToPath(path) : path);
  return inside.startsWith('..') ? undefined : `${inside.replaceAll('\\', '/')}:${position}`;
}
