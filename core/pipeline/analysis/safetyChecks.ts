import type { SourceNode, SourcePath } from '#core/base/yaml/sourceNode.ts';
import { seedPurposes } from '../schema/resolvedPipeline.ts';
import { looksLikeSecret, namesSecret } from '../source/secrecy.ts';
import type { CheckContext } from './checkContext.ts';

/** Checks of seeds and secrets: HP170, HP180. */
export function checkSafety(context: CheckContext): void {
  checkSeeds(context);
  findSecrets(context.root, [], (path, where) => context.report('HP180', path, where));
}

function checkSeeds(context: CheckContext): void {
  const { seeds } = context.definition;
  if (!seeds) return;
  const written = seedPurposes.flatMap((purpose) => {
    const value = seeds[purpose];
    return value === undefined ? [] : [{ purpose, value }];
  });
  written.forEach(({ purpose, value }, index) => {
    const other = written.slice(0, index).find((earlier) => earlier.value === value);
    if (other) context.report('HP170', ['seeds', purpose], other.purpose, purpose);
  });
}

/** Texts shaped like a credential anywhere, and any text under a key that names one. */
function findSecrets(node: SourceNode, path: SourcePath, found: (path: SourcePath, where: string) => void): void {
  switch (node.kind) {
    case 'list':
      node.items.forEach((item, index) => {
        findSecrets(item, [...path, index], found);
      });
      return;
    case 'mapping':
      for (const entry of node.entries) findSecrets(entry.value, [...path, entry.key], found);
      return;
    case 'scalar': {
      if (typeof node.value !== 'string' || node.value === '') return;
      const key = String(path.at(-1) ?? '');
      if (key === 'sha256') return;
      const namedByKey = namesSecret(key) && !path.includes('credentials');
      if (namedByKey || looksLikeSecret(node.value)) found(path, namedByKey ? `\`${key}\`` : 'This text');
    }
  }
}
