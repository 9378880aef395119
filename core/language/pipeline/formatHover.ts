import type { Hover } from 'vscode-languageserver-types';
import type { SourceNode } from '#core/base/yaml/sourceNode.ts';
import type { LanguageDocument } from '../languageService.ts';
import type { FileFormat } from './fileFormat.ts';
import { typeText } from './proposals.ts';
import { type SourcePosition, sourcePositionAt } from './sourcePosition.ts';
import { valueMeaning } from './valueMeaning.ts';

/**
 * What the format says of the key or value at an offset.
 * @param measured the metrics that the pipelines of the file measure
 * @param more paragraphs that only this kind of file has
 */
export async function formatHover(
  document: LanguageDocument,
  root: SourceNode | undefined,
  offset: number,
  format: FileFormat,
  measured: readonly string[],
  more: (position: SourcePosition) => Promise<readonly string[]>,
): Promise<Hover | undefined> {
  const position = sourcePositionAt(root, offset);
  if (!position) return undefined;
  const { on, path } = position;
  const schema = format.schemaOf(root, path);
  const name = path.filter((part) => typeof part === 'string').join('.');
  const block = format.schemaOf(root, path.slice(0, -1));
  // Items of lists and names that authors give are explained where the list or the block is.
  const isNamed = typeof path.at(-1) === 'number' || typeof block?.additionalProperties === 'object';
  const described = schema?.description ?? (isNamed ? block?.description : undefined);
  const paragraphs = [
    ...(on === 'value' ? valueMeaning(document.text, root, path, measured) : []),
    ...(described === undefined ? [] : [described]),
    ...(await more(position)),
  ];
  if (paragraphs.length === 0) return undefined;
  return {
    contents: {
      kind: 'markdown',
      value: [schema ? `**${name}** · ${typeText(schema)}` : `**${name}**`, ...paragraphs].join('\n\n'),
    },
    range: document.lines.rangeAt(position.range),
  };
}
