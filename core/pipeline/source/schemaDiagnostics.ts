import type { z } from 'zod';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import { type KnownKeys, type SchemaProblem, schemaProblems } from '#core/base/yaml/schemaProblems.ts';
import type { SourceNode } from '#core/base/yaml/sourceNode.ts';

const codes: Readonly<Record<SchemaProblem['kind'], string>> = {
  'unknown-key': 'HP002',
  'missing-key': 'HP004',
  'wrong-value': 'HP003',
};

/**
 * The issues of a schema as diagnostics of a file, at the smallest piece of text.
 * @param subject what the whole file is
 */
export function schemaDiagnostics(
  issues: readonly z.core.$ZodIssue[],
  root: SourceNode,
  known: KnownKeys,
  subject = 'a pipeline',
): Diagnostic[] {
  return schemaProblems(issues, root, known, subject).map(({ kind, message, range }) => {
    return { code: codes[kind], severity: 'error', message, range };
  });
}
