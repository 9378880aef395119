import * as z from 'zod';
import type { JsonSchema } from '#core/base/yaml/jsonSchema.ts';

/*
 * What was measured of a device at a time. Vendors calibrate items at different times, so every value may carry its own
 * date. What was not measured is left out: nothing stands in for it.
 */

const probability = z.number().min(0).max(1);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}/, 'a date of ISO 8601, such as `2026-08-20T10:00:00Z`');

/** A number, or a number with the date it was measured. */
function measured(value: z.ZodNumber) {
  return z.union([value, z.strictObject({ value, date })]);
}

const seconds = z.number().positive();

const qubit = z.strictObject({
  qubit: z.int().min(0),
  T1: measured(seconds).optional().describe('Seconds'),
  T2: measured(seconds).optional().describe('Seconds'),
  p10: measured(probability).optional().describe('P(read 1 | 0)'),
  p01: measured(probability).optional().describe('P(read 0 | 1)'),
  readoutLength: measured(z.number().min(0)).optional().describe('Seconds'),
  error: measured(probability).optional().describe('Average infidelity of its one-qubit gates'),
  gateLength: measured(z.number().min(0)).optional().describe('Seconds one of its one-qubit gates takes'),
});

const edge = z.strictObject({
  qubits: z.tuple([z.int().min(0), z.int().min(0)]),
  error: measured(probability).optional().describe('Average infidelity of the two-qubit gate'),
  gateLength: measured(z.number().min(0)).optional().describe('Seconds'),
});

const gate = z.strictObject({
  gate: z.string().describe('With a c for every control: sx, rzz, cz'),
  qubits: z.array(z.int().min(0)).min(1),
  error: measured(probability).optional().describe('Average infidelity'),
  gateLength: measured(z.number().min(0)).optional().describe('Seconds'),
});

export const calibrationSnapshotSchema = z.strictObject({
  calibration: z.literal(1).describe('The version of this format'),
  provider: z.string().optional(),
  device: z.string(),
  version: z.string().optional(),
  date: date.describe('When the snapshot was taken; values without a date are of this one'),
  qubits: z.array(qubit).min(1),
  couplings: z
    .array(z.tuple([z.int().min(0), z.int().min(0)]))
    .optional()
    .describe('Pairs of qubits that two-qubit gates can act on, in either order; those of `edges` unless given'),
  edges: z.array(edge).optional().describe('Two-qubit gates by the pair they act on, in either order'),
  gates: z.array(gate).optional().describe('Single gates, where they differ from what `qubits` and `edges` say'),
  virtualGates: z
    .array(z.string())
    .optional()
    .describe('Gates that are done by the frame of later ones and have neither error nor length, such as rz'),
});

export type CalibrationSnapshot = z.infer<typeof calibrationSnapshotSchema>;

export interface DatedNumber {
  readonly value: number;
  readonly date: string;
}

/** The number of a value that may carry its date. */
export function numberOf(value: number | DatedNumber): number {
  return typeof value === 'number' ? value : value.value;
}

/** The format as JSON Schema, for editors. */
export function calibrationSnapshotJsonSchema(): JsonSchema {
  const generated = z.toJSONSchema(calibrationSnapshotSchema, { target: 'draft-2020-12', io: 'input' });
  return {
    ...(generated as JsonSchema),
    $id: 'urn:hybrid-quantum:calibration:1',
    title: 'Calibration snapshot',
  } as JsonSchema;
}
