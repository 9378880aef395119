import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import { signFlipTest } from '#core/learn/permutationTest.ts';
import { signedRankTest } from '#core/learn/signedRankTest.ts';
import { mcNemarTest } from '#core/learn/significance.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { FinishedRepeat } from './checkpoint.ts';

/** Which test rows a contender has judged right, one text of `1` and `0` per repeat, in their order. */
export type RightRows = ReadonlyMap<string, readonly string[]>;

/** The right rows of all contenders; empty where nobody asked for them. */
export function rightRows(finished: readonly FinishedRepeat[]): RightRows {
  const found = new Map<string, string[]>();
  for (const { contender, right } of [...finished].sort((a, b) => a.repeat - b.repeat))
    if (right !== undefined) found.set(contender, [...(found.get(contender) ?? []), right]);
  return found;
}

/** @throws Failure `invalid-input` where the test of a pipeline does not fit its task */
export function requireFittingTest({ benchmark, task }: ResolvedPipeline): void {
  if (benchmark.test.method !== 'mcnemar' || task === 'classification') return;
  throw new Failure('invalid-input', `McNemar's test counts right classes, which the task ${task} does not have.`, {
    advice: 'Use corrected-t, wilcoxon or permutation for benchmark.test.method.',
  });
}

/**
 * The p-value, two-sided, of the difference between the hybrid pipeline and a rival by a test of the pipeline other than
 * `corrected-t`; undefined where there is too little to test.
 * @param differences of the primary metric, one per repeat
 */
export function differenceTest(
  pipeline: ResolvedPipeline,
  method: 'wilcoxon' | 'permutation' | 'mcnemar',
  rival: string,
  differences: readonly number[],
  right: RightRows,
): number | undefined {
  switch (method) {
    case 'wilcoxon':
      return differences.length < 2 ? undefined : signedRankTest(differences).pValue;
    case 'permutation': {
      if (differences.length < 2) return undefined;
      const stream = randomStream(pipeline.seeds.bootstrap, 'permutation', rival);
      return signFlipTest(differences, pipeline.benchmark.interval.resamples, stream).pValue;
    }
    case 'mcnemar': {
      const [own, theirs] = [right.get('hybrid'), right.get(rival)].map((rows) => onePass(pipeline, rows ?? []));
      if (!own || !theirs || own.length === 0 || own.length !== theirs.length) return undefined;
      let [ownOnly, theirsOnly] = [0, 0];
      for (let row = 0; row < own.length; row++) {
        if (own[row] === theirs[row]) continue;
        if (own[row] === '1') ownOnly++;
        else theirsOnly++;
      }
      return mcNemarTest(ownOnly, theirsOnly).pValue;
    }
  }
}

/** The rows of as many repeats as judge no row twice: all folds of one pass, or one test part. */
function onePass({ data }: ResolvedPipeline, right: readonly string[]): string {
  const split = data?.split;
  const repeats = split && 'folds' in split ? split.folds : 1;
  return right.slice(0, repeats).join('');
}
