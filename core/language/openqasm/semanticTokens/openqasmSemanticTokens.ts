import type { SemanticTokens } from 'vscode-languageserver-types';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { TokenStream } from '#core/openqasm/tokenStream.ts';
import type { EditorFeatures } from '../../languageService.ts';
import { commentsBetween } from '../comments.ts';
import { type Appearance, appearanceOfKind, appearanceOfSymbol, looks } from './appearance.ts';
import { CalibrationAppearances } from './calibrationAppearances.ts';
import { TokenData } from './tokenData.ts';

/** More tokens than this are not sent at once; the editor asks for the parts it shows. */
const mostTokens = 50_000;

/**
 * The tokens of a part of the text, or of all of it: what each name is, and for editors without a grammar also keywords,
 * numbers, comments and the like.
 * @returns undefined when the whole text is asked for and has too many
 */
export function openqasmSemanticTokens(
  analysis: Analysis,
  editor: EditorFeatures,
  range?: OffsetRange,
): SemanticTokens | undefined {
  const { text, tokens } = analysis.tree;
  if (!range && tokens.count > mostTokens * 4) return undefined;
  const painter = new Painter(analysis, editor, range ?? { start: 0, end: text.length });
  painter.paint();
  return !range && painter.data.count > mostTokens ? undefined : { data: painter.data.values };
}

class Painter {
  readonly data: TokenData;
  readonly #analysis: Analysis;
  readonly #isNamesOnly: boolean;
  readonly #range: OffsetRange;
  readonly #calibrations: CalibrationAppearances;

  constructor(analysis: Analysis, editor: EditorFeatures, range: OffsetRange) {
    this.data = new TokenData(analysis.lines, analysis.tree.text, editor.multilineTokens);
    this.#analysis = analysis;
    this.#isNamesOnly = editor.augmentsSyntaxTokens;
    this.#range = range;
    this.#calibrations = new CalibrationAppearances(analysis.tree);
  }

  paint(): void {
    const { files, symbols, tree } = this.#analysis;
    const { tokens } = tree;
    const { ends, kinds, starts } = tokens;
    const symbolOfToken = files[0]?.symbolOfToken;
    this.#paintTokens(tokens, 0, (token) => {
      const start = starts[token] ?? 0;
      const symbol = symbols[symbolOfToken?.[token] ?? -1];
      if (symbol) this.data.push(start, ends[token] ?? start, appearanceOfSymbol(symbol, start));
      else if (kinds[token] === tokenKind.calibrationBody) this.#paintBody(start);
      else this.#paintNameless(tokens, token, this.#calibrations.inSignature(tokens, token));
    });
  }

  /** What is between the braces of a calibration. */
  #paintBody(offset: number): void {
    const body = this.#calibrations.bodyAt(offset);
    if (!body) return;
    const { tokens } = body;
    this.#paintTokens(tokens, body.start, (token) => {
      this.#paintNameless(tokens, token, this.#calibrations.inBody(tokens, token));
    });
  }

  /**
   * Paints the tokens that touch the range, and the comments before each.
   * @param from where the text of the tokens begins
   */
  #paintTokens(tokens: TokenStream, from: number, paint: (token: number) => void): void {
    const { count, ends, kinds, starts } = tokens;
    for (let token = firstTokenEndingAfter(tokens, this.#range.start); token < count; token++) {
      const start = starts[token] ?? 0;
      if (!this.#isNamesOnly) this.#paintComments(tokens.text, ends[token - 1] ?? from, start);
      if (start > this.#range.end || this.data.count > mostTokens) return;
      if (kinds[token] !== tokenKind.endOfFile) paint(token);
    }
  }

  #paintComments(text: string, start: number, end: number): void {
    for (const comment of commentsBetween(text, start, end)) {
      if (comment.end > this.#range.start && comment.start <= this.#range.end) {
        this.data.pushLines(comment.start, comment.end, looks.comment);
      }
    }
  }

  /** A token that names no symbol of the program. */
  #paintNameless({ ends, kinds, starts }: TokenStream, token: number, known: Appearance | undefined): void {
    const kind = kinds[token] ?? tokenKind.endOfFile;
    const start = starts[token] ?? 0;
    const own = kind === tokenKind.hardwareQubit ? looks.qubit : known;
    const look = own ?? (this.#isNamesOnly ? undefined : appearanceOfKind(kind));
    if (look) this.data.push(start, ends[token] ?? start, look);
  }
}

function firstTokenEndingAfter({ count, ends }: TokenStream, offset: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
