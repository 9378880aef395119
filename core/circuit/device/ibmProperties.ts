import * as z from 'zod';
import type { CalibrationSnapshot, DatedNumber } from './calibrationSnapshot.ts';

/*
 * The properties of a device as IBM's service gives them (GET /backends/{id}/properties), and as files of that shape are
 * shipped with its Python client.
 */

const parameter = z.object({ name: z.string(), unit: z.string(), value: z.number(), date: z.string() });

const ibmPropertiesSchema = z.object({
  backend_name: z.string(),
  backend_version: z.string().optional(),
  last_update_date: z.string(),
  qubits: z.array(z.array(parameter)).min(1),
  gates: z.array(z.object({ gate: z.string(), qubits: z.array(z.int().min(0)), parameters: z.array(parameter) })),
});

type IbmProperties = z.infer<typeof ibmPropertiesSchema>;
type Parameter = z.infer<typeof parameter>;

export function isIbmProperties(value: unknown): value is IbmProperties {
  return ibmPropertiesSchema.safeParse(value).success;
}

/** Gates of IBM's devices that only change the frame of later ones. */
const virtualGates = ['rz', 'p', 'z', 's', 'sdg', 't', 'tdg', 'id'];

/** Gates of theirs that we know by the same name. */
const namedGates: ReadonlySet<string> = new Set(['x', 'sx', 'rx', 'rzz', 'cx', 'cz']);

/** Those, and one that is a CX up to one-qubit gates. */
const calibratedGates: ReadonlySet<string> = new Set([...namedGates, 'ecr']);

const secondsPerUnit: Readonly<Record<string, number>> = { s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/**
 * The calibration in our form. One-qubit gates are as good as `sx`, two-qubit gates as the worst of those a pair has;
 * gates with figures of their own keep them.
 */
export function snapshotOfIbmProperties(properties: IbmProperties): CalibrationSnapshot {
  const lengthOf = (parameters: readonly Parameter[]) => timeOf(parameters, 'gate_length');
  // A gate that is out of order has the error 1.
  const errorOf = (parameters: readonly Parameter[]) =>
    measuredOf(
      parameters.filter(({ value }) => value < 1),
      'gate_error',
    );
  const oneQubit = new Map(
    properties.gates.filter(({ gate }) => gate === 'sx').map(({ parameters, qubits }) => [qubits[0], parameters]),
  );
  const known = properties.gates.filter(({ gate }) => calibratedGates.has(gate));
  const pairs = new Map<string, (typeof known)[number]>();
  for (const gate of known.filter(({ qubits }) => qubits.length === 2)) {
    const key = [...gate.qubits].sort((left, right) => left - right).join();
    const before = pairs.get(key);
    const worse = (errorOf(gate.parameters)?.value ?? 0) > ((before && errorOf(before.parameters)?.value) ?? 0);
    if (before === undefined || worse) pairs.set(key, gate);
  }
  return {
    calibration: 1,
    provider: 'ibm',
    device: properties.backend_name,
    ...(properties.backend_version !== undefined && { version: properties.backend_version }),
    date: properties.last_update_date,
    qubits: properties.qubits.map((parameters, qubit) => {
      const gate = oneQubit.get(qubit) ?? [];
      return {
        qubit,
        ...present({
          T1: timeOf(parameters, 'T1'),
          T2: timeOf(parameters, 'T2'),
          p10: measuredOf(parameters, 'prob_meas1_prep0'),
          p01: measuredOf(parameters, 'prob_meas0_prep1'),
          readoutLength: timeOf(parameters, 'readout_length'),
          error: errorOf(gate),
          gateLength: lengthOf(gate),
        }),
      };
    }),
    edges: [...pairs.values()].map(({ parameters, qubits: [one = 0, other = 0] }) => ({
      qubits: [one, other],
      ...present({ error: errorOf(parameters), gateLength: lengthOf(parameters) }),
    })),
    gates: known
      .filter(({ gate }) => namedGates.has(gate))
      .map(({ gate, parameters, qubits }) => ({
        gate,
        qubits,
        ...present({ error: errorOf(parameters), gateLength: lengthOf(parameters) }),
      })),
    virtualGates,
  };
}

/** The pairs of qubits that gates on two act on, in the order in which they do; without those out of order. */
export function orderedPairs({ gates }: IbmProperties): (readonly [number, number])[] {
  const pairs = gates
    .filter(({ gate, qubits }) => qubits.length === 2 && calibratedGates.has(gate))
    .filter(({ parameters }) => !parameters.some(({ name, value }) => name === 'gate_error' && value >= 1))
    .map(({ qubits: [one = 0, other = 0] }) => [one, other] as const);
  return [...new Map(pairs.map((pair) => [pair.join(), pair])).values()];
}

function measuredOf(parameters: readonly Parameter[], name: string): DatedNumber | undefined {
  const found = parameters.find((each) => each.name === name);
  return found && { value: found.value, date: found.date };
}

/** In seconds; units the table does not know are taken for seconds. */
function timeOf(parameters: readonly Parameter[], name: string): DatedNumber | undefined {
  const found = parameters.find((each) => each.name === name);
  return found && { value: found.value * (secondsPerUnit[found.unit] ?? 1), date: found.date };
}

/** Without the keys that have no value. */
function present<T extends object>(record: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(record).filter(([, each]) => each !== undefined)) as {
    [Key in keyof T]?: NonNullable<T[Key]>;
  };
}
