import type { Hover } from 'vscode-languageserver-types';
import { nodeAt, type SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { PipelineAnalysis } from '#core/pipeline/analysis/analysePipeline.ts';
import type { LanguageDocument } from '../languageService.ts';
import type { FileFormat } from './fileFormat.ts';
import { formatHover } from './formatHover.ts';
import { arithmeticAt, defaultsInForce } from './pipelineArithmetic.ts';

/** What files that a pipeline names hold, in sentences. */
export interface NamedContent {
  circuit(file: string): Promise<string | undefined>;
  /** @param column of the table, for what it holds; of the whole table without one */
  table(column: string | undefined): Promise<string | undefined>;
}

/**
 * What a key means, which values it takes and what it is when left out; of a block also the defaults in force; what a
 * value stands for; what a file or column holds; and the numbers a run would have there.
 */
export async function pipelineHover(
  document: LanguageDocument,
  analysis: PipelineAnalysis,
  offset: number,
  content: NamedContent,
  format: FileFormat,
): Promise<Hover | undefined> {
  const { root } = analysis.source;
  const measured = analysis.pipeline?.benchmark.metrics.map(({ name }) => name) ?? [];
  return formatHover(document, root, offset, format, measured, async ({ on, path }) => {
    const defaults = on === 'key' ? defaultsInForce(analysis, path) : [];
    return [
      ...(defaults.length > 0
        ? [`Not written, so by default: ${defaults.map((each) => `\`${each}\``).join(', ')}.`]
        : []),
      ...(await namedContent(analysis, path, on, content)),
      ...arithmeticAt(analysis, path),
    ];
  });
}

async function namedContent(
  { source: { root } }: PipelineAnalysis,
  path: SourcePath,
  on: 'key' | 'value',
  content: NamedContent,
): Promise<string[]> {
  const node = nodeAt(root, path);
  if (on === 'key' || node?.kind !== 'scalar' || typeof node.value !== 'string') return [];
  const [first, second, third] = path;
  const told = (sentence: string | undefined) => (sentence === undefined ? [] : [sentence]);
  if (first === 'quantum' && path.at(-1) === 'file') return told(await content.circuit(node.value));
  if (first !== 'data') return [];
  if (second === 'source') return told(await content.table(undefined));
  const isColumn = second === 'target' || (second === 'features' && third !== undefined) || third === 'group';
  return isColumn ? told(await content.table(node.value)) : [];
}
