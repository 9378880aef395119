import type { Diagnostic } from '#core/base/diagnostic.ts';
import { keysAt } from '#core/base/yaml/jsonSchema.ts';
import { plainValue, type SourceNode } from '#core/base/yaml/sourceNode.ts';
import { pipelineJsonSchema } from '../schema/jsonSchema.ts';
import { type PipelineDefinition, pipelineSchema } from '../schema/pipelineSchema.ts';
import { inOrderOfPlace } from './inOrderOfPlace.ts';
import { parsePipelineText } from './parsePipelineText.ts';
import { schemaDiagnostics } from './schemaDiagnostics.ts';
import { type EnvironmentLookup, substitute } from './substitution.ts';

/** A pipeline file as read: what it says, where it says it, and what is wrong with its form. */
export interface PipelineSource {
  readonly path: string;
  readonly text: string;
  /** After substitution, with the places of the text; absent when the text is no block of keys. */
  readonly root: SourceNode | undefined;
  /** Present only when the file satisfies the schema. */
  readonly definition: PipelineDefinition | undefined;
  /** HP001–HP005 and HP180 of substitution, in order of place. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads, substitutes and type-checks a pipeline file. Never throws for anything a text can hold.
 * @param path of the file, for messages and relative files
 */
export function readPipeline(
  text: string,
  path: string,
  environment: EnvironmentLookup = () => undefined,
): PipelineSource {
  const parsed = parsePipelineText(text);
  if (!parsed.root)
    return { path, text, root: undefined, definition: undefined, diagnostics: inOrderOfPlace(parsed.diagnostics) };
  const substituted = substitute(parsed.root, environment);
  const checked = checkSchema(substituted.root, substituted.retyped);
  // What cannot be read may hold the keys that seem to be missing.
  const readable = parsed.diagnostics.length === 0;
  const form = checked.diagnostics.filter((diagnostic) => readable || diagnostic.code !== 'HP004');
  const diagnostics = [...parsed.diagnostics, ...substituted.diagnostics, ...form];
  const usable = diagnostics.every((diagnostic) => diagnostic.severity !== 'error');
  return {
    path,
    text,
    root: checked.root,
    definition: usable ? checked.definition : undefined,
    diagnostics: inOrderOfPlace(diagnostics),
  };
}

interface Checked {
  readonly root: SourceNode;
  readonly definition?: PipelineDefinition;
  readonly diagnostics: readonly Diagnostic[];
}

function checkSchema(root: SourceNode, retyped: ReadonlySet<string>): Checked {
  const own = (key: string) => !key.startsWith('x-');
  const outcome = pipelineSchema.safeParse(plainValue(root, own));
  if (outcome.success) return { root, definition: outcome.data, diagnostics: [] };
  const texts = new Set(
    outcome.error.issues
      .filter((issue) => issue.code === 'invalid_type' && issue.expected === 'string')
      .map((issue) => issue.path.join('\n'))
      .filter((path) => retyped.has(path)),
  );
  // A reference that gave a number where the format wants a text means the text of that number.
  if (texts.size > 0) return checkSchema(withTexts(root, texts, ''), new Set());
  const schema = pipelineJsonSchema();
  return { root, diagnostics: schemaDiagnostics(outcome.error.issues, root, (path) => keysAt(schema, path)) };
}

function withTexts(node: SourceNode, texts: ReadonlySet<string>, path: string): SourceNode {
  const inner = (part: string | number) => (path === '' ? String(part) : `${path}\n${part}`);
  switch (node.kind) {
    case 'scalar':
      return texts.has(path) ? { ...node, value: String(node.value) } : node;
    case 'list':
      return { ...node, items: node.items.map((item, index) => withTexts(item, texts, inner(index))) };
    case 'mapping':
      return {
        ...node,
        entries: node.entries.map((entry) => ({ ...entry, value: withTexts(entry.value, texts, inner(entry.key)) })),
      };
  }
}
