import { basename, dirname, resolve } from 'node:path';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { countText } from '#core/base/shownValues.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { readDeviceFile } from '#core/circuit/device/deviceFile.ts';
import { exportQasm3 } from '#core/circuit/export/qasm3.ts';
import type { CircuitMetrics } from '#core/circuit/metrics.ts';
import type { TranspileReport } from '#core/protocol/transpileReport.ts';
import { deviceTarget, onPhysicalQubits } from '#core/transpiler/deviceTarget.ts';
import { deviceBasis, gateBasis, usualBasis } from '#core/transpiler/gateBasis.ts';
import type { TranspilerOptions, TranspilerTarget } from '#core/transpiler/transpileCircuit.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { readInputText } from '#platform/inputFile.ts';
import { loadCircuit } from './circuitProgram.ts';
import type { CircuitSource } from './circuitRuns.ts';
import { targetOfDevice } from './deviceSnapshots.ts';
import { type ConfiguredBackends, configuredCloudBackend, embeddedBackend } from './runBackends.ts';
import type { RunnerServices } from './runnerServices.ts';
import { transpiledInTurns } from './transpiledInTurns.ts';

/** Where that is told: by a backend of the settings, a file of a device, or gates between any qubits. */
export type TargetChoice =
  | { readonly kind: 'backend'; readonly backend: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'gates' };

export interface TranspileSettings extends TranspilerOptions {
  /** Values of its inputs by name; without any, inputs stay inputs. */
  readonly inputs?: Readonly<Record<string, number>>;
}

/**
 * Fits the circuit of a file to a device.
 * @throws Failure of the file; `invalid-circuit` when the circuit does not fit on the device, `invalid-input` for a layout
 * that is none, `cancelled`
 */
export async function transpileSource(
  source: CircuitSource,
  found: FoundTarget,
  { inputs = {}, layout, level, seed }: TranspileSettings,
  signal: CancellationSignal,
): Promise<TranspileReport> {
  const { includePaths, text } = source;
  const path = resolve(source.path);
  const hasValues = Object.keys(inputs).length > 0;
  const { circuit, notes } = await loadCircuit(basename(path), folderFiles(dirname(path)), () => 0, {
    includePaths,
    text,
    ...(hasValues && { inputs }),
  });
  const { target } = found;
  const options = { seed, ...(layout && { layout }) };
  const fitted = await transpiledInTurns(circuit, target, { level, ...options }, signal);
  const before = await plainFidelity(circuit, target, seed, signal);
  const exported = exportQasm3(onPhysicalQubits(fitted.circuit));
  const [omission] = exported.omissions;
  if (exported.text === undefined) {
    throw new Failure(
      'invalid-circuit',
      `${omission?.what ?? 'The circuit'} cannot be written: ${omission?.why ?? ''}.`,
    );
  }
  const report: TranspileReport = {
    target: found.name,
    level,
    seed,
    basis: [...target.basis.names],
    layout: [...fitted.initial],
    finalLayout: [...fitted.final],
    swaps: fitted.swaps,
    before: sizeOf(fitted.before, circuit.qubitCount),
    after: sizeOf(fitted.after, fitted.after.usedQubits),
    ...(fitted.fidelity !== undefined && {
      fidelity: { after: fitted.fidelity, ...(before !== undefined && { before }) },
    }),
    notes: [
      ...found.notes,
      ...notes.map(({ what, why }) => `${what}: ${why}.`),
      ...exported.omissions.map(({ what, why }) => `${what}: ${why}.`),
    ],
    program: exported.text,
  };
  return { ...report, program: `${headerOf(report)}${report.program}` };
}

/** What a circuit is fitted to, as it was found. */
export interface FoundTarget {
  readonly name: string;
  readonly target: TranspilerTarget;
  /** What was assumed of it, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Finds out what a circuit is to be fitted to.
 * @param basis gates instead of those of the target, which may have none
 * @throws Failure of the file or the backend, `invalid-input` for gates that are no basis and for a file that is no device
 */
export async function findTarget(
  choice: TargetChoice,
  basis: readonly string[] | undefined,
  backends: ConfiguredBackends,
  services: RunnerServices,
  signal: CancellationSignal,
): Promise<FoundTarget> {
  switch (choice.kind) {
    case 'gates':
      return { name: (basis ?? usualBasis).join(' '), target: { basis: gateBasis(basis ?? usualBasis) }, notes: [] };
    case 'backend': {
      const { backend: id } = choice;
      if (id === embeddedBackend && backends[id] === undefined) {
        throw new Failure('invalid-input', 'The embedded simulator takes any circuit.', {
          advice: 'Name a device, or gates to translate to.',
        });
      }
      const device = configuredCloudBackend(id, backends, services);
      return { name: id, target: await targetOfDevice(device, signal, basis), notes: [] };
    }
    case 'file':
      return await targetOfFile(choice.path, basis);
  }
}

async function targetOfFile(path: string, basis: readonly string[] | undefined): Promise<FoundTarget> {
  const device = readDeviceFile(await readInputText(path));
  if (!device) {
    throw new Failure('invalid-input', 'This is no device.', {
      place: { path },
      advice: "Name a calibration snapshot, or properties or a configuration as IBM's service gives them.",
    });
  }
  const isKnown = basis !== undefined || canCompute(device.gates);
  const assumed = `${basename(path)} does not name gates that make every circuit, so ${usualBasis.join(', ')} are assumed.`;
  return {
    name: device.name,
    target: deviceTarget(device, isKnown ? basis : usualBasis),
    notes: isKnown ? [] : [assumed],
  };
}

function canCompute(gates: readonly string[]): boolean {
  try {
    deviceBasis(gates);
    return true;
  } catch (thrown) {
    if (Failure.is(thrown, 'invalid-input')) return false;
    throw thrown;
  }
}

/** Of the circuit that is only translated and routed; unknown where that cannot be. */
async function plainFidelity(
  circuit: Circuit,
  target: TranspilerTarget,
  seed: number,
  signal: CancellationSignal,
): Promise<number | undefined> {
  if (!target.errors) return undefined;
  try {
    return (await transpiledInTurns(circuit, target, { level: 0, seed }, signal)).fidelity;
  } catch (thrown) {
    if (Failure.is(thrown, 'invalid-circuit')) return undefined;
    throw thrown;
  }
}

function sizeOf({ depth, gates, twoQubitGates }: CircuitMetrics, qubits: number): TranspileReport['before'] {
  return { qubits, depth, gates, twoQubitGates };
}

/** More qubits are not listed in the comments. */
const mostListed = 32;

/** The figures of a report as the lines that tell them, without what marks them as comments. */
export function transpileLines(report: Omit<TranspileReport, 'program'>): string[] {
  const { after, basis, before, fidelity, finalLayout, layout, level, notes, seed, swaps, target } = report;
  const listed = (qubits: readonly number[]) =>
    qubits.length <= mostListed ? qubits.join(' ') : `${qubits.slice(0, mostListed).join(' ')} …`;
  const moved = finalLayout.some((qubit, index) => qubit !== layout[index]);
  const figure = (value: number) => value.toPrecision(4);
  return [
    `Fitted to ${target} at level ${level} with seed ${seed}, in the gates ${basis.join(' ')}`,
    `Qubits of the circuit in order begin on ${listed(layout)}${moved ? ` and end on ${listed(finalLayout)}` : ''}`,
    `Depth ${before.depth} → ${after.depth}, gates ${before.gates} → ${after.gates}, on two qubits ` +
      `${before.twoQubitGates} → ${after.twoQubitGates} (${countText(swaps, 'swap')})`,
    ...(fidelity === undefined
      ? []
      : [
          `Estimated fidelity, the product of those of its gates and readouts: ${figure(fidelity.after)}` +
            (fidelity.before === undefined
              ? ''
              : `; ${figure(fidelity.before)} where it is only translated and routed`),
        ]),
    ...notes,
  ];
}

function headerOf(report: TranspileReport): string {
  return transpileLines(report)
    .map((line) => `// ${line.replaceAll(/\s+/g, ' ')}\n`)
    .join('');
}
