import { closestName } from '#core/base/closestName.ts';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import { entryOf, type SourceEntry, type SourceNode, type SourcePath } from '#core/base/yaml/sourceNode.ts';
import { looksLikeSecret, namesSecret } from './secrecy.ts';

/** The value of an environment variable, or undefined when it is not set. */
export type EnvironmentLookup = (name: string) => string | undefined;

export interface Substituted {
  readonly root: SourceNode;
  readonly diagnostics: readonly Diagnostic[];
  /** Joined paths of scalars that came from a reference and turned into a number or boolean. */
  readonly retyped: ReadonlySet<string>;
}

const reference = /\$\{\s*([^}]*?)\s*\}/g;

/**
 * Replaces `${vars.name}` and `${env.NAME}` in texts, keeping places. A text that is one reference takes the type of the
 * variable; what comes from the environment becomes a number where it reads as one. A record of a run holds the result,
 * so a reference that could put a secret there is refused (HP180).
 */
export function substitute(root: SourceNode, environment: EnvironmentLookup): Substituted {
  const diagnostics: Diagnostic[] = [];
  const retyped = new Set<string>();
  const vars = entryOf(root, 'vars')?.value;
  const problem = (code: string, message: string, node: SourceNode): undefined => {
    diagnostics.push({ code, severity: 'error', message, range: node.range });
    return undefined;
  };

  const lookUp = (expression: string, node: SourceNode): string | number | boolean | undefined => {
    const [space, name, ...rest] = expression.split('.');
    if (rest.length > 0 || !name || (space !== 'vars' && space !== 'env'))
      return problem(
        'HP003',
        `\`\${${expression}}\` is no reference; write \`\${vars.name}\` or \`\${env.NAME}\`.`,
        node,
      );
    if (space === 'vars') {
      const value = entryOf(vars, name)?.value;
      if (value?.kind === 'scalar' && value.value !== null) return value.value;
      const known = vars?.kind === 'mapping' ? vars.entries.map((entry) => entry.key) : [];
      const meant = closestName(name, known);
      return problem('HP003', `There is no \`${name}\` under vars.${meant ? ` Did you mean \`${meant}\`?` : ''}`, node);
    }
    if (namesSecret(name))
      return problem(
        'HP180',
        `\`${name}\` looks like the name of a secret, and values of this file are kept in run records. Name it under credentials: { env: ${name} } of a backend instead.`,
        node,
      );
    const value = environment(name);
    if (value === undefined) return problem('HP003', `The environment variable ${name} is not set.`, node);
    if (looksLikeSecret(value))
      return problem(
        'HP180',
        `The value of the environment variable ${name} looks like a credential, and values of this file are kept in run records.`,
        node,
      );
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : value;
  };

  const walk = (node: SourceNode, path: SourcePath): SourceNode => {
    switch (node.kind) {
      case 'list':
        return { ...node, items: node.items.map((item, index) => walk(item, [...path, index])) };
      case 'mapping':
        return {
          ...node,
          entries: node.entries.map((entry): SourceEntry => {
            const own = path.length === 0 && entry.key === 'vars';
            return own ? entry : { ...entry, value: walk(entry.value, [...path, entry.key]) };
          }),
        };
      case 'scalar': {
        if (typeof node.value !== 'string' || !node.value.includes('${')) return node;
        const whole = /^\$\{\s*([^}]*?)\s*\}$/.exec(node.value);
        if (whole) {
          const value = lookUp(whole[1] ?? '', node);
          if (value === undefined) return node;
          if (typeof value !== 'string') retyped.add(path.join('\n'));
          return { ...node, value };
        }
        const value = node.value.replace(reference, (written, expression: string) =>
          String(lookUp(expression, node) ?? written),
        );
        return { ...node, value };
      }
    }
  };

  return { root: walk(root, []), diagnostics, retyped };
}
