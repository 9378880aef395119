import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { Binder } from '../binder.ts';
import { LimitedFindings, mostFindings } from './limitedFindings.ts';
import { oldSpellings } from './oldSpellings.ts';
import { gatesBeyondPaper } from './portability.ts';
import { qubitUse } from './qubitUse.ts';
import { symbolicAngles } from './symbolicAngles.ts';
import { targetLimits } from './targetLimits.ts';
import { unassignedReads } from './unassignedReads.ts';
import { unusedNames } from './unusedNames.ts';

/** Advice on the analysed file of a bound program. */
export function lintProgram(binder: Binder): Diagnostic[] {
  const tree = binder.files[0]?.tree;
  // While something cannot be read, it is not known what the program does.
  if (!tree || tree.diagnostics.some(({ severity }) => severity === 'error')) return [];
  const found = new LimitedFindings(binder.options.lints === 'all' ? Number.POSITIVE_INFINITY : mostFindings);
  for (const diagnostic of [...unusedNames(binder), ...unassignedReads(binder.valueTrace, binder)])
    found.add(diagnostic);
  if (binder.wholeTrace) qubitUse(binder.wholeTrace, binder, found);
  symbolicAngles(binder, found);
  oldSpellings(binder, found);
  // Who reads strictly is told by an error, with or without lints.
  if (binder.options.profile !== 'strict-2.0') for (const diagnostic of gatesBeyondPaper(binder)) found.add(diagnostic);
  if (binder.options.target) targetLimits(binder.options.target, binder, found);
  return found.all();
}
