import type { Location, WorkspaceEdit } from 'vscode-languageserver-types';
import { Failure } from '#core/base/failure.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { entryOf, nodeAt, type SourceNode } from '#core/base/yaml/sourceNode.ts';
import type { PipelineSource } from '#core/pipeline/source/readPipeline.ts';
import type { LanguageDocument, RenameSubject } from '../languageService.ts';

/** A name the author of a pipeline gives: of a backend, or of a variable. */
interface PipelineName {
  readonly kind: 'backends' | 'vars';
  readonly name: string;
  readonly declaration: OffsetRange;
  readonly uses: readonly OffsetRange[];
}

/** Where the backend or variable at an offset is named. */
export function pipelineReferences(
  document: LanguageDocument,
  source: PipelineSource,
  offset: number,
  includeDeclaration: boolean,
): Location[] {
  const found = nameAt(document, source, offset)?.name;
  if (!found) return [];
  const ranges = [...(includeDeclaration ? [found.declaration] : []), ...found.uses];
  return ranges.map((range) => ({ uri: document.uri, range: document.lines.rangeAt(range) }));
}

/** The name at an offset that can be renamed. */
export function pipelinePrepareRename(
  document: LanguageDocument,
  source: PipelineSource,
  offset: number,
): RenameSubject | undefined {
  const found = nameAt(document, source, offset);
  return found && { range: document.lines.rangeAt(found.range), placeholder: found.name.name };
}

/**
 * The edits that give a backend or variable another name wherever it is used.
 * @throws Failure `invalid-input` when the new name is none, `conflict` when it is taken
 */
export function pipelineRename(
  document: LanguageDocument,
  source: PipelineSource,
  offset: number,
  newName: string,
): WorkspaceEdit | undefined {
  const found = nameAt(document, source, offset)?.name;
  if (!found || newName === found.name) return undefined;
  if (!/^[A-Za-z_][\w-]*$/.test(newName))
    throw new Failure('invalid-input', `'${newName}' is no name: write letters, digits, _ and -.`);
  const isReserved = found.kind === 'backends' && newName === 'classical';
  if (isReserved || entryOf(nodeAt(source.root, [found.kind]), newName))
    throw new Failure('conflict', `The name ${newName} is taken.`, { advice: 'Choose another one.' });
  const edits = [found.declaration, ...found.uses].map((range) => ({
    range: document.lines.rangeAt(range),
    newText: newName,
  }));
  return { changes: { [document.uri]: edits } };
}

function nameAt(
  document: LanguageDocument,
  { root }: PipelineSource,
  offset: number,
): { readonly name: PipelineName; readonly range: OffsetRange } | undefined {
  for (const kind of ['backends', 'vars'] as const) {
    const block = nodeAt(root, [kind]);
    for (const { key, keyRange } of block?.kind === 'mapping' ? block.entries : []) {
      const uses = kind === 'vars' ? usesOfVariable(document.text, root, key) : usesOfBackend(document.text, root, key);
      const name: PipelineName = { kind, name: key, declaration: withoutQuotes(document.text, keyRange), uses };
      const range = [name.declaration, ...uses].find(({ end, start }) => start <= offset && offset <= end);
      if (range) return { name, range };
    }
  }
  return undefined;
}

function usesOfBackend(text: string, root: SourceNode | undefined, name: string): OffsetRange[] {
  const chain = nodeAt(root, ['execution', 'chain']);
  return (chain?.kind === 'list' ? chain.items : []).flatMap((link) => {
    const value = entryOf(link, 'backend')?.value;
    return value?.kind === 'scalar' && value.value === name ? [withoutQuotes(text, value.range)] : [];
  });
}

function usesOfVariable(text: string, root: SourceNode | undefined, name: string): OffsetRange[] {
  const found: OffsetRange[] = [];
  const visit = (node: SourceNode): void => {
    if (node.kind === 'mapping') for (const { value } of node.entries) visit(value);
    else if (node.kind === 'list') for (const item of node.items) visit(item);
    else
      for (const match of text.slice(node.range.start, node.range.end).matchAll(/\$\{\s*vars\.([^}\s]+)\s*\}/g)) {
        if (match[1] !== name) continue;
        const start = node.range.start + match.index + match[0].indexOf('vars.') + 'vars.'.length;
        found.push({ start, end: start + name.length });
      }
  };
  if (root) visit(root);
  return found;
}

function withoutQuotes(text: string, { end, start }: OffsetRange): OffsetRange {
  return /^["']/.test(text.slice(start, end)) ? { start: start + 1, end: end - 1 } : { start, end };
}
