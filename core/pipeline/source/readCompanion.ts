import type { z } from 'zod';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import { keysAt } from '#core/base/yaml/jsonSchema.ts';
import { plainValue, type SourceNode } from '#core/base/yaml/sourceNode.ts';
import {
  type CompanionKind,
  companionFiles,
  type ScorecardFile,
  type SuiteDefinition,
  scorecardFileSchema,
  suiteFileSchema,
} from '../schema/companionSchema.ts';
import { companionJsonSchema } from '../schema/jsonSchema.ts';
import { inOrderOfPlace } from './inOrderOfPlace.ts';
import { parsePipelineText } from './parsePipelineText.ts';
import { schemaDiagnostics } from './schemaDiagnostics.ts';

interface Source<Definition> {
  readonly text: string;
  /** Absent when the text is no block of keys. */
  readonly root: SourceNode | undefined;
  /** Present only when the file satisfies the schema. */
  readonly definition: Definition | undefined;
  /** HP001–HP005, in order of place. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A suite or scorecard file as read: what it says, where it says it, and what is wrong with its form. */
export type CompanionSource =
  | ({ readonly kind: 'suite' } & Source<SuiteDefinition>)
  | ({ readonly kind: 'scorecard' } & Source<ScorecardFile>);

/** Reads and type-checks a suite or scorecard file. Never throws for anything a text can hold. */
export function readCompanion(kind: CompanionKind, text: string): CompanionSource {
  switch (kind) {
    case 'suite':
      return { kind, ...readSource(kind, text, suiteFileSchema) };
    case 'scorecard':
      return { kind, ...readSource(kind, text, scorecardFileSchema) };
  }
}

function readSource<Schema extends z.ZodType>(
  kind: CompanionKind,
  text: string,
  schema: Schema,
): Source<z.infer<Schema>> {
  const parsed = parsePipelineText(text, companionFiles[kind]);
  const { root } = parsed;
  if (!root) return { text, root, definition: undefined, diagnostics: inOrderOfPlace(parsed.diagnostics) };
  const outcome = schema.safeParse(plainValue(root, (key) => !key.startsWith('x-')));
  const known = companionJsonSchema(kind);
  const issues = outcome.error?.issues ?? [];
  const form = schemaDiagnostics(issues, root, (path) => keysAt(known, path), `a ${companionFiles[kind].name}`);
  // What cannot be read may hold the keys that seem to be missing.
  const readable = parsed.diagnostics.length === 0;
  const diagnostics = [...parsed.diagnostics, ...form.filter(({ code }) => readable || code !== 'HP004')];
  return {
    text,
    root,
    definition: readable ? outcome.data : undefined,
    diagnostics: inOrderOfPlace(diagnostics),
  };
}
