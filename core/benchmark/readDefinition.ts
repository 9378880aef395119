import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { LineTable, type OffsetRange } from '#core/base/textRange.ts';
import { type JsonSchema, keysAt } from '#core/base/yaml/jsonSchema.ts';
import { type FileKind, parseYaml } from '#core/base/yaml/parseYaml.ts';
import { schemaProblems } from '#core/base/yaml/schemaProblems.ts';
import { plainValue } from '#core/base/yaml/sourceNode.ts';

/**
 * Reads a YAML or JSON file that must satisfy a schema. Keys that begin with `x-` are left out.
 * @param path for messages
 * @throws Failure `invalid-input` that names the first mistake and its place
 */
export function readDefinition<Schema extends z.ZodType>(
  text: string,
  path: string,
  kind: FileKind,
  schema: Schema,
): z.infer<Schema> {
  const refuse = ([first, ...more]: readonly { readonly message: string; readonly range: OffsetRange }[]): never => {
    const { character, line } = new LineTable(text).positionAt(first?.range.start ?? 0);
    throw new Failure('invalid-input', first?.message ?? `This is no ${kind.name}.`, {
      place: { path, line, character },
      ...(more.length === 0 ? {} : { advice: `${more.length} more of its mistakes are to be mended after it.` }),
    });
  };
  const { problems, root } = parseYaml(text, kind);
  if (problems.length > 0 || root === undefined) return refuse(problems);
  const outcome = schema.safeParse(plainValue(root, (key) => !key.startsWith('x-')));
  if (outcome.success) return outcome.data;
  const known = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
  return refuse(schemaProblems(outcome.error.issues, root, (place) => keysAt(known, place), `a ${kind.name}`));
}
