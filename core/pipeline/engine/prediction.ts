import { type Matrix, selectRows } from '#core/learn/matrix.ts';

/** Which of the classes each row belongs to. */
export interface ClassPrediction {
  readonly kind: 'classes';
  readonly classes: readonly number[];
  /** Rows × classes; absent for a model that gives none. */
  readonly probabilities?: Matrix;
  /** Rows × classes, larger for what is surer, in no unit; of models that give no probabilities. */
  readonly scores?: Matrix;
  /** That of the training rows with each other, of a model that learns from a kernel. */
  readonly kernel?: Matrix;
  /** Of a model that learns from a kernel: how well that of the training rows goes with their classes. */
  readonly kernelAlignment?: number;
  /** How often each reading of the qubits was measured for each row, where that is kept. */
  readonly counts?: readonly Readonly<Record<string, number>>[];
}

/** A number for each row, in the unit of the target. */
export interface NumberPrediction {
  readonly kind: 'numbers';
  readonly numbers: readonly number[];
  /** That of the training rows with each other, of a model that learns from a kernel. */
  readonly kernel?: Matrix;
}

/** What a contender says about the test rows of one split. */
export type Prediction = ClassPrediction | NumberPrediction;

/** What is said of the rows from one place to before another. */
export function predictionOf(prediction: Prediction, from: number, to: number): Prediction {
  switch (prediction.kind) {
    case 'classes': {
      const { counts, kernel, kernelAlignment, probabilities, scores } = prediction;
      const places = Array.from({ length: to - from }, (_, index) => from + index);
      return {
        kind: 'classes',
        classes: prediction.classes.slice(from, to),
        ...(probabilities && { probabilities: selectRows(probabilities, places) }),
        ...(scores && { scores: selectRows(scores, places) }),
        ...(kernel && { kernel }),
        ...(kernelAlignment !== undefined && { kernelAlignment }),
        ...(counts && { counts: counts.slice(from, to) }),
      };
    }
    case 'numbers': {
      const { kernel, numbers } = prediction;
      return { kind: 'numbers', numbers: numbers.slice(from, to), ...(kernel && { kernel }) };
    }
  }
}
