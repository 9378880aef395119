import { entryOf, nodeAt, type SourceNode, type SourcePath } from '#core/base/yaml/sourceNode.ts';
import { choiceMeaning } from '#core/pipeline/schema/choiceMeanings.ts';
import { metricMeaning } from '#core/pipeline/schema/recordedMetrics.ts';

/** What a value stands for: a choice of the format, a metric of recorded runs, a reference to a variable. */
export function valueMeaning(
  text: string,
  root: SourceNode | undefined,
  path: SourcePath,
  measured: readonly string[],
): string[] {
  const node = nodeAt(root, path);
  if (node?.kind !== 'scalar' || node.value === null) return [];
  const value = String(node.value);
  const written = text.slice(node.range.start, node.range.end);
  const references = [...written.matchAll(/\$\{\s*(vars|env)\.([\w-]+)\s*\}/g)].map(([whole, space, name = '']) =>
    space === 'vars' ? `\`${whole}\` is ${variableText(root, name)}.` : `\`${whole}\` is read when the pipeline runs.`,
  );
  const meaning = choiceMeaning(path, value);
  const metric = path.at(-1) === 'metric' ? value : /^run:(.+)$/.exec(value)?.[1];
  const measure = metric === undefined ? undefined : metricMeaning(metric, measured);
  return [
    ...(meaning === undefined ? [] : [`\`${value}\`: ${meaning}`]),
    ...(measure === undefined ? [] : [`\`${metric}\`: ${measure}`]),
    ...references,
  ];
}

function variableText(root: SourceNode | undefined, name: string): string {
  const value = entryOf(nodeAt(root, ['vars']), name)?.value;
  return value?.kind === 'scalar' ? `\`${String(value.value)}\`, from \`vars\`` : 'not defined under `vars`';
}
