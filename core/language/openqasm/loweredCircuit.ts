import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { Result } from '#core/base/result.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { LoweringOptions } from '#core/circuit/lower/loweringState.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import type { Analysis } from '#core/openqasm/index.ts';

/** The circuit of a program, or why there is none, in one sentence. */
export type LoweredCircuit =
  | { readonly ok: true; readonly circuit: Circuit }
  | { readonly ok: false; readonly reason: string };

/** Makes the circuit of a program, unless errors or the circuit model stand in the way. */
export function loweredCircuit(analysis: Analysis, options: LoweringOptions = {}): LoweredCircuit {
  return explained(analysis, lowerProgram(analysis, options));
}

/** What came of lowering a program, with the first of its problems in one sentence. */
export function explained(analysis: Analysis, lowered: Result<Circuit, readonly Diagnostic[]>): LoweredCircuit {
  if (lowered.ok) return { ok: true, circuit: lowered.value };
  const [first] = lowered.error;
  if (!first) return { ok: false, reason: 'The program has errors.' };
  const line = analysis.lines.positionAt(first.range.start).line + 1;
  return { ok: false, reason: `Line ${line}: ${first.message}` };
}
