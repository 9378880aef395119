import * as z from 'zod';
import type { JobPhase } from '../jobPhase.ts';
import type { DeviceSnapshot, RunRecord } from '../runRecord.ts';
import type { RunState } from '../runState.ts';
import { type OtlpAttribute, realAttribute, textAttribute, wholeAttribute } from './otlpAttributes.ts';

/**
 * What a run and its jobs are described by: the semantic conventions of OpenTelemetry for pipelines, feature flags and
 * errors, and `quantum.*` for what these do not know.
 */

/** How a run ended, in the words of the conventions for pipelines. */
export type PipelineResult = 'success' | 'failure' | 'error' | 'timeout' | 'cancellation' | 'skip';

/** Undefined for a run that has not ended. */
export function pipelineResult({ failure, state }: RunRecord): PipelineResult | undefined {
  switch (state) {
    case 'created':
    case 'validating':
    case 'running':
    case 'waiting':
      return undefined;
    case 'succeeded':
      return 'success';
    case 'cancelled':
      return 'cancellation';
    case 'failed':
    case 'stopped':
      break;
  }
  switch (failure?.reason) {
    // It was not to run.
    case 'gate':
      return 'skip';
    case 'timeout':
      return 'timeout';
    // Nothing is wrong with the pipeline itself.
    case 'offline':
    case 'backend-down':
    case 'quota':
    case 'unreadable':
    case 'unknown':
    case undefined:
      return 'error';
    default:
      return 'failure';
  }
}

/** Whether an end is one that somebody should look at. */
export function isError(result: PipelineResult | undefined): boolean {
  return result === 'failure' || result === 'error' || result === 'timeout';
}

function pipelineState(state: RunState): 'pending' | 'executing' | 'finalizing' {
  switch (state) {
    case 'created':
    case 'validating':
      return 'pending';
    case 'running':
    case 'waiting':
      return 'executing';
    case 'succeeded':
    case 'failed':
    case 'cancelled':
    case 'stopped':
      return 'finalizing';
  }
}

const backendSchema = z.looseObject({
  adapter: z.string(),
  kind: z.string().optional(),
  device: z.string().optional(),
});

/** The parts of a configuration that spans tell of; that of the run of a circuit has none of them. */
const configurationSchema = z.looseObject({
  execution: z
    .looseObject({ quantum: z.looseObject({ state: z.string(), flag: z.string().optional() }).optional() })
    .optional(),
  quantum: z.looseObject({ transpile: z.looseObject({ level: z.number() }).optional() }).optional(),
  mitigation: z
    .looseObject({
      readout: z.looseObject({ method: z.string() }).optional(),
      zne: z.looseObject({ fit: z.string() }).optional(),
    })
    .optional(),
  backends: z.record(z.string(), backendSchema).optional(),
});
type Configuration = z.infer<typeof configurationSchema>;

function configurationOf({ configuration }: RunRecord): Configuration {
  const parsed = configurationSchema.safeParse(configuration);
  return parsed.success ? parsed.data : {};
}

/** Of the whole run. */
export function runAttributes(record: RunRecord): OtlpAttribute[] {
  const { failure, id, name, result, state } = record;
  const configuration = configurationOf(record);
  const { quantum: flagged } = configuration.execution ?? {};
  const { quantum } = result ?? {};
  const ended = pipelineResult(record);
  return [
    ...textAttribute('cicd.pipeline.name', name),
    ...textAttribute('cicd.pipeline.action.name', 'RUN'),
    ...textAttribute('cicd.pipeline.run.id', id),
    ...textAttribute('cicd.pipeline.run.state', pipelineState(state)),
    ...textAttribute('cicd.pipeline.result', ended),
    ...textAttribute('error.type', failure?.reason),
    ...(flagged === undefined
      ? []
      : [
          ...textAttribute('feature_flag.key', flagged.flag ?? 'execution.quantum.state'),
          ...textAttribute('feature_flag.result.variant', flagged.state),
        ]),
    ...backendAttributes(record, quantum?.backend ?? record.backend, configuration),
    ...wholeAttribute('quantum.qubits', quantum?.qubits),
    ...wholeAttribute('quantum.circuit.depth', quantum?.depth),
    ...wholeAttribute('quantum.circuit.two_qubit_gates', quantum?.twoQubitGates),
    ...wholeAttribute('quantum.circuits', quantum?.circuits),
    ...wholeAttribute('quantum.shots', quantum?.shots),
    ...realAttribute('quantum.cost.amount', quantum?.cost.amount),
    ...textAttribute('quantum.cost.currency', quantum?.cost.currency),
    ...calibrationAttributes(quantum?.calibration?.findLast(({ backend }) => backend === quantum.backend)),
    ...wholeAttribute('quantum.fallbacks', result?.fallbacks.length),
    ...textAttribute('quantum.run.parent', record.parent),
  ];
}

export interface DescribedJob {
  readonly backend: string;
  /** The provider's id. */
  readonly handle: string | undefined;
  readonly submittedAt: number;
  readonly phases: readonly JobPhase[];
  /** The contender it was for. */
  readonly step: string | undefined;
}

/** Of a job. */
export function jobAttributes(record: RunRecord, { backend, handle, phases, step, submittedAt }: DescribedJob) {
  const { contenders = [], quantum } = record.result ?? {};
  const circuit = contenders.find(({ id }) => id === step)?.circuit ?? quantum;
  const upload = phases.find(({ phase }) => phase === 'upload');
  const cost = phases.find((phase) => phase.cost !== undefined)?.cost;
  const snapshots = (quantum?.calibration ?? []).filter((snapshot) => snapshot.backend === backend);
  return [
    ...textAttribute('quantum.job.id', handle),
    ...backendAttributes(record, backend, configurationOf(record)),
    ...wholeAttribute('quantum.qubits', circuit?.qubits),
    ...wholeAttribute('quantum.circuit.depth', circuit?.depth),
    ...wholeAttribute('quantum.circuit.two_qubit_gates', circuit?.twoQubitGates),
    ...wholeAttribute('quantum.circuits', upload?.circuits),
    ...wholeAttribute('quantum.shots', upload?.shots),
    ...wholeAttribute('quantum.queue.position', phases.find(({ position }) => position !== undefined)?.position),
    ...realAttribute('quantum.cost.amount', cost?.amount),
    ...textAttribute('quantum.cost.currency', cost?.currency),
    ...calibrationAttributes(snapshots.findLast(({ time }) => time <= submittedAt) ?? snapshots[0]),
  ];
}

function backendAttributes(
  { seeds }: RunRecord,
  name: string,
  { backends = {}, mitigation, quantum }: Configuration,
): OtlpAttribute[] {
  const backend = Object.hasOwn(backends, name) ? backends[name] : undefined;
  const { level } = quantum?.transpile ?? {};
  const { readout, zne } = mitigation ?? {};
  const corrections = [
    ...(readout && readout.method !== 'none' ? [`readout ${readout.method}`] : []),
    ...(zne ? [`zne ${zne.fit}`] : []),
  ];
  return [
    ...textAttribute('quantum.backend.name', name),
    ...textAttribute('quantum.backend.provider', backend?.adapter),
    ...textAttribute('quantum.backend.device', backend?.device),
    ...textAttribute('quantum.backend.kind', backend?.kind),
    ...textAttribute('quantum.mitigation', backend?.kind === 'simulator' ? undefined : corrections.join(', ')),
    ...wholeAttribute('quantum.transpiler.level', level),
    ...wholeAttribute('quantum.transpiler.seed', level === undefined ? undefined : seeds['transpiler']),
  ];
}

function calibrationAttributes(snapshot: DeviceSnapshot | undefined): OtlpAttribute[] {
  return [
    ...textAttribute('quantum.calibration.id', snapshot?.sha256),
    ...textAttribute('quantum.calibration.time', snapshot && new Date(snapshot.time).toISOString()),
  ];
}
