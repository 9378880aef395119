import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { compileForEvaluation } from '../evaluateRows.ts';
import { requireValidRequest } from '../evaluationParts.ts';
import { compileProgram, type Instruction } from '../program/compileProgram.ts';
import { type GateList, listGates } from '../smallCircuits/gateList.ts';
import { requireValues } from '../smallCircuits/slotValues.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import { adjointDifferentiation } from './adjointDifferentiation.ts';
import { finiteDifferences } from './finiteDifferences.ts';
import type { Differentiation, GradientRow } from './gradientRow.ts';
import { type Expectations, parameterShift, shiftableCircuit } from './parameterShift.ts';

/**
 * `adjoint`: exact, in a time that does not depend on the number of parameters. `parameter-shift`: exact from values at
 * shifted angles, or estimated from as many shots each, as on a device. `finite-differences`: approximate.
 */
export type GradientMethod = 'adjoint' | 'parameter-shift' | 'finite-differences';

export interface GradientOptions {
  readonly kernels: KernelInstance;
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
  const { kernels, seed = 0, shots, step = 1e-5 } = options;
  requireValidRequest({
    circuit,
    bindings: [],
    output: { kind: 'expectations', observables },
    ...(shots !== undefined && { shots }),
    seed,
  });
  const operations = gatesOf(circuit);
  const method = methodOf(options);
  if (method === 'adjoint') {
    if (shots !== undefined) {
      throw new Failure('unsupported', 'The adjoint method gives exact gradients and takes no shots.', {
        advice: 'Leave the shots out, or use the parameter-shift method.',
      });
    }
    return adjointDifferentiation(kernels, circuit, operations, observables);
  }
  const shiftable = method === 'parameter-shift' ? shiftableCircuit(circuit, operations) : undefined;
  const compiled = compileForEvaluation(shiftable?.circuit ?? { ...circuit, operations }, kernels);
  const expectations: Expectations = (bindings, asked, signal) =>
    compiled.evaluate(
      { bindings, output: { kind: 'expectations', observables: asked }, ...(shots !== undefined && { shots }), seed },
      { from: 0, to: bindings.length },
      signal,
    );
  return {
    evaluate(parameterSets, signal) {
      for (const set of parameterSets) requireValues(circuit.parameters, set);
      return shiftable
        ? parameterShift(shiftable, observables, parameterSets, expectations, signal)
        : finiteDifferences(observables, parameterSets, step, expectations, signal);
    },
    release: () => compiled.release(),
  };
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
    case 'gates':
      return 'has an angle that is known only during the run';
    case 'assign':
    case 'conditional':
    case 'switch':
    case 'while':
      return 'decides during the run what it does';
  }
}
