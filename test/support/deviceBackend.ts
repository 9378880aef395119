import type {
  Backend,
  BackendDescription,
  BackendJob,
  CircuitOutcome,
  DeviceCalibration,
} from '#core/backends/backend.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { measuredCircuit } from '#core/circuit/measuredCircuit.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { CouplingMap } from '#core/transpiler/couplingMap.ts';
import { deviceBasis } from '#core/transpiler/gateBasis.ts';
import { simulationContext } from './simulationContext.ts';
import { misfits } from './transpiledCircuits.ts';

/** What a device of tests is like. */
export interface TestDevice {
  readonly gates: readonly string[];
  readonly couplings?: readonly (readonly [number, number])[];
  readonly qubits: number;
  readonly takes?: BackendDescription['takes'];
  readonly calibration?: unknown;
}

/**
 * A device that refuses circuits of other gates than its own and between qubits that are not coupled in this order, and
 * simulates the others. Jobs are done when they are submitted.
 */
export function deviceBackend(
  id: string,
  { calibration, couplings, gates, qubits, takes = 'device-circuit' }: TestDevice,
): Backend & { readonly submitted: BackendJob[] } {
  const submitted: BackendJob[] = [];
  const basis = deviceBasis(gates);
  const coupling = couplings && new CouplingMap(qubits, couplings, { isDirected: true });
  const check = ({ circuits }: Pick<BackendJob, 'circuits'>) => {
    const wrong = circuits.flatMap((each) => misfits(each, { basis, ...(coupling && { coupling }) }));
    if (takes === 'device-circuit' && wrong.length > 0) throw new Failure('invalid-circuit', wrong.join(', '));
  };
  return {
    id,
    submitted,
    devices: async () => [],
    describe: async () => ({
      ...{ id, adapter: 'test', device: id, kind: 'hardware', status: 'available', version: '1' },
      ...{ qubits, gates, takes, ...(couplings && { couplings }) },
    }),
    ...(calibration === undefined
      ? {}
      : { calibration: async (): Promise<DeviceCalibration> => ({ id: 'now', values: calibration }) }),
    estimate: async (job) => {
      check(job);
      return { asOf: '2026-08-20', source: 'test', arithmetic: `${job.circuits.length} circuits` };
    },
    submit: async (job) => {
      check(job);
      submitted.push(job);
      return { backend: id, id: String(submitted.length - 1) };
    },
    find: async () => undefined,
    status: async () => ({ state: 'completed' }),
    result: async (handle, circuits = []) => {
      check({ circuits });
      const { seed = 1, shots = 0 } = submitted[Number(handle.id)] ?? {};
      return { outcomes: circuits.map((circuit) => outcomeOf(circuit, shots, seed)) };
    },
    cancel: async () => {},
    test: async () => ({ ok: true, message: 'It works.' }),
  };
}

/** By the embedded simulator; keys are all bits, the last leftmost. */
function outcomeOf(circuit: Circuit, shots: number, seed: number): CircuitOutcome {
  const { counts } = simulate(measuredCircuit(circuit), { shots, seed }, simulationContext);
  const plain = Object.entries(counts).map(([bits, count]) => [bits.replaceAll(' ', ''), count] as const);
  return {
    counts: Object.fromEntries(plain),
    probabilities: Object.fromEntries(plain.map(([bits, count]) => [bits, count / shots])),
  };
}
