import { CalibrationBody } from '#core/openqasm/calibrationBody.ts';
import { StatementList } from '#core/openqasm/statementList.ts';
import type { SyntaxTree } from '#core/openqasm/syntaxTree.ts';
import type { TokenStream } from '#core/openqasm/tokenStream.ts';

/** Where two trees of one text differ, in tokens, statements, nodes or diagnostics; undefined when they do not. */
export function treeDifference(one: SyntaxTree, other: SyntaxTree): string | undefined {
  return (
    tokenDifference(one.tokens, other.tokens) ??
    valueDifference(one.version, other.version, 'version') ??
    valueDifference(one.tokens.diagnostics, other.tokens.diagnostics, 'findings of the scanner') ??
    valueDifference(one.diagnostics, other.diagnostics, 'diagnostics') ??
    valueDifference(one.statements, other.statements, 'statements')
  );
}

function tokenDifference(one: TokenStream, other: TokenStream): string | undefined {
  if (one.count !== other.count) return `there are ${one.count} and ${other.count} tokens`;
  if (one.bracesMatch !== other.bracesMatch) return 'braces match in one only';
  for (let token = 0; token < one.count; token++) {
    const isSame =
      one.kinds[token] === other.kinds[token] &&
      one.starts[token] === other.starts[token] &&
      one.ends[token] === other.ends[token] &&
      one.names.texts[one.words[token] ?? -1] === other.names.texts[other.words[token] ?? -1];
    if (!isSame) return `token ${token} differs`;
  }
  return undefined;
}

/** Where two values differ in content, as a path of properties; values may nest to any depth. */
export function valueDifference(one: unknown, other: unknown, name: string): string | undefined {
  const waiting: (readonly [unknown, unknown, string])[] = [[one, other, name]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [left, right, path] = next;
    if (Object.is(left, right)) continue;
    const isCompound = typeof left === 'object' && left !== null && typeof right === 'object' && right !== null;
    if (!isCompound) return `${path} is ${String(left)} and ${String(right)}`;
    if (left instanceof StatementList && right instanceof StatementList) {
      if (left.length !== right.length) return `${path} has ${left.length} and ${right.length} statements`;
      for (let index = 0; index < left.length; index++) {
        const isSame =
          left.kindAt(index) === right.kindAt(index) &&
          left.isPlainAt(index) === right.isPlainAt(index) &&
          left.firstTokenAt(index) === right.firstTokenAt(index) &&
          left.lastTokenAt(index) === right.lastTokenAt(index);
        if (!isSame) return `${path}[${index}] has another kind or other tokens`;
        waiting.push([left.at(index), right.at(index), `${path}[${index}]`]);
      }
      continue;
    }
    if (left instanceof CalibrationBody && right instanceof CalibrationBody) {
      waiting.push([left.statements, right.statements, `${path}.statements`]);
    }
    const [keys, others] = [Object.keys(left), Object.keys(right)];
    if (keys.length !== others.length) return `${path} has ${keys.length} and ${others.length} properties`;
    for (const key of keys) {
      const [a, b] = [left[key as keyof typeof left], right[key as keyof typeof right]];
      if (!Object.is(a, b)) waiting.push([a, b, `${path}.${key}`]);
    }
  }
  return undefined;
}
