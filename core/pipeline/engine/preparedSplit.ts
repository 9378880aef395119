import { Failure } from '#core/base/failure.ts';
import { type Matrix, mapEntries, selectRows } from '#core/learn/matrix.ts';
import { applyPreprocessing, fitPreprocessing } from '#core/learn/preprocess.ts';
import type { SplitIndices } from '#core/learn/split.ts';
import type { LearningData, LearningTarget } from '../data/learningData.ts';
import type { ResolvedContract, ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { learnedStep } from './preprocessSteps.ts';

/** Rows of one part of a split as the different models see them; all matrices have the same rows. */
export interface PreparedRows {
  /** The columns of the table, standardized on the training rows. */
  readonly raw: Matrix;
  /** After the preprocessing of the pipeline. */
  readonly preprocessed: Matrix;
  /** What is bound into the circuit: preprocessed, and kept within the range of the interface. */
  readonly interface: Matrix;
  /** One per row: the position of its class among the classes, or its number. */
  readonly targets: readonly number[];
}

export interface PreparedSplit {
  readonly repeat: number;
  readonly train: PreparedRows;
  readonly test: PreparedRows;
  readonly target: LearningTarget;
}

/**
 * Fits the preprocessing on the training rows of a split and applies it to its training and test rows.
 * @throws Failure `invalid-input` for a step that cannot be fitted or a value outside the interface
 */
export function prepareSplit(
  pipeline: ResolvedPipeline,
  data: LearningData,
  split: SplitIndices,
  repeat: number,
): PreparedSplit {
  const steps = pipeline.preprocess.map(learnedStep);
  const targets = { kind: data.target.kind, values: data.targets };
  const fitted = fitPreprocessing(steps, data.features, data.names, split.train, targets, data.categories);
  // Models of the raw columns need numbers for texts and missing values filled in as well.
  const texts = [...(data.categories?.keys() ?? [])];
  const encoding = texts.length > 0 ? [{ step: { use: 'onehot', columns: texts } as const }] : [];
  const filling = steps.filter(({ step }) => step.use === 'impute');
  const scaling = [...encoding, ...filling, { step: { use: 'standardize' } as const }];
  const scaled = fitPreprocessing(scaling, data.features, data.names, split.train, undefined, data.categories);
  const contract = pipeline.interface.input;
  if (fitted.outputs.length !== contract.features)
    throw new Failure(
      'invalid-input',
      `Preprocessing leaves ${fitted.outputs.length} features (${fitted.outputs.join(', ')}), but the circuit takes ${contract.features}.`,
      { advice: 'Change quantum.qubits or interface.input.features, or add a pca or select-columns step.' },
    );
  const rows = (indices: readonly number[]): PreparedRows => {
    const own = selectRows(data.features, indices);
    const preprocessed = applyPreprocessing(fitted, own);
    return {
      raw: applyPreprocessing(scaled, own),
      preprocessed,
      interface: withinRange(preprocessed, contract, fitted.outputs),
      targets: indices.map((index) => data.targets[index] as number),
    };
  };
  return { repeat, train: rows(split.train), test: rows(split.test), target: data.target };
}

/** Rounding of a scaled extreme is no violation of a range. */
const rangeTolerance = 1e-9;

function withinRange(rows: Matrix, contract: ResolvedContract['input'], names: readonly string[]): Matrix {
  const [low, high] = contract.range;
  const width = high - low;
  return mapEntries(rows, (value, row, column) => {
    if (value >= low && value <= high) return value;
    switch (contract.outOfRange) {
      case 'clip':
        return Math.min(high, Math.max(low, value));
      case 'wrap':
        return width > 0 ? low + ((((value - low) % width) + width) % width) : low;
      case 'error': {
        const slack = rangeTolerance * Math.max(1, width);
        if (value >= low - slack && value <= high + slack) return Math.min(high, Math.max(low, value));
        throw new Failure(
          'invalid-input',
          `Feature ${names[column] ?? column} of row ${row} is ${value} at the circuit, outside [${low}, ${high}].`,
          { advice: 'Scale it into the range, or set interface.input.outOfRange to clip.' },
        );
      }
    }
  });
}
