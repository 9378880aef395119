import * as z from 'zod';
import {
  type CalibratedPart,
  type CalibrationChange,
  calibrationDifference,
} from '#core/circuit/device/calibrationDifference.ts';
import type { CalibrationSnapshot } from '#core/circuit/device/calibrationSnapshot.ts';
import { calibrationOfValues, readDeviceFile } from '#core/circuit/device/deviceFile.ts';
import type { DeviceComparison } from '#core/protocol/comparisonView.ts';
import { elementDifferences } from '#core/runs/runComparison.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';

/** More values than anybody reads; the runs have them all. */
const mostValues = 300;

/** A snapshot as the run of a device keeps it; other files of calibrations are devices themselves. */
const keptSchema = z.object({
  description: z.object({ device: z.string() }).optional(),
  calibration: z.object({ calibratedAt: z.number().optional(), values: z.unknown() }).optional(),
});

/** The last that a run has kept of a device. */
interface KeptDevice {
  /** When it was kept, in milliseconds since 1970. */
  readonly time: number;
  readonly measuredAt?: number;
  readonly calibration?: CalibrationSnapshot;
  /** All that is kept of it, where its calibration is in a form that is not known. */
  readonly content?: unknown;
}

/** A run with what is needed to read the files it has kept. */
export interface CalibratedRun {
  readonly record: RunRecord;
  /** Undefined for what is gone or no text to read. */
  readonly textOf: (sha256: string) => Promise<string | undefined>;
}

/** What the devices of runs told of themselves, value by value, where it differs from the first run. */
export async function calibrationReport(runs: readonly CalibratedRun[]): Promise<DeviceComparison[]> {
  const kept = await Promise.all(runs.map(keptDevices));
  const names = [...new Set(kept.flatMap((devices) => [...devices.keys()]))];
  const touched = touchedQubits(runs);
  return names.flatMap((device): DeviceComparison[] => {
    const sides = kept.map((devices) => devices.get(device));
    const { changes, partly } = calibrationDifference(sides.map((side) => side?.calibration));
    const others = sides.every((side) => side === undefined || side.content === undefined)
      ? []
      : elementDifferences(sides.filter((side) => side !== undefined).map(({ content }) => content));
    const isEverywhere = sides.every((side) => side !== undefined);
    if (changes.length === 0 && partly.length === 0 && others.length === 0 && isEverywhere) return [];
    const isUsed = ({ qubits }: CalibratedPart) => qubits.every((qubit) => touched.has(qubit));
    const inOrder = [...changes.filter(({ part }) => isUsed(part)), ...changes.filter(({ part }) => !isUsed(part))];
    const aligned = (values: readonly unknown[]) => {
      const rest = [...values];
      return sides.map((side) => (side === undefined ? null : (rest.shift() ?? null)));
    };
    return [
      {
        device,
        snapshots: sides.map((side) =>
          side === undefined
            ? null
            : { time: side.time, ...(side.measuredAt === undefined ? {} : { measuredAt: side.measuredAt }) },
        ),
        values: inOrder.slice(0, mostValues).map((change) => valueRow(change, isUsed(change.part))),
        moreValues: Math.max(0, inOrder.length - mostValues),
        partly: partly.map(({ isThere, part }) => ({ ...partOf(part), isThere: [...isThere] })),
        others: others.slice(0, mostValues).map(({ path, values }) => ({ path, values: aligned(values) })),
      },
    ];
  });
}

function valueRow({ effect, part, quantity, values }: CalibrationChange, isUsed: boolean) {
  return { ...partOf(part), quantity, values: values.map((value) => value ?? null), effect, isUsed };
}

function partOf({ gate, kind, qubits }: CalibratedPart) {
  return { kind, qubits: [...qubits], ...(gate === undefined ? {} : { gate }) };
}

/** The qubits of the device that any of the circuits began on. */
function touchedQubits(runs: readonly CalibratedRun[]): ReadonlySet<number> {
  return new Set(runs.flatMap(({ record }) => record.result?.quantum?.transpiler?.initialLayout ?? []));
}

/** By the name of the device, or of the backend where it does not tell. */
async function keptDevices({ record, textOf }: CalibratedRun): Promise<ReadonlyMap<string, KeptDevice>> {
  const devices = new Map<string, KeptDevice>();
  for (const { backend, sha256, time } of record.result?.quantum?.calibration ?? []) {
    const text = await textOf(sha256);
    const { device = backend, ...kept } = text === undefined ? { content: sha256 } : readKept(text);
    devices.set(device, { time, ...kept });
  }
  return devices;
}

function readKept(text: string): Omit<KeptDevice, 'time'> & { readonly device?: string } {
  const file = readDeviceFile(text);
  if (file !== undefined) return { device: file.name, ...known(file.calibration) };
  const content = parsed(text);
  const kept = keptSchema.safeParse(content);
  if (!kept.success) return { content };
  const { calibration, description } = kept.data;
  const snapshot = calibration && calibrationOfValues(calibration.values);
  const device = description && { device: description.device };
  const measured = calibration?.calibratedAt === undefined ? {} : { measuredAt: calibration.calibratedAt };
  if (snapshot === undefined) return { ...device, ...measured, content: calibration?.values ?? null };
  return { ...device, ...known(snapshot), ...measured };
}

function known(calibration: CalibrationSnapshot | undefined): Omit<KeptDevice, 'time'> {
  if (calibration === undefined) return {};
  const measuredAt = Date.parse(calibration.date);
  return { calibration, ...(Number.isFinite(measuredAt) ? { measuredAt } : {}) };
}

/** A snapshot is JSON; a file that is not is compared as a text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.length > 200 ? `${text.slice(0, 200)}…` : text;
  }
}
