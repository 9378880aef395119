import type { CodeLens } from 'vscode-languageserver-types';
import type { Analysis } from '#core/openqasm/index.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import { lensCommands } from '../lensCommands.ts';
import { canonicalUri } from '../siblingUri.ts';

/** Run, Histogram, Circuit, Plan and Transpile above a program that has qubits. */
export function openqasmCodeLenses(analysis: Analysis, uri: string, places: LensPlaces): CodeLens[] {
  const offset = places.placeFor(analysis, uri);
  if (offset === undefined) return [];
  const range = analysis.lines.rangeAt({ start: offset, end: offset });
  const lens = (title: string, command: string): CodeLens => ({ range, command: { title, command, arguments: [uri] } });
  return [
    lens('Run', lensCommands.simulateCircuit),
    lens('Histogram', lensCommands.sampleCircuit),
    lens('Circuit', lensCommands.showCircuit),
    lens('Plan', lensCommands.planCircuit),
    lens('Transpile', lensCommands.transpileCircuit),
  ];
}

/** Where the lenses of a document were, in the text it had then. */
interface KnownPlace {
  readonly text: string;
  /** Undefined when it had none. */
  readonly offset: number | undefined;
}

/**
 * Remembers where the lenses of each document are, so that they never move the text while it is being written: they
 * appear above the first statement and then stay with the statement they are at, while the program has errors and when
 * other statements are written above it.
 */
export class LensPlaces {
  readonly #known = new Map<string, KnownPlace>();

  /** The offset of the lenses of a document, if it has any. */
  placeFor(analysis: Analysis, uri: string): number | undefined {
    const key = canonicalUri(uri);
    const { text } = analysis.tree;
    const known = this.#known.get(key);
    const moved = known?.offset === undefined ? undefined : movedPlace(known.offset, known.text, text);
    const isBroken = analysis.diagnostics.some(({ severity }) => severity === 'error');
    const isKept = moved && (isBroken || (!moved.isLost && startsStatement(analysis, moved.offset)));
    const offset = isKept ? moved.offset : placeIn(analysis);
    this.#known.set(key, { text, offset });
    return offset;
  }

  forget(uri: string): void {
    this.#known.delete(canonicalUri(uri));
  }
}

/** The first statement of a program that has qubits; a file of gates for other programs has none. */
function placeIn({ globalScope, tree }: Analysis): number | undefined {
  for (const { kind } of globalScope.names.values()) {
    if (kind === 'qubit') return tree.tokens.starts[0];
  }
  // Programs on the qubits of a device declare none.
  return tree.tokens.kinds.includes(tokenKind.hardwareQubit) ? tree.tokens.starts[0] : undefined;
}

function startsStatement({ tree: { statements } }: Analysis, offset: number): boolean {
  const index = statements.indexAt(offset);
  return statements.tokens.starts[statements.firstTokenAt(index)] === offset;
}

interface MovedPlace {
  readonly offset: number;
  /** Whether the line of the place was replaced; the offset is where that happened. */
  readonly isLost: boolean;
}

/** Where the character at an offset of a text went when the text was edited. */
function movedPlace(offset: number, before: string, after: string): MovedPlace {
  const kept = (place: number): MovedPlace => ({ offset: place, isLost: false });
  if (after.startsWith(before.slice(0, offset + 1))) return kept(offset);
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && before.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix++;
  let suffix = 0;
  while (
    suffix < shorter - prefix &&
    before.charCodeAt(before.length - 1 - suffix) === after.charCodeAt(after.length - 1 - suffix)
  ) {
    suffix++;
  }
  if (offset < prefix) return kept(offset);
  if (offset >= before.length - suffix) return kept(offset + after.length - before.length);
  // It is within what changed; perhaps its line is still there.
  const [line = ''] = before.slice(offset).split(/[\r\n]/, 1);
  const found = line === '' ? -1 : after.indexOf(line);
  return found < 0 ? { offset: prefix, isLost: true } : kept(found);
}
