import * as z from 'zod';
import { type EmulatedIonqDevice, emulatedIonqDevices, noiseModels } from './emulatedIonqDevices.ts';

/** What the service answers 400 to. */
export class BadRequest extends Error {}

const qisGate = z.strictObject({
  gate: z.string(),
  target: z.int().optional(),
  targets: z.array(z.int()).optional(),
  control: z.int().optional(),
  controls: z.array(z.int()).optional(),
  rotation: z.number().optional(),
});
const nativeGate = z.strictObject({
  gate: z.string(),
  target: z.int().optional(),
  targets: z.array(z.int()).optional(),
  phase: z.number().optional(),
  phases: z.array(z.number()).optional(),
  angle: z.number().optional(),
});
const qubits = z.int().min(1);
const gateset = z.enum(['qis', 'native']);
const qisCircuit = z.strictObject({ qubits: qubits.optional(), gateset: z.literal('qis'), circuit: z.array(qisGate) });
const nativeCircuit = z.strictObject({
  qubits: qubits.optional(),
  gateset: z.literal('native'),
  circuit: z.array(nativeGate),
});
// One of the official clients says the number of qubits beside the program.
const program = z.strictObject({ data: z.string(), qubits: qubits.optional() });
const circuits = z.strictObject({
  qubits: qubits.optional(),
  gateset,
  circuits: z
    .array(
      z.strictObject({
        name: z.string().optional(),
        gateset: gateset.optional(),
        qubits: qubits.optional(),
        circuit: z.array(z.unknown()),
      }),
    )
    .max(5000),
});

/** What all jobs have, as the interface documents it: other keys are refused. */
const common = {
  name: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  // One of the official clients sends it as text.
  shots: z.union([z.int().min(1).max(1_000_000), z.string().regex(/^[1-9]\d{0,6}$/)]).default(100),
  backend: z.string(),
  session_id: z.string().optional(),
  settings: z
    .strictObject({
      error_mitigation: z
        .strictObject({ debiasing: z.boolean().optional(), symmetry_verification: z.boolean().optional() })
        .optional(),
      compilation: z
        .strictObject({
          opt: z.number().optional(),
          precision: z.string().optional(),
          gate_basis: z.string().optional(),
          service_version: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
  dry_run: z.boolean().optional(),
  noise: z.strictObject({ model: z.string(), seed: z.int32().nullish() }).optional(),
  // Not documented, and sent by an official client.
  lang: z.literal('json').optional(),
};

const payload = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('ionq.circuit.v1'),
    input: z.discriminatedUnion('gateset', [qisCircuit, nativeCircuit]),
  }),
  z.strictObject({ ...common, type: z.literal('ionq.multi-circuit.v1'), input: circuits }),
  z.strictObject({ ...common, type: z.literal('ionq.qasm3.v1'), input: program }),
]);

export type QisGateList = { readonly gateset: 'qis'; readonly gates: z.infer<typeof qisGate>[] };
export type NativeGateList = { readonly gateset: 'native'; readonly gates: z.infer<typeof nativeGate>[] };

/** What is run: lists of gates, one a circuit, or one program. */
export type SubmittedProgram =
  | { readonly kind: 'gates'; readonly qubits: number; readonly circuits: readonly (QisGateList | NativeGateList)[] }
  | { readonly kind: 'openqasm'; readonly text: string };

/** A job as it was asked for. */
export interface Submission {
  readonly type: z.infer<typeof payload>['type'];
  readonly name: string;
  readonly device: EmulatedIonqDevice;
  readonly shots: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly program: SubmittedProgram;
  readonly noise: { readonly model: string; readonly seed?: number | null | undefined };
  readonly settings: z.infer<(typeof common)['settings']>;
  readonly isDryRun: boolean;
  readonly session: string | undefined;
}

/** @throws BadRequest where the body is none that the interface documents */
export function readSubmission(body: unknown): Submission {
  const parsed = payload.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new BadRequest(`"${issue?.path.join('.') || 'body'}" was invalid: ${issue?.message ?? 'unknown'}`);
  }
  const { backend, dry_run, metadata = {}, name = '', noise = { model: 'ideal' }, session_id, settings } = parsed.data;
  const device = emulatedIonqDevices.find((candidate) => candidate.backend === backend);
  if (!device) throw new BadRequest(`Unknown backend ${backend}.`);
  if (!Object.hasOwn(noiseModels, noise.model)) throw new BadRequest(`Unknown noise model ${noise.model}.`);
  if (parsed.data.noise && backend !== 'simulator') throw new BadRequest('"noise" is for the simulator only.');
  return {
    type: parsed.data.type,
    name,
    device,
    shots: Number(parsed.data.shots),
    metadata,
    program: programOf(parsed.data),
    noise,
    settings,
    isDryRun: dry_run ?? false,
    session: session_id,
  };
}

function programOf(data: z.infer<typeof payload>): SubmittedProgram {
  switch (data.type) {
    case 'ionq.qasm3.v1':
      return { kind: 'openqasm', text: data.input.data };
    case 'ionq.circuit.v1':
      return {
        kind: 'gates',
        qubits: data.input.qubits ?? 1,
        circuits: [
          data.input.gateset === 'qis'
            ? { gateset: 'qis', gates: data.input.circuit }
            : { gateset: 'native', gates: data.input.circuit },
        ],
      };
    case 'ionq.multi-circuit.v1':
      return {
        kind: 'gates',
        qubits: data.input.qubits ?? 1,
        circuits: data.input.circuits.map((each, index) =>
          gateList(each.gateset ?? data.input.gateset, each.circuit, index),
        ),
      };
  }
}

function gateList(set: z.infer<typeof gateset>, circuit: readonly unknown[], index: number) {
  const parsed =
    set === 'qis'
      ? z.array(qisGate).transform((gates): QisGateList => ({ gateset: 'qis', gates }))
      : z.array(nativeGate).transform((gates): NativeGateList => ({ gateset: 'native', gates }));
  const list = parsed.safeParse(circuit);
  if (list.success) return list.data;
  const [issue] = list.error.issues;
  throw new BadRequest(`"input.circuits.${index}.circuit.${issue?.path.join('.')}" was invalid: ${issue?.message}`);
}
