import type { ProgramSymbol } from '#core/openqasm/index.ts';
import { scan } from '#core/openqasm/scanner.ts';
import { elementAt, elementCount, elementsOf } from '#core/openqasm/selection.ts';
import type { SyntaxTree } from '#core/openqasm/syntaxTree.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { StatementPrefix } from './statementPrefix.ts';

/** What names mean at the place of the completion. */
export type NamesInScope = ReadonlyMap<string, ProgramSymbol>;

/** The operands of a statement while one of them is written. */
export interface OperandSite {
  /** What acts on the operands: the name of a gate, or the keyword of the statement. */
  readonly operation: string;
  /** Position of the operand being written, from 0. */
  readonly index: number;
  /** Qubits and bits that other operands name; hardware qubit `$n` is −1 − n, as in selections. */
  readonly used: ReadonlySet<number>;
  /** The size of a register among the other operands; the copies of a broadcast. */
  readonly broadcast: number | undefined;
}

interface WrittenOperand {
  readonly elements: readonly number[];
  readonly size: number | 'scalar' | undefined;
}

/** More qubits of one operand are not told apart. */
const mostElements = 4096;

/** The tokens of a piece of text, by kind and text. */
interface Token {
  readonly kind: number;
  readonly text: string;
}

/**
 * The operands around the one that ends, or is to be written, at the end of a prefix.
 * @param end how many tokens of the prefix count
 * @param first the first token of the operands
 * @param rest the statement after the cursor
 */
export function operandSite(
  operation: string,
  prefix: StatementPrefix,
  first: number,
  end: number,
  rest: readonly Token[],
  names: NamesInScope,
): OperandSite {
  const before: Token[] = [];
  for (let index = first; index < end; index++) before.push({ kind: prefix.kind(index), text: prefix.text(index) });
  const chunks = splitAtCommas(before);
  const written = chunks.slice(0, -1);
  const others = [...written, ...splitAtCommas(rest).slice(1)].map((chunk) => writtenOperand(chunk, names));
  const used = new Set(others.flatMap(({ elements }) => elements));
  const broadcast = others.map(({ size }) => size).find((size) => typeof size === 'number');
  return { operation, index: written.length, used, broadcast };
}

/** The tokens of the statement after an offset, up to its end. */
export function restOfStatement(tree: SyntaxTree, offset: number): Token[] {
  const { count, ends, kinds, starts, text } = scan(tree.text.slice(offset, offset + 1000), tree.version);
  const tokens: Token[] = [];
  for (let index = 0; index < count; index++) {
    const kind = kinds[index] ?? tokenKind.endOfFile;
    if (kind === tokenKind.semicolon || kind === tokenKind.endOfFile || kind === tokenKind.rightBrace) break;
    tokens.push({ kind, text: text.slice(starts[index], ends[index]) });
  }
  return tokens;
}

function splitAtCommas(tokens: readonly Token[]): Token[][] {
  let chunk: Token[] = [];
  const chunks = [chunk];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === tokenKind.leftBracket || token.kind === tokenKind.leftParen) depth++;
    else if (token.kind === tokenKind.rightBracket || token.kind === tokenKind.rightParen)
      depth = Math.max(0, depth - 1);
    if (depth === 0 && token.kind === tokenKind.comma) {
      chunk = [];
      chunks.push(chunk);
    } else {
      chunk.push(token);
    }
  }
  return chunks;
}

function writtenOperand([name, bracket, index, closer]: readonly Token[], names: NamesInScope): WrittenOperand {
  if (name?.kind === tokenKind.hardwareQubit) return { elements: [-1 - Number(name.text.slice(1))], size: 'scalar' };
  const selection = names.get(name?.text ?? '')?.selection;
  if (!selection) return { elements: [], size: undefined };
  if (!bracket) {
    const count = elementCount(selection) ?? 0;
    const elements = count > mostElements ? [] : (elementsOf(selection) ?? []);
    return { elements, size: selection.size === 'unknown' ? undefined : selection.size };
  }
  const isIndex = index?.kind === tokenKind.integer && closer?.kind === tokenKind.rightBracket;
  const element = isIndex ? elementAt(selection, Number(index.text.replaceAll('_', ''))) : undefined;
  return { elements: element === undefined ? [] : [element], size: isIndex ? 'scalar' : undefined };
}
