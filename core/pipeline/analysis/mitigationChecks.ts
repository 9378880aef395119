import { durationMilliseconds } from '../schema/duration.ts';
import type { PipelineDefinition } from '../schema/pipelineSchema.ts';
import type { CheckContext } from './checkContext.ts';
import { chainBackends } from './executionChecks.ts';

const day = 86_400_000;

/** Checks of error mitigation and of the age of calibrations: HP172–HP174. */
export function checkMitigation(context: CheckContext): void {
  checkAges(context);
  checkScales(context);
  checkOverhead(context);
}

/** A correction or a skip rule must not accept calibrations that the backend calls too old, nor may they be. */
function checkAges(context: CheckContext): void {
  const { definition } = context;
  const isOlder = (age: string | undefined, limit: string | undefined) =>
    age !== undefined &&
    limit !== undefined &&
    (durationMilliseconds(age) ?? 0) > (durationMilliseconds(limit) ?? Number.POSITIVE_INFINITY);
  const limitOf = (name: string) =>
    definition.backends && Object.hasOwn(definition.backends, name)
      ? definition.backends[name]?.calibration?.maxAge
      : undefined;
  definition.execution?.chain?.forEach(({ backend, skipWhen }, index) => {
    const limit = limitOf(backend);
    const age = skipWhen?.calibrationOlderThan;
    if (limit !== undefined && age !== undefined && isOlder(age, limit))
      context.report(
        'HP172',
        ['execution', 'chain', index, 'skipWhen', 'calibrationOlderThan'],
        age,
        limit,
        backend,
        'rule',
      );
  });
  checkCalibrations(context, limitOf);
  const age = definition.mitigation?.readout?.maxAge;
  for (const { name } of chainBackends(context.pipeline)) {
    const limit = limitOf(name);
    if (age === undefined || limit === undefined || !isOlder(age, limit)) continue;
    context.report('HP172', ['mitigation', 'readout', 'maxAge'], age, limit, name, 'rule');
    return;
  }
}

/** The calibrations that backends name must not be older than the backends allow, or a correction does. */
function checkCalibrations(context: CheckContext, limitOf: (name: string) => string | undefined): void {
  const { calibratedAt, evidence, now } = context.facts;
  if (now === undefined) return;
  for (const { backend, name } of chainBackends(context.pipeline)) {
    const limit = limitOf(name);
    if (limit === undefined) continue;
    const isTooOld = (taken: number | undefined): taken is number =>
      taken !== undefined && now - taken > (durationMilliseconds(limit) ?? Number.POSITIVE_INFINITY);
    const taken = calibratedAt?.get(name);
    if (isTooOld(taken))
      context.report('HP172', ['backends', name, 'noise', 'from'], ageText(now - taken), limit, name, 'data');
    const device = evidence?.devices?.find((seen) => seen.backend === name);
    const isSame = device !== undefined && device.device === (backend.device ?? device.device);
    if (isSame && isTooOld(device.calibratedAt) && !looksAtAge(context, name))
      context.report(
        'HP172',
        ['backends', name, 'calibration', 'maxAge'],
        ageText(now - device.calibratedAt),
        limit,
        name,
        'recorded',
      );
  }
}

/** Whether a run asks the device how old its calibration is. */
function looksAtAge({ pipeline }: CheckContext, name: string): boolean {
  return pipeline.execution.chain.some(
    ({ backend, skipWhen }) => backend === name && skipWhen?.calibrationOlderThan !== undefined,
  );
}

function ageText(age: number): string {
  return age < 2 * day ? `${Math.round((24 * age) / day)}h` : `${Math.round(age / day)}d`;
}

function checkScales(context: CheckContext): void {
  const zne = context.definition.mitigation?.zne;
  if (!zne) return;
  const { fit, scales } = zne;
  const path = ['mitigation', 'zne', 'scales'];
  scales.forEach((scale, index) => {
    if (scale % 2 === 0)
      context.report('HP173', [...path, index], `Folding multiplies gates by odd numbers; ${scale} is even.`);
  });
  if (!scales.includes(1))
    context.report('HP173', path, 'The scale 1 is missing, so the circuit as it is says nothing about the limit.');
  if (new Set(scales).size < 2)
    context.report('HP173', path, 'One scale cannot be extrapolated; give at least two, such as [1, 3].');
  if (fit === 'richardson' && scales.length > 4)
    context.report(
      'HP173',
      path,
      `Richardson's extrapolation through ${scales.length} points multiplies the noise; use at most 4.`,
    );
}

function checkOverhead(context: CheckContext): void {
  const { readout, zne } = overheads(context.definition);
  if (zne !== undefined) context.reportKey('HP174', ['mitigation', 'zne'], zne);
  if (readout !== undefined) context.reportKey('HP174', ['mitigation', 'readout'], readout);
}

/** What corrections of a pipeline take besides its circuits, a sentence each. */
export function overheads({ mitigation, quantum }: Pick<PipelineDefinition, 'mitigation' | 'quantum'>): {
  readonly zne: string | undefined;
  readonly readout: string | undefined;
} {
  const { method = 'none', shots = 0 } = mitigation?.readout ?? {};
  const circuits = method === 'full' ? 2 ** quantum.qubits : 2;
  const scales = mitigation?.zne?.scales;
  const sum = scales?.reduce((total, scale) => total + scale, 0) ?? 0;
  return {
    zne: scales
      ? `Zero-noise extrapolation runs every circuit ${scales.length} times and multiplies its gates by ${Number(sum.toFixed(6))} in all.`
      : undefined,
    readout:
      method === 'none'
        ? undefined
        : `Readout correction takes ${circuits} calibration circuits of ${shots} shots: ${circuits * shots} shots whenever the calibration is renewed.`,
  };
}
