import type { Diagnostic } from '#core/base/diagnostic.ts';
import { collectDiagnostic, diagnose, withFix } from './messages.ts';
import { replacementFix } from './syntaxFixes.ts';
import { tokenKind } from './tokenKind.ts';
import type { TokenStream } from './tokenStream.ts';

/**
 * What the paper of OpenQASM 2 does not allow in names and numbers although tools do: names begin with a small letter
 * (`U` and `CX` apart) and are ASCII, reals have a decimal point, integers have no leading zeros, and there are no inverse
 * functions. A name is reported where it stands first, which is its declaration.
 */
export function strictFindings(
  tokens: Pick<TokenStream, 'text' | 'count' | 'kinds' | 'starts' | 'ends'>,
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const { count, ends, kinds, starts, text } = tokens;
  const reported = new Set<string>();
  for (let token = 0; token < count; token++) {
    const kind = kinds[token];
    const isChecked = kind === tokenKind.identifier || kind === tokenKind.integer || kind === tokenKind.float;
    if (!isChecked) continue;
    const range = { start: starts[token] ?? 0, end: ends[token] ?? 0 };
    const written = text.slice(range.start, range.end);
    const isCalled = kinds[token + 1] === tokenKind.leftParen;
    const feature = kind === tokenKind.identifier ? unknownName(written, isCalled) : unknownNumber(written, kind);
    if (feature === undefined || reported.has(written)) continue;
    if (kind === tokenKind.identifier && !inversesOfTools.has(written)) reported.add(written);
    const diagnostic = diagnose('QAS2017', range, feature, '3.0', '2.0');
    const older = olderNumber(written, kind);
    const fixed =
      older === undefined ? diagnostic : withFix(diagnostic, replacementFix(`Write '${older}'`, range, older));
    collectDiagnostic(diagnostics, fixed);
  }
  return diagnostics;
}

function unknownName(name: string, isCalled: boolean): string | undefined {
  if (isCalled && inversesOfTools.has(name)) return `Function '${name}'`;
  return /^(?:[a-z][A-Za-z0-9_]*|U|CX)$/.test(name) ? undefined : `The name '${name}'`;
}

/** Functions that tools know and the paper does not. */
const inversesOfTools: ReadonlySet<string> = new Set(['asin', 'acos', 'atan']);

function unknownNumber(written: string, kind: number): string | undefined {
  if (kind === tokenKind.float) return written.includes('.') ? undefined : `The number '${written}' without a point`;
  return /^0[0-9]/.test(written) ? `The number '${written}' with a leading zero` : undefined;
}

/** A number as the paper writes it. */
function olderNumber(written: string, kind: number): string | undefined {
  if (kind === tokenKind.float) return written.replace(/^([\d_]+)(?=[eE])/, '$1.0');
  return kind === tokenKind.integer ? written.replace(/^0+(?=\d)/, '') : undefined;
}
