import type { CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import type { JsonSchema } from '#core/base/yaml/jsonSchema.ts';
import type { SourceNode, SourcePath } from '#core/base/yaml/sourceNode.ts';
import { choiceMeaning } from '#core/pipeline/schema/choiceMeanings.ts';
import type { LanguageDocument } from '../languageService.ts';
import { type CursorPath, cursorPathAt } from './cursorPath.ts';
import type { FileFormat } from './fileFormat.ts';

/** `CompletionItemKind` of the protocol; the types package is used for its types only. */
export const proposalKinds = {
  property: 10,
  value: 12,
  enumMember: 20,
  field: 5,
  variable: 6,
  reference: 18,
  file: 17,
  folder: 19,
  snippet: 15,
} as const satisfies Record<string, CompletionItemKind>;

/** Something to write at the cursor. */
export interface Proposal {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** What is written, where it is not the label. */
  readonly insert?: string;
  readonly detail?: string;
  readonly documentation?: string;
  readonly sortText?: string;
  /** Set where what is written has placeholders. */
  readonly insertTextFormat?: 2;
}

/** What only this file, other files or the editor know of a place; undefined where the format says all. */
export interface KnownProposals {
  values(cursor: CursorPath, written: string): Promise<readonly Proposal[] | undefined>;
  /** Names of entries that the author of a block may want, besides its keys. */
  keys?(path: SourcePath, siblings: readonly string[]): Promise<readonly Proposal[]>;
}

/** Keys the block at the cursor may still get, or values the key at the cursor may have. */
export async function completionAt(
  document: LanguageDocument,
  root: SourceNode | undefined,
  offset: number,
  format: FileFormat,
  known: KnownProposals,
  snippets: boolean,
): Promise<CompletionItem[]> {
  const cursor = cursorPathAt(document.text, offset, root, format);
  if (!cursor) return [];
  const proposals =
    cursor.writes === 'key'
      ? await keyProposals(document, root, cursor, format, known)
      : ((await known.values(cursor, document.text.slice(cursor.word.start, offset))) ??
        valueProposals(format.schemaOf(root, cursor.path), cursor, snippets));
  const range = document.lines.rangeAt(cursor.word);
  return proposals.map((proposal) => completionItem(proposal, range));
}

export function completionItem(
  { insert, ...proposal }: Proposal,
  range: ReturnType<LanguageDocument['lines']['rangeAt']>,
): CompletionItem {
  return { ...proposal, textEdit: { range, newText: insert ?? proposal.label } };
}

async function keyProposals(
  document: LanguageDocument,
  root: SourceNode | undefined,
  cursor: CursorPath,
  format: FileFormat,
  known: KnownProposals,
): Promise<Proposal[]> {
  const schema = format.schemaOf(root, cursor.path);
  const required = new Set(schema?.required ?? []);
  const hasColon = /^[ \t]*:/.test(document.text.slice(cursor.word.end));
  const keys = Object.entries(propertiesOf(schema))
    .filter(([key]) => !cursor.siblings.includes(key))
    .map(
      ([key, part]): Proposal => ({
        label: key,
        kind: proposalKinds.property,
        insert: hasColon ? key : `${key}: `,
        ...(part.description === undefined ? {} : { documentation: part.description }),
        detail: required.has(key) ? 'required' : typeText(part),
        sortText: `${required.has(key) ? 0 : 1}${key}`,
      }),
    );
  const names = (await known.keys?.(cursor.path, cursor.siblings)) ?? [];
  return [...keys, ...names.map((name) => (hasColon ? { ...name, insert: name.label } : name))];
}

/** The values that the format allows; where it wants a block or a list of them, its beginnings. */
function valueProposals(schema: JsonSchema | undefined, { path, quoted }: CursorPath, snippets: boolean): Proposal[] {
  const choices = choiceProposals(schema, path);
  return choices.length > 0 || quoted ? choices : blockProposals(schema, snippets);
}

/** Blocks in braces, each begun with one of its keys, those that it must have first. */
function blockProposals(schema: JsonSchema | undefined, snippets: boolean): Proposal[] {
  const isList = schema?.items !== undefined;
  const block = isList ? schema.items : schema;
  const required = new Set(block?.required ?? []);
  const [open, close] = isList ? ['[{ ', ' }]'] : ['{ ', ' }'];
  return Object.entries(propertiesOf(block)).map(([key, part]) => ({
    label: `${open}${key}: …${close}`,
    kind: proposalKinds.property,
    insert: `${open}${key}: ${snippets ? '$1' : ''}${close}`,
    ...(snippets ? { insertTextFormat: 2 as const } : {}),
    ...(part.description === undefined ? {} : { documentation: part.description }),
    detail: required.has(key) ? 'required' : typeText(part),
    sortText: `${required.has(key) ? 0 : 1}${key}`,
  }));
}

/** The values that the format allows, with what each stands for. */
function choiceProposals(schema: JsonSchema | undefined, path: SourcePath): Proposal[] {
  return choicesOf(schema).map((choice): Proposal => {
    const documentation = choiceMeaning(path, String(choice));
    return {
      label: String(choice),
      kind: proposalKinds.enumMember,
      ...(documentation === undefined ? {} : { documentation }),
    };
  });
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

/** The type of a key in a word or two. */
export function typeText(schema: JsonSchema): string {
  const choices = choicesOf(schema);
  if (choices.length > 0) return choices.map(String).join(' | ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeText))].join(' | ');
  if (schema.type === 'array') return 'list';
  if (schema.type === 'object') return 'block';
  return Array.isArray(schema.type) ? schema.type.join(' | ') : String(schema.type ?? 'value');
}
