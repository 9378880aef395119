import { tokenKind } from './tokenKind.ts';

/** A character that is taken for one of the language, from word processors and other alphabets. */
interface Lookalike {
  readonly meant: string;
  /** The token it stands for; absent where it is white space. */
  readonly kind: number | undefined;
}

function symbol(meant: string, kind: number): Lookalike {
  return { meant, kind };
}

const blank: Lookalike = { meant: ' ', kind: undefined };

const lookalikes: ReadonlyMap<string, Lookalike> = new Map([
  ['\u2212', symbol('-', tokenKind.minus)],
  ['\u2010', symbol('-', tokenKind.minus)],
  ['\u2011', symbol('-', tokenKind.minus)],
  ['\u2013', symbol('-', tokenKind.minus)],
  ['\u2014', symbol('-', tokenKind.minus)],
  ['\u00d7', symbol('*', tokenKind.star)],
  ['\u00f7', symbol('/', tokenKind.slash)],
  ['\uff0c', symbol(',', tokenKind.comma)],
  ['\uff1b', symbol(';', tokenKind.semicolon)],
  ['\uff1a', symbol(':', tokenKind.colon)],
  ['\uff1d', symbol('=', tokenKind.equals)],
  ['\uff08', symbol('(', tokenKind.leftParen)],
  ['\uff09', symbol(')', tokenKind.rightParen)],
  ['\uff3b', symbol('[', tokenKind.leftBracket)],
  ['\uff3d', symbol(']', tokenKind.rightBracket)],
  ['\u2192', symbol('->', tokenKind.arrow)],
  ['\u00a0', blank],
  ['\u2007', blank],
  ['\u202f', blank],
  ['\u3000', blank],
]);

/** What a character was meant as, when it only looks like one of the language. */
export function lookalikeOf(character: string): Lookalike | undefined {
  return lookalikes.get(character);
}

/** Typographic quotation marks by the ASCII ones they stand for. */
const quotes: ReadonlyMap<string, string> = new Map([
  ['\u201c', '"'],
  ['\u201d', '"'],
  ['\u201e', '"'],
  ['\u201f', '"'],
  ['\u2018', "'"],
  ['\u2019', "'"],
  ['\u201a', "'"],
  ['\u201b', "'"],
]);

/** The ASCII quotation mark that a typographic one stands for. */
export function quoteOf(character: string): string | undefined {
  return quotes.get(character);
}
