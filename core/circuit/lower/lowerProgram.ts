import type { Diagnostic } from '#core/base/diagnostic.ts';
import { Failure } from '#core/base/failure.ts';
import { failed, type Result, success } from '#core/base/result.ts';
import { doSteps, type Steps } from '#core/base/steps.ts';
import type { Analysis } from '#core/openqasm/analyseProgram.ts';
import type { ProgramSymbol } from '#core/openqasm/symbols.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { Circuit } from '../circuit.ts';
import type { CircuitOutput } from '../classical.ts';
import { lowerOutputs } from './declarationLowering.ts';
import type { LoweringOptions } from './loweringState.ts';
import { StatementLowering } from './statementLowering.ts';
import { withoutUnused } from './unusedVariables.ts';

/**
 * Turns an analysed program into a circuit: gates expanded to those of the gate table, loops unrolled, calls broadcast,
 * inputs as parameters in the order of their declaration. Every operation knows the statement it came from.
 * @returns the errors of the program, or why legal code cannot become a circuit (QAS9101), when there is no circuit
 */
export function lowerProgram(
  analysis: Analysis,
  options: LoweringOptions = {},
): Result<Circuit, readonly Diagnostic[]> {
  return doSteps(lowerProgramInSteps(analysis, options));
}

/** The same, of which long programs and long loops of them are several steps. */
export function* lowerProgramInSteps(
  analysis: Analysis,
  options: LoweringOptions = {},
): Steps<Result<Circuit, readonly Diagnostic[]>> {
  const { lowered } = yield* lowerBeginningInSteps(analysis, () => false, options);
  return lowered;
}

/** The circuit of a program, or of its first statements. */
export interface LoweredBeginning {
  readonly lowered: Result<Circuit, readonly Diagnostic[]>;
  /** Whether it is that of the program. */
  readonly isWhole: boolean;
}

/**
 * Turns so many of the first statements of a program into a circuit that its operations are enough for somebody. What is
 * declared behind them is not in it, and neither are problems there.
 * @param isEnough whether so many operations are, given how many qubits have been declared
 */
export function* lowerBeginningInSteps(
  analysis: Analysis,
  isEnough: (operations: number, qubits: number) => boolean,
  options: LoweringOptions = {},
): Steps<LoweredBeginning> {
  let isWhole = true;
  const circuit = yield* lowered(analysis, options, function* (lowering) {
    const { state } = lowering;
    state.declareHardwareQubits(hardwareQubitCount(analysis));
    isWhole = yield* lowering.program(analysis.tree.statements, (operations) => isEnough(operations, state.qubitCount));
  });
  return { lowered: circuit, isWhole };
}

/** The gates and subroutines that a program or a file it includes defines, in order, by name. */
export function entriesOf({ globalScope }: Pick<Analysis, 'globalScope'>): ReadonlyMap<string, ProgramSymbol> {
  return new Map(
    [...globalScope.names].filter(
      ([, { gate, subroutine }]) => gate?.definition !== undefined || subroutine !== undefined,
    ),
  );
}

/**
 * Turns one gate or subroutine of a program into a circuit, with nothing else of the program: its qubits in the order of
 * their declaration, its angles and other classical parameters as parameters of the circuit in theirs.
 * @param entry one of {@link entriesOf}
 * @returns as {@link lowerProgram}
 */
export function lowerEntry(analysis: Analysis, entry: ProgramSymbol): Result<Circuit, readonly Diagnostic[]> {
  const steps = lowered(analysis, {}, (lowering) => {
    lowering.entry(entry);
    return undefined;
  });
  return doSteps(steps);
}

function* lowered(
  analysis: Analysis,
  options: LoweringOptions,
  lower: (lowering: StatementLowering) => Steps<void> | undefined,
): Steps<Result<Circuit, readonly Diagnostic[]>> {
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return failed(errors);
  const lowering = new StatementLowering(analysis, options);
  const { state } = lowering;
  let outputs: CircuitOutput[] = [];
  try {
    const steps = lower(lowering);
    if (steps) yield* steps;
    outputs = lowerOutputs(state);
  } catch (thrown) {
    if (isStackOverflow(thrown)) state.refuseDepth();
    // The limits of a lowering have been reported where they were reached.
    else if (!Failure.is(thrown) || state.diagnostics.length === 0) throw thrown;
  }
  if (state.diagnostics.length > 0) return failed(state.diagnostics);
  const { variables } = state.store;
  return success(
    withoutUnused({
      qubitCount: state.qubitCount,
      bitCount: state.bitCount,
      qubitRegisters: state.qubitRegisters,
      bitRegisters: state.bitRegisters,
      parameters: state.parameters,
      ...(variables.length > 0 && { variables }),
      ...(state.outputs.length > 0 && { outputs }),
      operations: state.operations,
    }),
  );
}

/** How deep a program may lead depends on the thread that lowers it. */
function isStackOverflow(thrown: unknown): boolean {
  return thrown instanceof RangeError && thrown.message.includes('call stack');
}

/** Hardware qubits are not declared; the highest one named says how many there are. */
function hardwareQubitCount(analysis: Analysis): number {
  let count = 0;
  for (const { tree } of analysis.files) {
    const { kinds, starts, ends } = tree.tokens;
    for (
      let token = kinds.indexOf(tokenKind.hardwareQubit);
      token >= 0;
      token = kinds.indexOf(tokenKind.hardwareQubit, token + 1)
    ) {
      count = Math.max(count, Number(tree.text.slice((starts[token] ?? 0) + 1, ends[token])) + 1);
    }
  }
  return count;
}
