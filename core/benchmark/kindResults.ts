import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { ContenderResult, KindResult, MetricSummary } from '#core/runs/runRecord.ts';
import type { FinishedRepeat } from './checkpoint.ts';

/**
 * Where the circuits of a contender ran. Where its repeats ran on different kinds of backends, because a run fell back from
 * one to another, they are also told apart.
 * @param own the finished repeats of a contender that runs circuits, in order
 * @param summaries of the metrics over some repeats
 */
export function kindResults(
  pipeline: Pick<ResolvedPipeline, 'backends'>,
  own: readonly FinishedRepeat[],
  currency: string,
  summaries: (repeats: readonly FinishedRepeat[]) => MetricSummary[],
): Pick<ContenderResult, 'kind' | 'byKind'> {
  const groups = new Map<KindResult['kind'], FinishedRepeat[]>();
  for (const repeat of own) {
    const kind = kindOf(pipeline, repeat);
    groups.set(kind, [...(groups.get(kind) ?? []), repeat]);
  }
  const [first, ...others] = groups.keys();
  if (first === undefined) return {};
  if (others.length === 0) return { kind: first };
  const byKind = [...groups].map(([kind, repeats]): KindResult => {
    const sum = (field: 'duration' | 'shots' | 'cost') => repeats.reduce((total, repeat) => total + repeat[field], 0);
    return {
      kind,
      backends: [...new Set(repeats.flatMap(({ backends = [] }) => backends))],
      repeats: repeats.map(({ repeat }) => repeat),
      metrics: summaries(repeats),
      duration: sum('duration'),
      shots: sum('shots'),
      cost: { amount: sum('cost'), currency },
    };
  });
  return { kind: 'mixed', byKind };
}

function kindOf({ backends }: Pick<ResolvedPipeline, 'backends'>, repeat: FinishedRepeat): KindResult['kind'] {
  const kinds = new Set<KindResult['kind']>((repeat.backends ?? []).flatMap((name) => backends[name]?.kind ?? []));
  // Begun on a backend and ended without: the answer is that of the stand-in.
  if (repeat.standIn) return 'classical';
  const [kind, ...others] = kinds;
  return others.length > 0 ? 'mixed' : (kind ?? 'classical');
}

/** Says of each contender whose repeats ran on different kinds of backends that they must not be taken as one. */
export function mixedKinds(contenders: readonly ContenderResult[]): string[] {
  return contenders.flatMap(({ byKind, id }) => {
    if (byKind === undefined) return [];
    const parts = byKind.map(({ kind, repeats }) => `${repeats.length} ${kindWords[kind]}`);
    return [`${id}: of its repeats ran ${parts.join(', ')}. Their means are told apart, for they are not of one kind.`];
  });
}

const kindWords: Readonly<Record<KindResult['kind'], string>> = {
  simulator: 'on a simulator',
  emulator: 'on an emulator',
  hardware: 'on hardware',
  classical: 'without a quantum step',
  mixed: 'on several kinds of backends',
};
