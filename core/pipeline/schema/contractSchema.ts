import * as z from 'zod';
import { angleRangeSchema, nameSchema } from './scalars.ts';

/** What crosses the border between classical and quantum code. */

const inputContractSchema = z.strictObject({
  features: z
    .int()
    .min(0)
    .optional()
    .describe(
      'Number of values bound into the circuit per row. Default: what preprocess leaves; with the usual preprocess what the circuit takes.',
    ),
  names: z.array(nameSchema).optional().describe('Names of the values, in order.'),
  range: angleRangeSchema
    .optional()
    .describe(
      'Smallest and largest value the circuit accepts; angles may be written as "pi/2". Default: the range of the last step.',
    ),
  normalization: z
    .enum(['minmax', 'zscore', 'l2', 'angle', 'bits', 'none'])
    .optional()
    .describe('How the values were scaled. Default: angle.'),
  outOfRange: z
    .enum(['error', 'clip', 'wrap'])
    .optional()
    .describe('What happens to a value outside the range. Default: clip.'),
});

const parameterContractSchema = z.strictObject({
  count: z.int().min(0).optional().describe('Number of trainable parameters. Default: that of the circuit.'),
  range: angleRangeSchema.optional().describe('Range of the parameters and of their random start. Default: [-pi, pi].'),
  periodic: z.boolean().optional().describe('Whether the ends of the range are the same point. Default: true.'),
  init: z
    .enum(['uniform', 'normal', 'zeros', 'file'])
    .optional()
    .describe('How the parameters start. Default: uniform over the range.'),
  scale: z.number().positive().optional().describe('Standard deviation of a normal start. Default: 0.1.'),
  file: nameSchema.optional().describe('JSON file with the start (init: file).'),
});

const outputContractSchema = z.strictObject({
  kind: z
    .enum(['expectation', 'probabilities', 'counts', 'kernel', 'energy', 'bitstring'])
    .describe('What is read from the circuit.'),
  shape: z
    .array(z.union([z.int().min(1), z.literal('samples')], { error: 'a whole number, or samples' }))
    .optional()
    .describe('Dimensions of the output per row. Default: derived.'),
  range: angleRangeSchema.optional().describe('Smallest and largest possible value. Default: that of the kind.'),
  observables: z.array(nameSchema).optional().describe('Pauli products that are measured, such as ZI or IZ.'),
  bitOrder: z
    .enum(['q0-left', 'q0-right'])
    .optional()
    .describe('Which end of a bit string qubit 0 is at. Default: q0-right.'),
});

export const contractSchema = z.strictObject({
  input: inputContractSchema.optional().describe('What goes into the circuit. Default: derived from preprocessing.'),
  parameters: parameterContractSchema
    .optional()
    .describe('What the optimiser changes. Default: derived from the circuit.'),
  output: outputContractSchema
    .optional()
    .describe('What comes out. Default: derived from the pattern and the measurement.'),
});
