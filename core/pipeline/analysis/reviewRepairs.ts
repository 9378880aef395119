import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import { nodeAt, type SourcePath } from '#core/base/yaml/sourceNode.ts';
import { type RepairedFile, type Repairs, write, writeAll } from './repairEdits.ts';

/** Repairs of suites and scorecards, and of the scorecards and criteria of pipelines: HP193–HP198. */
export const reviewRepairs: Repairs<RepairedFile> = {
  HP193: (file, path) => {
    switch (path.at(-1)) {
      case 'dimensions':
        return evenedWeights(file, path);
      case 'red':
        return swappedLimits(file, path);
      case 'entered':
        return write(file, [...path.slice(0, -1), 'source'], 'manual', 'Make its source manual', false);
      default:
        return undefined;
    }
  },
  HP197: (file, path, _backend, _pipeline, suggestion) =>
    suggestion === undefined ? undefined : write(file, path, suggestion, `Use ${suggestion}`),
  HP198: (file, path, metric, suggestion) =>
    suggestion === undefined
      ? undefined
      : write(file, path, sourceText(path, suggestion), `Use ${suggestion} instead of ${metric}`),
};

/** A measure of a scorecard names its metric behind `run:`. */
function sourceText(path: SourcePath, metric: string): string {
  return path.at(-1) === 'source' ? `"run:${metric}"` : metric;
}

/** Weights in the same proportions that sum to 1, in thousandths; equal ones where all are 0. */
function evenedWeights(file: RepairedFile, path: SourcePath): DiagnosticFix | undefined {
  const dimensions = nodeAt(file.root, path);
  if (dimensions?.kind !== 'mapping') return undefined;
  const paths = dimensions.entries.map(({ key }) => [...path, key, 'weight']);
  const weights = paths.map((place) => numberAt(file, place) ?? 0);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const thousandths = weights.map((weight) => Math.round(sum > 0 ? (1000 * weight) / sum : 1000 / weights.length));
  const largest = thousandths.indexOf(Math.max(...thousandths));
  const rest = 1000 - thousandths.reduce((total, share) => total + share, 0);
  const values = paths.map(
    (place, index) => [place, String(((thousandths[index] ?? 0) + (index === largest ? rest : 0)) / 1000)] as const,
  );
  return writeAll(file, values, 'Make the weights sum to 1', false);
}

function swappedLimits(file: RepairedFile, path: SourcePath): DiagnosticFix | undefined {
  const other = [...path.slice(0, -1), 'good'];
  const [red, good] = [numberAt(file, path), numberAt(file, other)];
  // Equal limits do not say which of them is meant.
  if (red === undefined || good === undefined || red === good) return undefined;
  return writeAll(
    file,
    [
      [path, String(good)],
      [other, String(red)],
    ],
    'Swap good and red',
    false,
  );
}

function numberAt({ root }: RepairedFile, path: SourcePath): number | undefined {
  const node = nodeAt(root, path);
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined;
}
