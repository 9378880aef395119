import { Failure } from '#core/base/failure.ts';
import type { EvaluationRequest, EvaluationUsage } from '#core/circuit/evaluation.ts';
import { groupByMeasurementBasis } from '#core/circuit/measurementBasis.ts';

/** Rows `from` … `to` − 1 of a request. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Checks what does not depend on the circuit's operations.
 * @throws Failure `invalid-input`
 */
export function requireValidRequest({ circuit, output, shots }: EvaluationRequest): void {
  if (shots !== undefined && (!Number.isSafeInteger(shots) || shots < 1)) {
    throw new Failure('invalid-input', `The number of shots must be a whole number above 0, not ${shots}.`);
  }
  if (output.kind !== 'expectations') return;
  for (const { terms } of output.observables) {
    for (const { factors } of terms) {
      const qubits = factors.map(({ qubit }) => qubit);
      const wrong = qubits.find((qubit, index) => qubit >= circuit.qubitCount || qubits.indexOf(qubit) !== index);
      if (wrong !== undefined) {
        throw new Failure(
          'invalid-input',
          `An observable acts on qubit ${wrong}, which the circuit of ${circuit.qubitCount} qubits does not have or the observable names twice.`,
        );
      }
    }
  }
}

/** Divides the rows of a request into at most `parts` ranges of about equal work. */
export function splitRows({ bindings, output }: EvaluationRequest, parts: number): RowRange[] {
  const triangular = output.kind === 'fidelity-kernel' && output.others === undefined;
  // Besides its entries, a row costs the preparation of its state.
  const work = bindings.map((_, row) => 1 + (triangular ? bindings.length - row - 1 : 0));
  const total = work.reduce((sum, amount) => sum + amount, 0);
  const ranges: RowRange[] = [];
  let from = 0;
  let done = 0;
  work.forEach((amount, row) => {
    done += amount;
    if (done >= (total * (ranges.length + 1)) / parts || row === bindings.length - 1) {
      ranges.push({ from, to: row + 1 });
      from = row + 1;
    }
  });
  return ranges;
}

/** Puts the rows of all ranges together, and mirrors a symmetric kernel. */
export function joinRows({ output }: EvaluationRequest, parts: readonly (readonly Float64Array[])[]): Float64Array[] {
  const rows = parts.flat();
  if (output.kind === 'fidelity-kernel' && output.others === undefined) {
    rows.forEach((line, row) => {
      for (let column = 0; column < row; column++) line[column] = rows[column]?.[row] ?? 0;
    });
  }
  return rows;
}

/** What a backend that runs one circuit at a time would have run for the request; the time is measured by the caller. */
export function usageOf(request: EvaluationRequest, executionTime: number): EvaluationUsage {
  const circuits = circuitsOf(request);
  return { circuits, shots: circuits * (request.shots ?? 0), jobs: 1, queueTime: 0, executionTime };
}

function circuitsOf({ bindings, output, shots }: EvaluationRequest): number {
  const rows = bindings.length;
  switch (output.kind) {
    case 'probabilities':
      return rows;
    case 'expectations':
      return shots === undefined ? rows : rows * groupByMeasurementBasis(output.observables).length;
    case 'fidelity-kernel':
      return output.others === undefined ? (rows * (rows - 1)) / 2 : rows * output.others.length;
  }
}
