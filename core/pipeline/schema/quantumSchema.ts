import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { gateBasis } from '#core/transpiler/gateBasis.ts';
import { nameSchema, optionsSchema, positiveIntegerSchema } from './scalars.ts';

/** The quantum step: circuits from templates or files, kernel, measurement. */

const featureMapTemplates = ['zz', 'iqp', 'angle', 'separable', 'hamiltonian', 'amplitude', 'basis'] as const;
const ansatzTemplates = ['real-amplitudes', 'efficient-su2', 'rot-ring', 'qaoa', 'double-excitation'] as const;
const entanglements = ['none', 'linear', 'reverse-linear', 'ring', 'full'] as const;

const entanglementSchema = z
  .union([z.enum(entanglements), z.array(z.tuple([z.int().min(0), z.int().min(0)]))], {
    error: `${entanglements.join(', ')}, or a list of pairs of qubits`,
  })
  .optional();

function templateSchema<const Names extends readonly [string, ...string[]]>(
  names: Names,
  inputs: string,
  layers: number,
  pairs: string,
) {
  return z
    .strictObject({
      use: z.enum(names).optional().describe('Name of a built-in circuit.'),
      file: nameSchema
        .optional()
        .describe(`OpenQASM file, relative to this file; its inputs are the ${inputs}, in order.`),
      reps: positiveIntegerSchema.optional().describe(`Number of layers. Default: ${layers}.`),
      entanglement: entanglementSchema.describe(`Which pairs of qubits are entangled. Default: ${pairs}.`),
      with: optionsSchema.optional().describe('Further options of the built-in circuit.'),
    })
    .refine((template) => (template.use === undefined) !== (template.file === undefined), {
      error: 'a block with either use (a built-in circuit) or file (an OpenQASM file)',
    });
}

export const quantumSchema = z
  .strictObject({
    qubits: z.int().min(1).max(1000).describe('Number of qubits.'),
    circuit: z
      .strictObject({
        file: nameSchema.describe(
          'OpenQASM file; its first inputs are the features, the rest the trainable parameters.',
        ),
        entry: nameSchema
          .optional()
          .describe(
            'Name of a gate or subroutine of the file that is the circuit: its qubits in order, its angles and other values as inputs in order. Default: the whole program.',
          ),
      })
      .optional()
      .describe('One circuit for the whole quantum step, instead of featureMap and ansatz.'),
    featureMap: templateSchema(featureMapTemplates, 'features', 1, 'full')
      .optional()
      .describe('Circuit that encodes a row.'),
    ansatz: templateSchema(ansatzTemplates, 'trainable parameters', 3, 'reverse-linear, ring for rot-ring')
      .optional()
      .describe('Circuit that is trained.'),
    kernel: z
      .strictObject({
        kind: z
          .enum(['fidelity', 'projected'])
          .describe('How two encoded rows are compared: by their overlap, or by a Gaussian of their expectations.'),
        psd: z
          .enum(['clip', 'shift', 'none'])
          .optional()
          .describe('Repair of negative eigenvalues. Default: clip with shots, none without.'),
        diagonal: z
          .enum(['one', 'measured'])
          .optional()
          .describe('Whether a fidelity kernel compares a training row with itself. Default: one.'),
        bandwidth: z.number().positive().optional().describe('Factor on the encoded values. Default: 1.'),
        gamma: z
          .number()
          .positive()
          .optional()
          .describe(
            'For projected: the kernel is exp(-g d^2), g = gamma / (features * variance of the expectations). Default: 1.',
          ),
      })
      .optional()
      .describe('Kernel of a quantum-features pipeline.'),
    measure: z
      .strictObject({
        observables: z
          .array(nameSchema)
          .min(1)
          .optional()
          .describe(
            'Pauli products such as ZI (qubit 0 at the right) or Z1. Default for quantum-features: X, Y and Z of every qubit.',
          ),
        register: nameSchema
          .optional()
          .describe(
            'Register of the circuit file to read: qubits, or bits that are measured at the end. Its elements are qubits 0, 1, … for observables, decisions and problems. Default: all qubits.',
          ),
        decision: z
          .enum(['sign', 'argmax', 'popcount-mod', 'threshold'])
          .optional()
          .describe('How the measurement names a class. Default: popcount-mod; argmax with observables.'),
        threshold: z.number().optional().describe('Limit of the decision threshold. Default: 0.5.'),
      })
      .optional()
      .describe('What is measured and how it decides.'),
    limits: z
      .strictObject({
        depth: positiveIntegerSchema.optional().describe('Largest depth of the circuit.'),
        twoQubitGates: z.int().min(0).optional().describe('Largest number of two-qubit gates.'),
      })
      .optional()
      .describe('Limits the circuit must keep.'),
    transpile: z
      .strictObject({
        level: z
          .union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)], { error: '0, 1, 2 or 3' })
          .describe(
            'How much is optimised: 0 translates and routes, 1 merges and cancels gates, 2 also chooses a layout and makes blocks anew, 3 tries more.',
          ),
        basis: z
          .array(nameSchema)
          .refine((names) => basisProblem(names) === undefined, { error: ({ input }) => basisProblem(input) })
          .optional()
          .describe('Gates of the device, by name, such as rz, sx, x, cz. Default: rz, sx, x, cx.'),
        layout: z
          .array(z.int().min(0))
          .refine((layout) => new Set(layout).size === layout.length, { error: 'different qubits of the device' })
          .optional()
          .describe('Qubit of the device for each qubit of the circuit. Default: chosen.'),
      })
      .optional()
      .describe(
        'How every circuit is fitted to a device before it runs: to its gates, and to its couplings where a calibration tells them.',
      ),
  })
  .refine(({ qubits, transpile }) => transpile?.layout === undefined || transpile.layout.length === qubits, {
    error: 'a qubit of the device for each qubit of the circuit',
    path: ['transpile', 'layout'],
  });

/** What is wrong with the gates of a basis, if anything. */
function basisProblem(names: unknown): string | undefined {
  try {
    gateBasis(Array.isArray(names) ? names.map(String) : []);
    return undefined;
  } catch (thrown) {
    const { advice, message } = Failure.from(thrown);
    return `gates that can make all others. ${message}${advice === undefined ? '' : ` ${advice}`}`;
  }
}

export const problemSchema = z.strictObject({
  kind: z
    .enum(['maxcut', 'qubo', 'feature-selection', 'hamiltonian'])
    .describe('What is sought: a cut of a graph, binary variables, a choice of features, or an energy.'),
  sense: z.enum(['min', 'max']).describe('Whether the smallest or the largest value is the best.'),
  file: nameSchema
    .optional()
    .describe(
      'File instead of edges or paulis: CSV (columns first, second, weight; or pauli, coefficient), JSON, Matrix Market, or lines of text. For feature-selection a CSV of the correlations: a row and a column per feature, and the target as the last column.',
    ),
  edges: z
    .array(z.array(z.number()).min(2).max(3))
    .optional()
    .describe(
      'Edges [a, b] or [a, b, weight], numbered from 0. For qubo the products of variables; [a, a, weight] is linear.',
    ),
  paulis: z
    .record(z.string(), z.number())
    .optional()
    .describe('Coefficient of each Pauli product, letters in the order of interface.output.bitOrder.'),
  offset: z.number().optional().describe('Constant that is added to every value. Default: 0.'),
  choose: positiveIntegerSchema.optional().describe('How many features are wanted (feature-selection).'),
  penalty: z
    .number()
    .positive()
    .optional()
    .describe('Price of the squared distance to that number. Default: the most that one feature changes the value by.'),
  reference: z
    .number()
    .optional()
    .describe('Best value, to measure against. Default: computed where the problem is small enough.'),
});
