import { groupedNumber } from '#core/base/groupedNumber.ts';
import { nodeAt, type SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { PipelineAnalysis } from '#core/pipeline/analysis/analysePipeline.ts';
import { overheads } from '#core/pipeline/analysis/mitigationChecks.ts';
import { kernelCircuits, shotsWanted } from '#core/pipeline/analysis/samplingChecks.ts';

/** Sentences about the numbers behind a key: what a run costs there, how many shots and circuits it takes. */
export function arithmeticAt(analysis: PipelineAnalysis, path: SourcePath): string[] {
  const [first, second] = path;
  switch (first) {
    case 'backends':
    case 'budget':
      return costOf(analysis, first === 'backends' ? second : undefined);
    case 'confidence':
      return shotsOf(analysis);
    case 'optimise':
      return path.length < 3 ? circuitsOf(analysis) : [];
    case 'execution':
      return linkOf(analysis, path);
    case 'mitigation':
      return overheadOf(analysis, second);
    case 'quantum':
      if (second === 'kernel') return kernelOf(analysis);
      return second === 'ansatz' || second === 'circuit' || second === 'featureMap' ? shapeOf(analysis) : [];
    default:
      return [];
  }
}

function costOf({ plan }: PipelineAnalysis, only: string | number | undefined): string[] {
  return (plan?.backends ?? [])
    .filter(({ name }) => only === undefined || name === only)
    .map(({ arithmetic, circuits, cost, name, shots }) => {
      const counts = shots > 0 ? `${circuits} circuits, ${shots} shots` : `${circuits} circuits, exact`;
      const amount = !cost ? 'unknown' : cost.amount === 0 ? 'none' : `${cost.amount.toFixed(2)} ${cost.currency}`;
      return `A run on \`${name}\`: at most ${counts}; cost ${cost && cost.amount > 0 ? `${amount} = ${arithmetic}` : amount}.`;
    });
}

/** What a run costs on the backend that a link names. */
function linkOf(analysis: PipelineAnalysis, path: SourcePath): string[] {
  const [, second, index] = path;
  if (second !== 'chain' || typeof index !== 'number' || path.length > 4) return [];
  const link = analysis.source.definition?.execution?.chain?.[index];
  return link ? costOf(analysis, link.backend) : [];
}

function overheadOf({ source }: PipelineAnalysis, part: string | number | undefined): string[] {
  if (!source.definition) return [];
  const { readout, zne } = overheads(source.definition);
  const told = [part === 'readout' ? undefined : zne, part === 'zne' ? undefined : readout];
  return told.filter((sentence) => sentence !== undefined);
}

/** Circuits of the kernel in one repeat; undefined where pairs of rows are not what is computed. */
export function circuitsOfKernel({ plan, source }: PipelineAnalysis): number | undefined {
  const rows = source.definition?.quantum.kernel?.kind === 'fidelity' ? plan?.rows : undefined;
  return rows && kernelCircuits(rows.train, rows.test);
}

function kernelOf(analysis: PipelineAnalysis): string[] {
  const { pipeline, plan } = analysis;
  const { rows } = plan ?? {};
  const circuits = circuitsOfKernel(analysis);
  if (!rows) return [];
  if (circuits === undefined)
    return [
      `A projected kernel takes circuits of ${rows.train} training and ${rows.test} test rows per repeat, not of pairs.`,
    ];
  const pairs = `${rows.train} · ${rows.train - 1} / 2 pairs of training rows and ${rows.test} · ${rows.train} with test rows: ${groupedNumber(circuits)} circuits per repeat`;
  const isSampled = pipeline?.execution.chain.some(({ backend }) => {
    const { kind, shots } = pipeline.backends[backend] ?? {};
    return kind !== undefined && (kind !== 'simulator' || shots !== undefined);
  });
  return [isSampled ? `${pairs}.` : `${pairs} with shots. An exact simulator computes a state for each row instead.`];
}

/** Shots that the confidence asked for takes at worst; of an energy over all its terms. */
export function shotsForConfidence({ energyShots, source }: PipelineAnalysis): number | undefined {
  return energyShots?.overall ?? (source.definition && shotsWanted(source.definition));
}

function shotsOf(analysis: PipelineAnalysis): string[] {
  const { confidence } = analysis.source.definition ?? {};
  const needed = shotsForConfidence(analysis);
  if (!confidence || needed === undefined) return [];
  const { halfWidth, level = 0.95, of, rule = 'normal' } = confidence;
  const spread = of === 'expectation' ? 'z²' : of === 'energy' ? '(Σ|c|)² z²' : 'z²/4';
  const formula = rule === 'normal' ? ` = ${spread} / ${halfWidth}²` : '';
  const { energyShots } = analysis;
  const terms = of === 'energy' ? ', over all terms' : '';
  return [
    `±${halfWidth} at ${level * 100} % takes ${needed} shots${formula} at worst${terms}.`,
    ...(energyShots
      ? [`With the same shots for each of its ${energyShots.bases} measurement bases: ${energyShots.perBasis} of each.`]
      : []),
  ];
}

/** Circuits of one iteration of the optimiser, over all training rows. */
export function circuitsPerIteration({ pipeline, plan }: PipelineAnalysis): number | undefined {
  const hybrid = plan?.contenders.find(({ id }) => id === 'hybrid');
  const iterations = pipeline?.optimise?.maxIterations;
  if (!plan || !hybrid || iterations === undefined || hybrid.circuits === 0) return undefined;
  const { restarts = 1 } = pipeline?.optimise ?? {};
  const perRepeat = hybrid.circuits / plan.repeats;
  return Math.round((perRepeat - (plan.rows?.test ?? 0)) / (iterations * restarts));
}

function circuitsOf(analysis: PipelineAnalysis): string[] {
  const { pipeline, plan } = analysis;
  const each = circuitsPerIteration(analysis);
  const hybrid = plan?.contenders.find(({ id }) => id === 'hybrid');
  if (!plan || !hybrid || each === undefined) return [];
  return [
    `About ${each} circuits per iteration (${plan.rows?.train ?? 0} training rows); ${hybrid.circuits} in ${plan.repeats} repeats of ${pipeline?.optimise?.maxIterations} iterations.`,
  ];
}

function shapeOf({ shape }: PipelineAnalysis): string[] {
  return shape ? [`The whole circuit has ${shapeText(shape)}.`] : [];
}

/** `8 parameters · depth 5 · 2 two-qubit gates`. */
export function shapeText({ depth, parameters, twoQubitGates }: NonNullable<PipelineAnalysis['shape']>): string {
  const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;
  return [
    ...(parameters === undefined ? [] : [counted(parameters, 'parameter')]),
    `depth ${depth}`,
    counted(twoQubitGates, 'two-qubit gate'),
  ].join(' · ');
}

/** The keys of a block that are not written, with the plain values they have then. */
export function defaultsInForce({ pipeline, source }: PipelineAnalysis, path: SourcePath): string[] {
  let value: unknown = pipeline;
  for (const part of path) value = isBlock(value) ? value[String(part)] : undefined;
  const written = nodeAt(source.root, path);
  if (!isBlock(value) || written?.kind !== 'mapping') return [];
  const keys = new Set(written.entries.map(({ key }) => key));
  return Object.entries(value).flatMap(([key, content]) =>
    keys.has(key) || typeof content === 'object' || content === undefined ? [] : [`${key}: ${content}`],
  );
}

function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
