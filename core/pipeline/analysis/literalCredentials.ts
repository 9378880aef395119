import type { SourceNode, SourcePath, SourceScalar } from '#core/base/yaml/sourceNode.ts';
import { secretKeys } from '../schema/scalars.ts';
import { looksLikeSecret, namesSecret } from '../source/secrecy.ts';

/** A text of a pipeline file that seems to be a credential. */
export interface LiteralCredential {
  readonly path: SourcePath;
  readonly node: SourceScalar;
  /** What gives it away, as the subject of a sentence. */
  readonly where: string;
}

/** Texts shaped like a credential anywhere, and any text under a key that names one. */
export function literalCredentials(root: SourceNode): LiteralCredential[] {
  const found: LiteralCredential[] = [];
  collect(root, [], found);
  return found;
}

function collect(node: SourceNode, path: SourcePath, found: LiteralCredential[]): void {
  switch (node.kind) {
    case 'list':
      node.items.forEach((item, index) => {
        collect(item, [...path, index], found);
      });
      return;
    case 'mapping':
      for (const entry of node.entries) collect(entry.value, [...path, entry.key], found);
      return;
    case 'scalar': {
      if (typeof node.value !== 'string' || node.value === '') return;
      const key = String(path.at(-1) ?? '');
      if (key === 'sha256') return;
      const namedByKey = namesSecret(key) && !isReference(path);
      if (namedByKey || looksLikeSecret(node.value))
        found.push({ path, node, where: namedByKey ? `\`${key}\`` : 'This text' });
    }
  }
}

/** Whether a place is one for the name of a credential: `credentials: { secret: NAME }`, `apiKey: { secret: NAME }`. */
function isReference(path: SourcePath): boolean {
  if (path.includes('credentials')) return true;
  const holder = path.at(-2);
  const kinds: readonly (string | number | undefined)[] = secretKeys;
  return typeof holder === 'string' && namesSecret(holder) && kinds.includes(path.at(-1));
}
