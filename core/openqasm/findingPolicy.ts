import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { CheckOptions } from './analysisOptions.ts';

/** The findings with the severities the options give them, without those the options turn off. */
export function applyPolicy(
  diagnostics: readonly Diagnostic[],
  { lints, profile, severity }: CheckOptions,
): Diagnostic[] {
  const isStrict = profile === 'spec-3.x';
  if (lints !== 'off' && severity === undefined && !isStrict) return [...diagnostics];
  return diagnostics.flatMap((found): Diagnostic[] => {
    const { code } = found;
    const diagnostic = isStrict && code === 'QAS1005' ? { ...found, severity: 'error' as const } : found;
    const chosen = severity !== undefined && Object.hasOwn(severity, code) ? severity[code] : undefined;
    // Who asks for one lint by its code wants it although lints are off.
    const isUnwanted = lints === 'off' && isLint(code) && diagnostic.severity !== 'error';
    if (chosen === 'off' || (chosen === undefined && isUnwanted)) return [];
    return [chosen === undefined ? diagnostic : { ...diagnostic, severity: chosen }];
  });
}

/** Whether a code is advice on style or a suspicion rather than a rule of the language. */
export function isLint(code: string): boolean {
  return code.startsWith('QAS90') || code === 'QAS3009' || code === 'QAS8012';
}
