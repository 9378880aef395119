import * as z from 'zod';

/** Parts of records that are there to be drawn. What they are of is said where a record holds them. */

export const intervalSchema = z.object({ low: z.number(), high: z.number(), level: z.number() });

/** How well a contender tells one class from the others at every threshold, over the repeats. */
export const receiverSchema = z.object({
  class: z.string(),
  /** The area under the curve. */
  area: z.object({ values: z.array(z.number()), mean: z.number(), interval: intervalSchema.optional() }),
  /** Mean true positive rates at equally spaced false positive rates from 0 to 1. */
  rates: z.array(z.number()),
  /** Their standard deviation over the repeats. */
  spread: z.array(z.number()),
  /** Their intervals, by the method of the pipeline; absent of one repeat, and in older records. */
  band: z.object({ low: z.array(z.number()), high: z.array(z.number()), level: z.number() }).optional(),
});
export type ReceiverResult = z.infer<typeof receiverSchema>;

/** Rows and columns of a kernel: samples of one class, or those whose targets follow each other, where these are numbers. */
const kernelCellSchema = z.union([
  z.object({ class: z.number(), samples: z.number() }),
  /** The least and the greatest target in it. */
  z.object({ low: z.number(), high: z.number(), samples: z.number() }),
]);
export type KernelCell = z.infer<typeof kernelCellSchema>;

/** A kernel of training rows with each other, ordered by class or target; blocks of rows where there are many. */
export const kernelPictureSchema = z.object({
  samples: z.number(),
  cells: z.array(kernelCellSchema),
  /** `values[row][column]` for columns up to the row. */
  values: z.array(z.array(z.number())),
});

export type KernelResult = z.infer<typeof kernelPictureSchema>;

/** What was predicted of numbers in one repeat; the lists go together. */
export const predictedNumbersSchema = z.object({
  /** Counted from 0. */
  repeat: z.number(),
  /** The numbers of the test rows in the table, ascending by their places in the test part. */
  rows: z.array(z.number()),
  actual: z.array(z.number()),
  predicted: z.array(z.number()),
  /** How many test rows there were; of many, rows at equal distances are kept. */
  tested: z.number(),
});
export type PredictedNumbers = z.infer<typeof predictedNumbersSchema>;

/** What the counts of a circuit come to without noise and with ever more shots. */
export const expectedOutcomesSchema = z.object({
  /** By bit string, the most probable ones. */
  probabilities: z.record(z.string(), z.number()),
  /** What these add up to: 1 unless some are left out. */
  listed: z.number(),
});
export type ExpectedOutcomes = z.infer<typeof expectedOutcomesSchema>;
