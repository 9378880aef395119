import * as z from 'zod';
import type { JsonSchema } from '#core/base/yaml/jsonSchema.ts';
import { operationClasses } from './noiseModel.ts';
import { noisePresetNames } from './noisePresets.ts';

/*
 * The format of noise model files, version 1; docs/noise-models.md describes it for people. Messages of the checks here
 * complete the sentence "… must be …".
 */

const probability = z.number().min(0).max(1);

export const durationPattern = /^(\d+(?:\.\d+)?)\s*(s|ms|us|µs|μs|ns|ps)$/;

const duration = z.string().regex(durationPattern, 'a time with its unit, such as `35 ns` or `120 us`');

const complexNumber = z.union([z.number(), z.tuple([z.number(), z.number()])]);

const pauliWords = z
  .record(z.string(), probability)
  .describe('Probabilities of Pauli errors by word, first letter on the first qubit of the operation')
  .superRefine((words, context) => {
    for (const word of Object.keys(words)) {
      if (!/^[IXYZ]{1,3}$/.test(word)) {
        context.addIssue({
          code: 'custom',
          path: [word],
          message: 'named by a word of I, X, Y and Z, such as `X` or `ZZ`',
        });
      }
    }
    if (Object.values(words).reduce((sum, each) => sum + each, 0) > 1 + 1e-12) {
      context.addIssue({ code: 'custom', path: [], message: 'probabilities that add up to at most 1' });
    }
  });

const operationNoise = {
  depolarising: probability
    .optional()
    .describe('p of ρ ↦ (1 − p) ρ + p I/d after the operation, d = 2^(number of its qubits)'),
  errorRate: probability
    .optional()
    .describe(
      'Average infidelity r = p (d − 1)/d as of randomised benchmarking; what relaxation leaves of it is depolarising',
    ),
  pauli: pauliWords.optional(),
  kraus: z
    .array(z.array(z.array(complexNumber).min(2)).min(2))
    .min(1)
    .optional()
    .describe(
      'Matrices K with Σ K†K = I, entries real numbers or [re, im]; bit j of an index is qubit j of the operation, controls first',
    ),
  overRotation: z
    .strictObject({
      axis: z
        .string()
        .regex(/^(own|[IXYZ]{1,3})$/, '`own` or a word of I, X, Y and Z such as `ZX`')
        .describe('A Pauli word over the qubits of the operation, or `own` for the axis of the gate'),
      angle: z.number().describe('Radians'),
    })
    .optional()
    .describe('A rotation too much after the operation: exp(−iε/2 · axis)'),
  duration: duration.optional().describe('How long the operation takes; its qubits relax meanwhile'),
};

const rule = z
  .strictObject({
    on: z
      .union([z.string(), z.array(z.string()).min(1)])
      .describe(`${operationClasses.join(', ')}, or the names of gates with their controls: h, cx, ccx, c3x`),
    qubits: z.array(z.int().min(0)).min(1).optional().describe('Only on these qubits, in any order'),
    ...operationNoise,
  })
  .superRefine((entry, context) => {
    if (entry.depolarising !== undefined && entry.errorRate !== undefined) {
      context.addIssue({ code: 'custom', path: ['errorRate'], message: 'left out where `depolarising` is given' });
    }
    if (entry.qubits && new Set(entry.qubits).size < entry.qubits.length) {
      context.addIssue({ code: 'custom', path: ['qubits'], message: 'a list of different qubits' });
    }
  });

const readout = z.strictObject({
  p10: probability.describe('P(read 1 | 0)'),
  p01: probability.describe('P(read 0 | 1)'),
});

const qubit = z.strictObject({
  T1: duration.optional().describe('The excited population decays as exp(−t/T1)'),
  T2: duration.optional().describe('Coherence decays as exp(−t/T2); at most 2 T1, which it is unless given'),
  excitedPopulation: probability.optional().describe('The population of |1⟩ a qubit relaxes to; 0 unless given'),
  readout: readout.optional(),
});

const correlated = z
  .strictObject({
    qubits: z.array(z.int().min(0)).min(2).max(6),
    matrix: z
      .array(z.array(probability))
      .describe('matrix[read][true], columns add up to 1; bit j of an index is qubits[j]'),
  })
  .superRefine(({ matrix, qubits }, context) => {
    const size = 2 ** qubits.length;
    if (matrix.length !== size || matrix.some((row) => row.length !== size)) {
      context.addIssue({ code: 'custom', path: ['matrix'], message: `${size} rows of ${size} probabilities` });
      return;
    }
    for (let column = 0; column < size; column++) {
      const sum = matrix.reduce((total, row) => total + (row[column] ?? 0), 0);
      if (Math.abs(sum - 1) > 1e-9) {
        context.addIssue({
          code: 'custom',
          path: ['matrix'],
          message: `columns that add up to 1 (column ${column} adds up to ${sum})`,
        });
        return;
      }
    }
  });

export const noiseFileSchema = z.strictObject({
  noise: z.literal(1).describe('The version of this format'),
  name: z.string().optional().describe('As results name the model'),
  description: z.string().optional(),
  preset: z
    .enum(noisePresetNames)
    .optional()
    .describe('A built-in model that this one changes; its numbers are made up'),
  gates: z
    .array(rule)
    .optional()
    .describe('Noise of operations; a rule for a place outweighs one for a name, and that one for a class'),
  qubits: z
    .record(z.string().regex(/^(all|0|[1-9]\d*)$/, 'named `all` or by the number of a qubit'), qubit)
    .optional()
    .describe('Relaxation and readout of `all` qubits, and of single ones by their number'),
  idle: z
    .union([
      z.enum(['none', 'relaxation']),
      z.strictObject({ depolarising: probability }),
      z.strictObject({ pauli: pauliWords }),
    ])
    .optional()
    .describe('What happens to qubits that wait: nothing, relaxation by durations, or a channel for every moment'),
  readout: z.array(correlated).optional().describe('Readout errors that are correlated between qubits'),
});

/** A noise model file as written. */
export type NoiseFile = z.infer<typeof noiseFileSchema>;

/** The format as JSON Schema, for editors. */
export function noiseFileJsonSchema(): JsonSchema {
  const generated = z.toJSONSchema(noiseFileSchema, { target: 'draft-2020-12', io: 'input' });
  return { ...(generated as JsonSchema), $id: 'urn:hybrid-quantum:noise:1', title: 'Noise model' } as JsonSchema;
}
