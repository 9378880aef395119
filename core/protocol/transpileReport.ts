import * as z from 'zod';

const sizeSchema = z.object({
  qubits: z.number(),
  depth: z.number(),
  gates: z.number(),
  twoQubitGates: z.number(),
});

/** A circuit that was fitted to a device, as `hybridq transpile --format json` prints it. */
export const transpileReportSchema = z.object({
  /** The name of the device. */
  target: z.string(),
  level: z.number(),
  seed: z.number(),
  basis: z.array(z.string()),
  /** For each qubit of the circuit the qubit of the device it begins on, and the one it ends on. */
  layout: z.array(z.number()),
  finalLayout: z.array(z.number()),
  /** Those that routing put in. */
  swaps: z.number(),
  /** As it is written, and as it is fitted. */
  before: sizeSchema,
  after: sizeSchema,
  /**
   * Of the circuit on the device, by its calibration: only translated and routed, on qubit i for qubit i, and fitted.
   * Absent where no errors are known.
   */
  fidelity: z.object({ before: z.number().optional(), after: z.number() }).optional(),
  /** What should be known of it, a sentence each. */
  notes: z.array(z.string()),
  /** The program on the qubits of the device, in OpenQASM 3, with these figures in the comments at its beginning. */
  program: z.string(),
});
export type TranspileReport = z.infer<typeof transpileReportSchema>;
