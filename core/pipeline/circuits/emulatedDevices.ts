import { decodeUtf8 } from '#core/base/decodeUtf8.ts';
import { Failure } from '#core/base/failure.ts';
import type { CalibrationSnapshot } from '#core/circuit/device/calibrationSnapshot.ts';
import { readDeviceFile } from '#core/circuit/device/deviceFile.ts';
import { CouplingMap } from '#core/transpiler/couplingMap.ts';
import { DeviceErrors } from '#core/transpiler/deviceErrors.ts';
import type { PipelineFiles } from '../enginePorts.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';

/** A device that a backend emulates, as far as its calibration tells. */
export interface EmulatedDevice {
  readonly calibration: CalibrationSnapshot;
  /** Which qubits are coupled, where that is known. */
  readonly coupling?: CouplingMap;
  readonly errors: DeviceErrors;
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
    const { calibration, couplings, qubitCount } = readDeviceFile(decodeUtf8(await files.read(path), path)) ?? {};
    if (!calibration) return undefined;
    const coupling = couplings && new CouplingMap(qubitCount ?? 0, couplings);
    return { calibration, errors: new DeviceErrors(calibration), ...(coupling && { coupling }) };
  } catch (thrown) {
    // The name of a built-in model is no file.
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}
