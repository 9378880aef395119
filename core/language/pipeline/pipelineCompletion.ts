import type { CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import type { JsonSchema } from '#core/base/yaml/jsonSchema.ts';
import { entryOf, type SourceNode } from '#core/base/yaml/sourceNode.ts';
import type { PipelineSource } from '#core/pipeline/source/readPipeline.ts';
import type { FolderEntry, LanguageDocument } from '../languageService.ts';
import { cursorPathAt } from './cursorPath.ts';
import { isFileReference } from './pipelineDefinition.ts';
import { schemaOfPath } from './schemaOfPath.ts';

/** `CompletionItemKind` of the protocol; the types package is used for its types only. */
const kinds = {
  property: 10,
  value: 12,
  enumMember: 20,
  field: 5,
  reference: 18,
  file: 17,
  folder: 19,
} as const satisfies Record<string, CompletionItemKind>;

/** What other files know: the columns of the pipeline's table, and what lies in a folder relative to the pipeline. */
export interface CompletionFacts {
  files(folder: string): Promise<readonly FolderEntry[]>;
  columns(): Promise<readonly string[]>;
}

/** Keys the block at the cursor may still get, or values the key at the cursor may have. */
export async function pipelineCompletion(
  document: LanguageDocument,
  { root }: PipelineSource,
  offset: number,
  facts: CompletionFacts,
): Promise<CompletionItem[]> {
  const cursor = cursorPathAt(document.text, offset, (path) => schemaOfPath(root, path)?.properties !== undefined);
  if (!cursor) return [];
  const range = document.lines.rangeAt(cursor.word);
  const item = (
    label: string,
    kind: CompletionItemKind,
    insert: string,
    more: Partial<CompletionItem> = {},
  ): CompletionItem => ({
    label,
    kind,
    textEdit: { range, newText: insert },
    ...more,
  });

  if (cursor.writes === 'key') {
    const block = propertiesOf(schemaOfPath(root, cursor.path));
    const required = new Set(schemaOfPath(root, cursor.path)?.required ?? []);
    const hasColon = /^[ \t]*:/.test(document.text.slice(cursor.word.end));
    return Object.entries(block)
      .filter(([key]) => !cursor.siblings.includes(key))
      .map(([key, part]) =>
        item(key, kinds.property, hasColon ? key : `${key}: `, {
          ...(part.description === undefined ? {} : { documentation: part.description }),
          detail: required.has(key) ? 'required' : typeText(part),
          sortText: `${required.has(key) ? 0 : 1}${key}`,
        }),
      );
  }

  if (isFileReference(cursor.path)) {
    const written = document.text.slice(cursor.word.start, offset);
    const folder = written.slice(0, written.lastIndexOf('/') + 1);
    return (await facts.files(folder === '' ? '.' : folder))
      .filter(({ name }) => !name.startsWith('.'))
      .map(({ isFolder, name }) => {
        const path = `${folder}${name}${isFolder ? '/' : ''}`;
        return item(path, isFolder ? kinds.folder : kinds.file, path);
      });
  }
  if (namesColumn(cursor.path)) {
    const quoted = /["']/.test(document.text.charAt(cursor.word.start - 1));
    return (await facts.columns()).map((column) =>
      item(column, kinds.field, quoted ? column : yamlText(column), { detail: 'column of the table' }),
    );
  }
  if (cursor.path.at(-1) === 'backend') {
    return [...backendNames(root), 'classical'].map((name) => item(name, kinds.reference, name, { detail: 'backend' }));
  }
  return choicesOf(schemaOfPath(root, cursor.path)).map((choice) =>
    item(String(choice), kinds.enumMember, String(choice)),
  );
}

function namesColumn([first, second, third, fourth]: readonly (string | number)[]): boolean {
  if (first === 'data')
    return second === 'target' || second === 'features' || (second === 'split' && third === 'group');
  return first === 'preprocess' && third === 'with' && fourth === 'columns';
}

function propertiesOf(schema: JsonSchema | undefined): Readonly<Record<string, JsonSchema>> {
  if (!schema) return {};
  if (schema.properties) return schema.properties;
  return Object.assign({}, ...(schema.anyOf ?? []).map(propertiesOf));
}

function choicesOf(schema: JsonSchema | undefined): (string | number | boolean)[] {
  if (!schema) return [];
  if (schema.const !== undefined) return [schema.const];
  if (schema.enum) return [...schema.enum];
  if (schema.type === 'boolean') return [true, false];
  // A list may be begun with any of its items.
  return [...(schema.anyOf ?? []).flatMap(choicesOf), ...choicesOf(schema.items)];
}

/** A text as YAML reads it back, in quotes where it could mean something else without them. */
function yamlText(text: string): string {
  const isPlain = /^[\p{L}_](?:[\p{L}\p{N}_./()%-]| (?=[^ #]))*$/u.test(text);
  return isPlain && !/^(true|false|null)$/i.test(text) ? text : JSON.stringify(text);
}

function backendNames(root: SourceNode | undefined): string[] {
  const backends = entryOf(root, 'backends')?.value;
  return backends?.kind === 'mapping' ? backends.entries.map(({ key }) => key) : ['local'];
}

/** The type of a key in a word or two. */
export function typeText(schema: JsonSchema): string {
  const choices = choicesOf(schema);
  if (choices.length > 0) return choices.map(String).join(' | ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeText))].join(' | ');
  if (schema.type === 'array') return 'list';
  if (schema.type === 'object') return 'block';
  return Array.isArray(schema.type) ? schema.type.join(' | ') : String(schema.type ?? 'value');
}
