import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type {
  CircuitEvaluator,
  GradientAnswer,
  GradientMethod,
  GradientRequest,
  GradientRow,
} from '#core/circuit/evaluation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { compileForEvaluation } from '../evaluateRows.ts';
import { requireValidRequest } from '../evaluationParts.ts';
import { compileProgram, type Instruction } from '../program/compileProgram.ts';
import { type GateList, listGates } from '../smallCircuits/gateList.ts';
import { requireValues } from '../smallCircuits/slotValues.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import type { HelperThreads } from '../wasm/threadTeam.ts';
import { adjointDifferentiation } from './adjointDifferentiation.ts';
import type { DifferencesOfValues, Differentiation } from './differentiation.ts';
import { finiteDifferences } from './finiteDifferences.ts';
import { parameterShift } from './parameterShift.ts';

export interface GradientOptions {
  readonly kernels: KernelInstance;
  /** Threads that may work on wide states too, with the adjoint method. */
  readonly helpers?: HelperThreads | undefined;
  /** `adjoint` without shots and `parameter-shift` with them, unless told. */
  readonly method?: GradientMethod;
  /** Shots of every evaluation, for the methods that evaluate at other values. */
  readonly shots?: number;
  /** Any 32-bit integer; 0 unless told. Equal seeds give equal gradients. */
  readonly seed?: number;
  /** Of finite differences; 10⁻⁵ unless told. */
  readonly step?: number;
}

export interface GradientResult {
  readonly method: GradientMethod;
  /** One for every parameter set. */
  readonly rows: readonly GradientRow[];
}

/**
 * Gradients of expectation values with respect to all parameters of a circuit, at many parameter sets. Measurements at
 * the end of the circuit are left out. A parameter may enter any number of gates through any expression; parameters of
 * integer types count as real numbers.
 *
 * ```ts
 * const { rows } = gradient(circuit, [energy], [[0.1, 0.2], [0.3, 0.4]], { kernels });
 * rows[0].values[0];          // ⟨energy⟩ at (0.1, 0.2)
 * rows[0].gradients[0];       // its two partial derivatives there
 * ```
 *
 * @throws Failure `unsupported` for circuits that measure, reset or branch in their middle, for angles known only during
 * the run, for shots with the adjoint method, and where an angle has no derivative; `invalid-input` for observables or
 * values that do not fit the circuit; `too-large`; `cancelled`
 */
export function gradient(
  circuit: Circuit,
  observables: readonly PauliSum[],
  parameterSets: readonly ArrayLike<number>[],
  options: GradientOptions,
  signal: CancellationSignal = neverCancelled,
): GradientResult {
  const differentiation = compileGradient(circuit, observables, options);
  try {
    return { method: methodOf(options), rows: differentiation.evaluate(parameterSets, signal) };
  } finally {
    differentiation.release();
  }
}

/**
 * Prepares {@link gradient} for many calls, as an optimiser makes them.
 * @throws Failure as {@link gradient}
 */
export function compileGradient(
  circuit: Circuit,
  observables: readonly PauliSum[],
  options: GradientOptions,
): Differentiation {
  const { kernels, seed = 0, shots } = options;
  requireValidRequest({
    circuit,
    bindings: [],
    output: { kind: 'expectations', observables },
    ...(shots !== undefined && { shots }),
    seed,
  });
  const method = methodOf(options);
  if (method === 'adjoint') {
    if (shots !== undefined) throw noShots();
    return adjointDifferentiation(kernels, circuit, gatesOf(circuit), observables, options.helpers);
  }
  const differences = differencesOfValues(circuit, method, options);
  const compiled = compileForEvaluation(differences.circuit, kernels);
  return {
    evaluate(parameterSets, signal) {
      for (const set of parameterSets) requireValues(circuit.parameters, set);
      const bindings = differences.bindings(parameterSets);
      const request = { bindings, output: { kind: 'expectations', observables }, seed } as const;
      const all = { from: 0, to: bindings.length };
      const values = compiled.evaluate({ ...request, ...(shots !== undefined && { shots }) }, all, signal);
      return differences.rows(parameterSets, observables, values);
    },
    release: () => compiled.release(),
  };
}

/**
 * Gradients by values that somebody else gives: threads that share the rows, or a device.
 * @throws Failure as {@link gradient} and as the evaluator; `unsupported` for the adjoint method
 */
export async function gradientByEvaluator(
  evaluator: Pick<CircuitEvaluator, 'evaluate'>,
  { bindings, circuit, method, observables, parameters, seed, shots }: GradientRequest,
  signal: CancellationSignal,
): Promise<GradientAnswer> {
  if (method === 'adjoint') {
    throw new Failure('unsupported', 'Adjoint gradients need the state vector, which is not to be had here.', {
      advice: 'Use the parameter-shift method.',
    });
  }
  for (const set of bindings) requireValues(circuit.parameters, set);
  const differences = differencesOfValues(circuit, method, { ...(parameters && { parameters }) });
  const { rows, usage } = await evaluator.evaluate(
    {
      circuit: differences.circuit,
      bindings: differences.bindings(bindings),
      output: { kind: 'expectations', observables },
      seed,
      ...(shots !== undefined && { shots }),
    },
    signal,
  );
  return { rows: differences.rows(bindings, observables, rows), usage };
}

/** @throws Failure `unsupported` for circuits without a final state */
function differencesOfValues(
  circuit: Circuit,
  method: Exclude<GradientMethod, 'adjoint'>,
  { parameters, step = 1e-5 }: { readonly parameters?: readonly number[]; readonly step?: number },
): DifferencesOfValues {
  const operations = gatesOf(circuit);
  const wanted = new Set(parameters ?? circuit.parameters.keys());
  if (method === 'finite-differences') return finiteDifferences({ ...circuit, operations }, step, wanted);
  return parameterShift(circuit, operations, wanted);
}

/** The refusal of shots for the adjoint method. */
export function noShots(): Failure {
  return new Failure('unsupported', 'The adjoint method gives exact gradients and takes no shots.', {
    advice: 'Leave the shots out, or use the parameter-shift method.',
  });
}

function methodOf({ method, shots }: Pick<GradientOptions, 'method' | 'shots'>): GradientMethod {
  return method ?? (shots === undefined ? 'adjoint' : 'parameter-shift');
}

/** The gates of a circuit that has one final state. */
function gatesOf(circuit: Circuit): GateList['operations'] {
  const { head, tail } = compileProgram(circuit, listGates, { ignoreGlobalPhase: true });
  if (head.length === 0) return tail.operations;
  const dynamic =
    head.find(({ kind }) => kind === 'measure' || kind === 'reset') ??
    head.find((each) => each.kind === 'gates' && each.isComputed) ??
    head.find(({ kind }) => kind !== 'gates');
  throw new Failure(
    'unsupported',
    `The circuit ${dynamic ? describe(dynamic) : 'depends on the run'}, so its expectation values have no gradient.`,
    {
      advice: 'Measure at the end only, and let angles depend on parameters only.',
    },
  );
}

function describe(instruction: Instruction<GateList>): string {
  switch (instruction.kind) {
    case 'measure':
      return `measures qubit ${instruction.qubit} before it is done with it`;
    case 'reset':
      return `resets qubit ${instruction.qubit}`;
    case 'misread':
    case 'read':
      return 'misreads what it measures';
    case 'gates':
      return 'has an angle that is known only during the run';
    case 'assign':
    case 'conditional':
    case 'switch':
    case 'while':
      return 'decides during the run what it does';
  }
}
