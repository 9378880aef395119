import { decodeUtf8 } from '#core/base/decodeUtf8.ts';
import { Failure } from '#core/base/failure.ts';
import { parseYaml } from '#core/base/yaml/parseYaml.ts';
import { plainValue } from '#core/base/yaml/sourceNode.ts';
import {
  type CalibrationSnapshot,
  calibrationSnapshotSchema,
  numberOf,
} from '#core/circuit/device/calibrationSnapshot.ts';
import { isIbmProperties, snapshotOfIbmProperties } from '#core/circuit/device/ibmProperties.ts';
import { CouplingMap } from '#core/transpiler/couplingMap.ts';
import type { PipelineFiles } from '../enginePorts.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';

/** A device that a backend emulates, as far as its calibration tells. */
export interface EmulatedDevice {
  readonly calibration: CalibrationSnapshot;
  /** Which qubits are coupled, where that is known. */
  readonly coupling?: CouplingMap;
}

/** By the name of the backend; those that tell nothing are left out. */
export type EmulatedDevices = ReadonlyMap<string, EmulatedDevice>;

/**
 * The devices that backends of the chain emulate, of the calibrations that their noise names. A file that cannot be read is
 * left to those who need its numbers.
 */
export async function emulatedDevices(
  { backends, execution }: Pick<ResolvedPipeline, 'backends' | 'execution'>,
  files: PipelineFiles,
): Promise<EmulatedDevices> {
  const found = new Map<string, EmulatedDevice>();
  for (const { backend: name } of execution.chain) {
    const from = Object.hasOwn(backends, name) ? backends[name]?.noise?.from : undefined;
    const device = from === undefined ? undefined : await deviceOf(from, files);
    if (device) found.set(name, device);
  }
  return found;
}

async function deviceOf(path: string, files: PipelineFiles): Promise<EmulatedDevice | undefined> {
  try {
    const calibration = calibrationOf(decodeUtf8(await files.read(path), path));
    const coupling = calibration && couplingOfCalibration(calibration);
    return calibration && { calibration, ...(coupling && { coupling }) };
  } catch (thrown) {
    // The name of a built-in model is no file.
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}

const calibrationFile = { name: 'calibration', beginning: 'calibration: 1', whenEmpty: '' };

/** The calibration a text holds; undefined for noise models and everything else. */
function calibrationOf(text: string): CalibrationSnapshot | undefined {
  const value = plainContent(text);
  if (isIbmProperties(value)) return snapshotOfIbmProperties(value);
  const parsed = calibrationSnapshotSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

function plainContent(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { problems, root } = parseYaml(text, calibrationFile);
    return root && problems.length === 0 ? plainValue(root) : undefined;
  }
}

/** Without couplings of its own, a calibration has those of its edges, of which ones out of order have no error. */
function couplingOfCalibration({ couplings, edges, qubits }: CalibrationSnapshot): CouplingMap | undefined {
  const measured = (edges ?? []).filter(({ error }) => error !== undefined && numberOf(error) < 1);
  const known = measured.length > 0 ? measured : (edges ?? []);
  const pairs = couplings ?? (edges ? known.map((edge) => edge.qubits) : undefined);
  if (!pairs) return undefined;
  const last = [...qubits.map(({ qubit }) => qubit), ...pairs.flat()].reduce((most, qubit) => Math.max(most, qubit), 0);
  return new CouplingMap(last + 1, pairs);
}
