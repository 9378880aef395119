import * as z from 'zod';
import { parseYaml } from '#core/base/yaml/parseYaml.ts';
import { plainValue } from '#core/base/yaml/sourceNode.ts';
import { type CalibrationSnapshot, calibrationSnapshotSchema, numberOf } from './calibrationSnapshot.ts';
import { isIbmProperties, orderedPairs, snapshotOfIbmProperties } from './ibmProperties.ts';

/** A device as far as it is known. */
export interface DeviceFacts {
  readonly name: string;
  readonly qubitCount: number;
  /** By their names, other things that it can do perhaps among them; empty if not known. */
  readonly gates: readonly string[];
  /** Pairs of qubits that gates on two can act on, in this order; absent where all pairs can, or nobody knows. */
  readonly couplings?: readonly (readonly [number, number])[];
  readonly calibration?: CalibrationSnapshot;
}

/** The configuration of a device as IBM's service gives it (GET /backends/{id}/configuration), as far as it is read. */
const ibmConfigurationSchema = z.object({
  backend_name: z.string(),
  n_qubits: z.int().min(1),
  basis_gates: z.array(z.string()),
  coupling_map: z.array(z.tuple([z.int().min(0), z.int().min(0)])).nullish(),
});

/**
 * The device of a file: a calibration snapshot in our form, as JSON or YAML, or properties or a configuration as IBM's
 * service gives them. Undefined for everything else.
 */
export function readDeviceFile(text: string): DeviceFacts | undefined {
  const value = plainContent(text);
  if (isIbmProperties(value)) {
    const calibration = snapshotOfIbmProperties(value);
    const gates = [...new Set(value.gates.map(({ gate }) => gate))];
    return {
      name: calibration.device,
      qubitCount: value.qubits.length,
      gates,
      couplings: orderedPairs(value),
      calibration,
    };
  }
  const configuration = ibmConfigurationSchema.safeParse(value);
  if (configuration.success) {
    const {
      backend_name: name,
      basis_gates: gates,
      coupling_map: couplings,
      n_qubits: qubitCount,
    } = configuration.data;
    return { name, qubitCount, gates, ...(couplings && { couplings }) };
  }
  const snapshot = calibrationSnapshotSchema.safeParse(value);
  return snapshot.success ? factsOfSnapshot(snapshot.data) : undefined;
}

/** The calibration that a provider tells, where it tells it in one of the forms that are read; undefined for others. */
export function calibrationOfValues(values: unknown): CalibrationSnapshot | undefined {
  if (isIbmProperties(values)) return snapshotOfIbmProperties(values);
  const snapshot = calibrationSnapshotSchema.safeParse(values);
  return snapshot.success ? snapshot.data : undefined;
}

/** A device of which only its calibration is known. */
function factsOfSnapshot(calibration: CalibrationSnapshot): DeviceFacts {
  const { device, gates = [], qubits, virtualGates = [] } = calibration;
  const pairs = pairsOf(calibration);
  const last = [...qubits.map(({ qubit }) => qubit), ...(pairs?.flat() ?? [])].reduce(
    (most, qubit) => Math.max(most, qubit),
    0,
  );
  return {
    name: device,
    qubitCount: last + 1,
    gates: [...new Set([...gates.map(({ gate }) => gate), ...virtualGates])],
    ...(pairs && {
      couplings: pairs.flatMap(([one, other]): [number, number][] => [
        [one, other],
        [other, one],
      ]),
    }),
    calibration,
  };
}

/** Without couplings of its own, a calibration has those of its edges, of which ones out of order have no error. */
function pairsOf({ couplings, edges }: CalibrationSnapshot): readonly (readonly [number, number])[] | undefined {
  const measured = (edges ?? []).filter(({ error }) => error !== undefined && numberOf(error) < 1);
  const known = measured.length > 0 ? measured : (edges ?? []);
  return couplings ?? (edges ? known.map((edge) => edge.qubits) : undefined);
}

const calibrationFile = { name: 'calibration', beginning: 'calibration: 1', whenEmpty: '' };

function plainContent(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { problems, root } = parseYaml(text, calibrationFile);
    return root && problems.length === 0 ? plainValue(root) : undefined;
  }
}
