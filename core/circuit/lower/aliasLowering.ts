import type { AliasDeclaration } from '#core/openqasm/syntaxTree.ts';
import { knownInteger } from './loweredValue.ts';
import { indexValue, lowerSelection } from './lowerIndexed.ts';
import type { LoweringState } from './loweringState.ts';
import { indicesIn } from './runTimeIndex.ts';
import { throughAlias } from './throughAlias.ts';

/**
 * Gives the name of an alias its meaning (types, "Aliasing"). One of what only the run picks remembers its indices, and
 * `throughAlias` looks through it where it is used.
 */
export function lowerAlias({ name, value }: AliasDeclaration, state: LoweringState): void {
  const symbol = state.symbolOf(name);
  if (!symbol) return;
  const indices = indicesIn(throughAlias(value, state)).flatMap((node) => {
    const lowered = indexValue(node, state);
    return lowered ? [{ node, lowered }] : [];
  });
  const isKnown = indices.every(({ lowered }) => knownInteger(lowered) !== undefined);
  if (isKnown || state.file !== 0) {
    const selection = lowerSelection(value, state);
    if (selection) state.bind(symbol.id, { kind: 'elements', selection });
    return;
  }
  for (const { lowered, node } of indices) {
    const isFixed = lowered.expression.kind === 'constant' || state.keptIndex(node) !== undefined;
    state.keepIndex(node, isFixed ? lowered : state.keep(lowered, node, name.name));
  }
  state.bind(symbol.id, { kind: 'alias', value: throughAlias(value, state) });
}
