import * as z from 'zod';
import { durationMilliseconds } from './duration.ts';
import {
  dateSchema,
  durationSchema,
  moneySchema,
  nameSchema,
  optionsSchema,
  positiveIntegerSchema,
  secretReferenceSchema,
  shareSchema,
} from './scalars.ts';

/** Where the circuit runs, what it may cost, and how sure the answer must be. */

const noiseSchema = z
  .strictObject({
    from: nameSchema
      .optional()
      .describe(
        'A built-in model (superconducting, trapped-ion, depolarising), or the file of a noise model or calibration; the other keys change it.',
      ),
    depolarizing: z
      .strictObject({
        oneQubit: shareSchema.describe('p behind gates on one qubit.'),
        twoQubit: shareSchema.describe('p behind gates on two or more.'),
      })
      .optional()
      .describe('p of ρ ↦ (1 − p) ρ + p I/d after every gate on one qubit, and on two or more.'),
    t1: durationSchema.optional().describe('Decay of the excited state, such as 120us; needs how long gates last.'),
    t2: durationSchema
      .optional()
      .describe('Decay of coherence, at most 2 t1. Without `from`, gates last 35 ns on one qubit and 120 ns on more.'),
    readout: z
      .strictObject({
        p01: shareSchema.describe('How likely a 1 is read as 0.'),
        p10: shareSchema.describe('How likely a 0 is read as 1.'),
      })
      .optional()
      .describe('Misread bits: p01 = P(read 0 | 1), p10 = P(read 1 | 0).'),
  })
  .refine(({ t1, t2 }) => t1 === undefined || t2 === undefined || milliseconds(t2) <= 2 * milliseconds(t1), {
    error: 'a time of at most twice t1',
    path: ['t2'],
  });

function milliseconds(text: string): number {
  return durationMilliseconds(text) ?? 0;
}

export const backendSchema = z.strictObject({
  adapter: nameSchema.describe(
    'How the backend is reached: builtin-simulator; qiskit-aer, cirq, pennylane, braket-local; ionq, ibm, braket, azure, qbraid',
  ),
  device: nameSchema.optional().describe('Device of the provider.'),
  kind: z
    .enum(['simulator', 'emulator', 'hardware'])
    .optional()
    .describe(
      'Exact simulator, noisy emulator or real device. Default: for builtin-simulator and simulators of Python packages simulator, or emulator with noise; hardware otherwise.',
    ),
  qubits: positiveIntegerSchema.optional().describe('Qubits of the device.'),
  shots: positiveIntegerSchema.optional().describe('Shots per circuit. Without it a simulator computes exact values.'),
  version: nameSchema.optional().describe('Version of the device or adapter, for repeatable runs.'),
  credentials: secretReferenceSchema.optional().describe('Where the credential is kept; never the credential itself.'),
  region: nameSchema.optional().describe('Region of the provider. Compared with where the data may go.'),
  noise: noiseSchema.optional().describe('Noise model of an emulator.'),
  primitive: z
    .enum(['sampler', 'estimator'])
    .optional()
    .describe(
      'Whether mean values are computed from the bits of shots, or estimated and corrected by the provider, where it can (ibm). What is no mean value is sampled either way. Default: sampler.',
    ),
  session: z
    .strictObject({
      mode: z
        .enum(['job', 'batch', 'session'])
        .describe(
          'Jobs one by one, several at once, or a reserved device. A loop of jobs one by one queues in each iteration.',
        ),
      maxTime: durationSchema.optional().describe('How long the device may be reserved.'),
    })
    .optional()
    .describe('How jobs are sent together, where the provider can.'),
  price: z
    .strictObject({
      perTask: moneySchema.optional().describe('Price of a circuit.'),
      perShot: moneySchema.optional().describe('Price of a shot.'),
      perSecond: moneySchema.optional().describe('Price of a second of the device.'),
      asOf: dateSchema.describe('Day the price was looked up.'),
    })
    .optional()
    .describe('What the backend charges.'),
  calibration: z
    .strictObject({ maxAge: durationSchema.describe('How old the calibration of the device may be.') })
    .optional()
    .describe('What is asked of the calibration of the device.'),
  options: optionsSchema.optional().describe('Further options of the adapter.'),
});

const linkSchema = z.strictObject({
  backend: nameSchema.describe('Name of one of the backends, or classical.'),
  skipWhen: z
    .strictObject({
      offline: z.boolean().optional().describe('When the backend is not to be reached or out of service.'),
      queueLongerThan: durationSchema.optional().describe('When a job would wait longer.'),
      costAbove: moneySchema.optional().describe('Once the run would have spent more with its next step.'),
      calibrationOlderThan: durationSchema.optional().describe('When its calibration is older.'),
      twoQubitErrorAbove: shareSchema.optional().describe('When the mean error of its two-qubit gates is larger.'),
    })
    .optional()
    .describe('When to go on to the next link without trying this one.'),
  timeout: durationSchema.optional().describe('How long one question may take, queue included, before the next link.'),
  retries: z
    .strictObject({
      count: z.int().min(0).describe('How often a transient failure is tried again.'),
      backoff: durationSchema.optional().describe('Pause before the first retry, doubled each time. Default: 1s.'),
    })
    .optional()
    .describe('How transient failures are met. Default: no retries.'),
});

export const executionSchema = z.strictObject({
  quantum: z
    .strictObject({
      state: z
        .enum(['active', 'disabled', 'shadow'])
        .optional()
        .describe(
          'Whether the quantum step runs; in shadow it is measured beside the classical answer. Default: active.',
        ),
      flag: nameSchema
        .optional()
        .describe(
          'Name of a flag that overrides the state: in the editor an entry of the setting `hybridQuantum.flags`, else an environment variable with the value active, disabled or shadow.',
        ),
    })
    .optional()
    .describe('Switch of the quantum step.'),
  chain: z
    .array(linkSchema)
    .min(1)
    .optional()
    .describe('Backends in the order they are tried. Default: all of them, in file order.'),
  onExhausted: z
    .enum(['classical', 'fail', 'ask'])
    .optional()
    .describe('What happens when no link works; `ask` asks whoever started the run. Default: fail.'),
  resume: z
    .boolean()
    .optional()
    .describe('Whether a run that is resumed goes on from its last checkpoint, or begins again. Default: true.'),
});

export const budgetSchema = z.strictObject({
  shots: z
    .strictObject({
      perCircuit: positiveIntegerSchema.optional().describe('Shots of one circuit.'),
      perRun: positiveIntegerSchema.optional().describe('Shots of the whole run, comparisons included.'),
    })
    .optional()
    .describe('Shots a run may use.'),
  jobs: positiveIntegerSchema.optional().describe('Jobs sent to backends outside this machine.'),
  cost: z
    .strictObject({
      perRun: moneySchema.optional().describe('What the run may cost.'),
      perMonth: moneySchema.optional().describe('With what the other runs of the workspace cost this month (UTC).'),
      alertAt: shareSchema.optional().describe('Share of a limit from which on a warning is given.'),
    })
    .optional()
    .describe('Money a run may use, checked before every question.'),
  time: z
    .strictObject({
      queue: durationSchema.optional().describe('Time that jobs wait, added up.'),
      run: durationSchema.optional().describe('Time without waiting in queues.'),
      total: durationSchema.optional().describe('All of the time.'),
    })
    .optional()
    .describe('Time a run may use.'),
  exceed: z
    .enum(['stop', 'fallback', 'ask'])
    .optional()
    .describe('What happens when the budget is used up; `ask` asks whoever started the run. Default: stop.'),
  sameForBaseline: z.boolean().optional().describe('Whether baselines get the same budget. Default: true.'),
});

export const confidenceSchema = z.strictObject({
  level: z.number().gt(0).lt(1).optional().describe('Confidence level. Default: 0.95.'),
  halfWidth: z.number().positive().describe('Half width the interval of a single measured value may have.'),
  of: z.enum(['expectation', 'probability', 'energy', 'kernel']).describe('The value meant.'),
  rule: z.enum(['hoeffding', 'normal', 'wilson']).optional().describe('How the interval is computed. Default: normal.'),
  adaptive: z
    .strictObject({
      start: positiveIntegerSchema.describe('Shots to begin with.'),
      max: positiveIntegerSchema.describe('Shots at most.'),
    })
    .optional()
    .describe(
      'For the test rows: begins with `start` shots and doubles them until the half width is reached, or `max`.',
    ),
});

export const mitigationSchema = z.strictObject({
  readout: z
    .strictObject({
      method: z
        .enum(['none', 'tensored', 'full'])
        .describe('Qubit by qubit, from 2 calibration circuits; or state by state, from 2^n of at most 8 qubits.'),
      shots: positiveIntegerSchema.describe('Shots of every calibration circuit.'),
      maxAge: durationSchema.describe('How old a calibration may be before it is made again.'),
    })
    .optional()
    .describe('Correction of misread bits on backends that are no ideal simulator.'),
  zne: z
    .strictObject({
      scales: z
        .array(z.number().min(1))
        .min(1)
        .describe('How many times the noise of the circuit; odd numbers, 1 among them, such as [1, 3, 5].'),
      fold: z.enum(['global', 'local']).describe('Whether the circuit as a whole is repeated, or every gate.'),
      fit: z
        .enum(['linear', 'quadratic', 'richardson', 'exponential'])
        .describe('Curve through the values that is followed to no noise.'),
    })
    .optional()
    .describe('Extrapolation to no noise, from circuits whose gates are repeated to scale it.'),
});
