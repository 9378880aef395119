import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { Binder } from './binder.ts';
import { nodePathAt } from './navigation.ts';
import { separateFix } from './separateStatement.ts';
import type { Expression } from './syntaxTree.ts';
import type { Type } from './types.ts';

/** What can be done about mistakes in expressions that takes more than the expression: statements around it. */
export class ExpressionRepairs {
  readonly #binder: Binder;

  constructor(binder: Binder) {
    this.#binder = binder;
  }

  /** Joins registers in a statement before, where they cannot be joined. */
  joiningBefore(concatenation: Expression, type: Type): DiagnosticFix | undefined {
    if (type.kind !== 'bit') return undefined;
    const value = this.#binder.sourceOf(concatenation);
    const bits = { range: concatenation, size: type.size, name: 'joined', value };
    return separateFix(bits, (name) => `Join the registers in '${name}' before`, this.#binder);
  }

  /**
   * Ends the loop over a range whose variable an index is at the last value it may have: both ends of a range count, which
   * is easily forgotten.
   */
  endingLoopAt(index: Expression, last: number): DiagnosticFix | undefined {
    if (index.kind !== 'identifier') return undefined;
    const loop = nodePathAt(this.#binder.currentFile.tree, index.start).findLast(
      (node) => node.kind === 'for' && node.variable.name === index.name,
    );
    if (loop?.kind !== 'for' || loop.iterable.kind !== 'range') return undefined;
    const { last: end, step } = loop.iterable;
    if (!end || step) return undefined;
    const written = this.#binder.sourceOf(end);
    const isOperand = end.kind === 'identifier' || end.kind === 'call' || end.kind === 'parenthesised';
    const newText = end.kind === 'integer' ? String(last) : `${isOperand ? written : `(${written})`} - 1`;
    const range = { start: end.start, end: end.end };
    return { title: `End the loop at '${newText}'`, replacements: [{ range, newText }], isPreferred: false };
  }
}
