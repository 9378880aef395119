import { Failure } from '#core/base/failure.ts';
import { joinRows, type Matrix, mapEntries, selectRows } from '#core/learn/matrix.ts';
import { applyPreprocessing, fitPreprocessing } from '#core/learn/preprocess.ts';
import type { SplitIndices } from '#core/learn/split.ts';
import { emptyCells, type LearningData, type LearningTarget } from '../data/learningData.ts';
import type { ResolvedContract, ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { preprocessedRows } from './preprocessedRows.ts';
import { isOwnStep, learnedStep } from './preprocessSteps.ts';
import type { PythonWork } from './pythonWork.ts';

/** Rows of one part of a split as the different models see them; all matrices have the same rows. */
export interface PreparedRows {
  /** The columns of the table, texts as a column per value and missing values filled in where steps do so. */
  readonly raw: Matrix;
  /** The same, standardized on the training rows. */
  readonly standardized: Matrix;
  /** After the preprocessing of the pipeline. */
  readonly preprocessed: Matrix;
  /** What is bound into the circuit: preprocessed, and kept within the range of the interface. */
  readonly interface: Matrix;
  /** One per row: the position of its class among the classes, or its number. */
  readonly targets: readonly number[];
  /** The numbers of the rows in the table. */
  readonly tableRows: readonly number[];
  /** The group of every row, where rows of one group must stay in one part of a split. */
  readonly groups?: readonly string[];
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
export async function prepareSplit(
  pipeline: ResolvedPipeline,
  data: LearningData,
  split: SplitIndices,
  repeat: number,
  work: PythonWork,
): Promise<PreparedSplit> {
  const preprocessed = await preprocessedRows(pipeline, data, split, repeat, work);
  // Models of the raw columns need numbers for texts and missing values filled in as well.
  const texts = [...(data.categories?.keys() ?? [])];
  const encoding = texts.length > 0 ? [{ step: { use: 'onehot', columns: texts } as const }] : [];
  const imputing = pipeline.preprocess
    .filter(isOwnStep)
    .map(learnedStep)
    .filter(({ step }) => step.use === 'impute');
  // What a step in Python does with missing values is its own affair: models of the raw columns get means.
  const fillsElsewhere = imputing.length === 0 && emptyCells(pipeline.preprocess) === 'missing';
  const filling = fillsElsewhere ? [{ step: { use: 'impute' } as const }] : imputing;
  const completing = [...encoding, ...filling];
  const completed = fitPreprocessing(completing, data.features, data.names, split.train, undefined, data.categories);
  const scaling = [...completing, { step: { use: 'standardize' } as const }];
  const scaled = fitPreprocessing(scaling, data.features, data.names, split.train, undefined, data.categories);
  const contract = pipeline.interface.input;
  if (preprocessed.names.length !== contract.features)
    throw new Failure(
      'invalid-input',
      `Preprocessing leaves ${preprocessed.names.length} features (${preprocessed.names.join(', ')}), but the circuit takes ${contract.features}.`,
      { advice: 'Change quantum.qubits or interface.input.features, or add a pca or select-columns step.' },
    );
  const rows = (indices: readonly number[]): PreparedRows => {
    const table = selectRows(data.features, indices);
    const own = selectRows(preprocessed.rows, indices);
    return {
      raw: applyPreprocessing(completed, table),
      standardized: applyPreprocessing(scaled, table),
      preprocessed: own,
      interface: withinRange(own, contract, preprocessed.names),
      targets: indices.map((index) => data.targets[index] as number),
      tableRows: indices,
      ...(data.groups && { groups: indices.map((index) => data.groups?.[index] as string) }),
    };
  };
  return { repeat, train: rows(split.train), test: rows(split.test), target: data.target };
}

/** Some rows of a part of a split, by their places in it. */
export function selectedRows(rows: PreparedRows, places: readonly number[]): PreparedRows {
  return {
    raw: selectRows(rows.raw, places),
    standardized: selectRows(rows.standardized, places),
    preprocessed: selectRows(rows.preprocessed, places),
    interface: selectRows(rows.interface, places),
    targets: places.map((place) => rows.targets[place] as number),
    tableRows: places.map((place) => rows.tableRows[place] as number),
    ...(rows.groups && { groups: places.map((place) => rows.groups?.[place] as string) }),
  };
}

/** The rows of both parts, those of the first before those of the second. */
export function joinedRows(first: PreparedRows, second: PreparedRows): PreparedRows {
  return {
    raw: joinRows(first.raw, second.raw),
    standardized: joinRows(first.standardized, second.standardized),
    preprocessed: joinRows(first.preprocessed, second.preprocessed),
    interface: joinRows(first.interface, second.interface),
    targets: [...first.targets, ...second.targets],
    tableRows: [...first.tableRows, ...second.tableRows],
    ...(first.groups && second.groups && { groups: [...first.groups, ...second.groups] }),
  };
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
