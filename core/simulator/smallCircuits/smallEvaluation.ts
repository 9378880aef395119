import type { CancellationSignal } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { EvaluationRequest } from '#core/circuit/evaluation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { RowEvaluation } from '../evaluateRows.ts';
import type { RowRange } from '../evaluationParts.ts';
import { binomial } from '../program/binomial.ts';
import { compileProgram } from '../program/compileProgram.ts';
import { isOdd } from '../readout/pauliMasks.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import { listGates } from './gateList.ts';
import { SampledBases } from './sampledBases.ts';
import { SmallCircuit } from './smallCircuit.ts';
import { smallOverlaps } from './smallFidelityKernel.ts';
import { sampleSmallStates } from './smallSampling.ts';

type Request = Omit<EvaluationRequest, 'circuit'>;

/**
 * Rows of a request on a small circuit, many in a call of the kernels.
 * @throws Failure as {@link compileProgram}
 */
export function smallEvaluation(circuit: Circuit, kernels: KernelInstance): RowEvaluation {
  const { operations } = compileProgram(circuit, listGates, { ignoreMeasurements: true }).tail;
  const small = new SmallCircuit(kernels, circuit, operations);
  const bases = new SampledBases(kernels, circuit, operations);

  const sampledExpectations = (
    { bindings, seed }: Request,
    shots: number,
    observables: readonly PauliSum[],
    rows: RowRange,
    signal: CancellationSignal,
  ): Float64Array[] => {
    const some = bindings.slice(rows.from, rows.to);
    const result = some.map(() => new Float64Array(observables.length));
    bases.of(observables).forEach(({ circuit: rotated, terms }, group) => {
      const sums = result.map(() => new Float64Array(terms.length));
      const streamOf = (row: number) => randomStream(seed, rows.from + row, group);
      sampleSmallStates(kernels, rotated, some, shots, streamOf, signal, (row, basis, count) => {
        const own = sums[row] as Float64Array;
        for (let term = 0; term < terms.length; term++) {
          const { mask } = terms[term] as (typeof terms)[number];
          own[term] = (own[term] as number) + (isOdd(basis & mask) ? -count : count);
        }
      });
      result.forEach((values, row) => {
        terms.forEach(({ coefficient, observable }, term) => {
          values[observable] = (values[observable] ?? 0) + (coefficient * (sums[row]?.[term] ?? 0)) / shots;
        });
      });
    });
    return result;
  };

  const sampledProbabilities = (
    { bindings, seed }: Request,
    shots: number,
    rows: RowRange,
    signal: CancellationSignal,
  ): Float64Array[] => {
    const some = bindings.slice(rows.from, rows.to);
    const result = some.map(() => new Float64Array(2 ** small.qubitCount));
    const streamOf = (row: number) => randomStream(seed, rows.from + row);
    sampleSmallStates(kernels, small, some, shots, streamOf, signal, (row, basis, count) => {
      (result[row] as Float64Array)[basis] = count / shots;
    });
    return result;
  };

  /** With shots, an entry is the relative frequency of as many trials. */
  const fidelityKernel = (
    { bindings, seed, shots }: Request,
    others: readonly (readonly number[])[] | undefined,
    rows: RowRange,
    signal: CancellationSignal,
  ): Float64Array[] => {
    const width = (others ?? bindings).length;
    const result = Array.from({ length: rows.to - rows.from }, () => new Float64Array(width));
    smallOverlaps(kernels, small, bindings, others, rows, signal, (row, first, overlaps) => {
      const line = result[row - rows.from] as Float64Array;
      line.set(overlaps, first);
      if (shots === undefined) return;
      for (let column = first; column < first + overlaps.length; column++) {
        line[column] = binomial(randomStream(seed, row, column), shots, line[column] as number) / shots;
      }
    });
    if (others === undefined) {
      result.forEach((line, index) => {
        line[rows.from + index] = 1;
      });
    }
    return result;
  };

  return {
    evaluate(request, rows, signal) {
      const { bindings, output, shots } = request;
      switch (output.kind) {
        case 'probabilities':
          return shots === undefined
            ? small.probabilities(bindings.slice(rows.from, rows.to), signal)
            : sampledProbabilities(request, shots, rows, signal);
        case 'expectations':
          return shots === undefined
            ? small.expectations(output.observables, bindings.slice(rows.from, rows.to), signal)
            : sampledExpectations(request, shots, output.observables, rows, signal);
        case 'fidelity-kernel':
          return fidelityKernel(request, output.others, rows, signal);
      }
    },
    release() {
      small.release();
      bases.release();
    },
  };
}
