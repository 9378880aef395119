import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { BackendJob, Estimate } from '../backend.ts';
import { deviceProgram } from './samplerProgram.ts';
import type { EstimatorData } from './wire.ts';

/**
 * What the estimator is given: for each circuit a PUB of its program, its observables on all qubits of the device, and the
 * standard error that is wanted.
 * @param width qubits of the device
 * @param options how they are run
 * @throws Failure `invalid-circuit` for what OpenQASM cannot say
 */
export function estimatorParams(
  { circuits, shots }: Pick<BackendJob, 'circuits' | 'shots'>,
  observables: NonNullable<BackendJob['observables']>,
  width: number,
  options: Readonly<Record<string, unknown>>,
) {
  const precision = 1 / Math.sqrt(shots);
  const pub = (circuit: Circuit, index: number) => [
    deviceProgram(circuit, width),
    (observables[index] ?? []).map((sum) => pauliStrings(sum, width)),
    null,
    precision,
  ];
  return { version: 2, support_qiskit: false, pubs: circuits.map(pub), ...options };
}

/** Coefficients by products such as `IIXZ`, whose rightmost letter is of qubit 0. */
function pauliStrings({ terms }: PauliSum, width: number): Readonly<Record<string, number>> {
  const sum: Record<string, number> = terms.length === 0 ? { ['I'.repeat(width)]: 0 } : {};
  for (const { coefficient, factors } of terms) {
    const letters = Array.from({ length: width }, () => 'I');
    for (const { axis, qubit } of factors) letters[width - 1 - qubit] = axis;
    const product = letters.join('');
    sum[product] = (sum[product] ?? 0) + coefficient;
  }
  return sum;
}

/**
 * What the estimator told of the observables of one circuit.
 * @throws Failure `unknown` where values and errors are not as many
 */
export function estimatesOf({ evs, stds }: EstimatorData): Estimate[] {
  const values = [evs].flat();
  const errors = [stds].flat();
  if (values.length !== errors.length) {
    throw new Failure('unknown', `IBM Quantum's result has ${values.length} mean values and ${errors.length} errors.`, {
      advice: 'Fetch the result again; if it stays, submit the job anew.',
    });
  }
  return values.map((value, index) => ({ value, standardError: errors[index] ?? 0 }));
}
