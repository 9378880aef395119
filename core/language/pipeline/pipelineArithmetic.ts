import { nodeAt, type SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { PipelineAnalysis } from '#core/pipeline/analysis/analysePipeline.ts';
import { shotsWanted } from '#core/pipeline/analysis/samplingChecks.ts';

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
    case 'quantum':
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

/** Shots that the confidence asked for takes at worst; of an energy over all its terms. */
export function shotsForConfidence({ energyShots, source }: PipelineAnalysis): number | undefined {
  return energyShots ?? (source.definition && shotsWanted(source.definition));
}

function shotsOf(analysis: PipelineAnalysis): string[] {
  const { confidence } = analysis.source.definition ?? {};
  const needed = shotsForConfidence(analysis);
  if (!confidence || needed === undefined) return [];
  const { halfWidth, level = 0.95, of, rule = 'normal' } = confidence;
  const spread = of === 'expectation' ? 'z²' : of === 'energy' ? '(Σ|c|)² z²' : 'z²/4';
  const formula = rule === 'normal' ? ` = ${spread} / ${halfWidth}²` : '';
  const terms = of === 'energy' ? ', over all terms' : '';
  return [`±${halfWidth} at ${level * 100} % takes ${needed} shots${formula} at worst${terms}.`];
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
