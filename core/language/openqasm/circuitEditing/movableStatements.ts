import type { Statement } from '#core/openqasm/syntaxTree.ts';

/** Statements that may stand elsewhere; what declares or includes something stays where it is. */
export const movableStatements: ReadonlySet<Statement['kind']> = new Set([
  'gate-call',
  'measure',
  'reset',
  'barrier',
  'assignment',
  'expression',
  'if',
  'for',
  'while',
  'switch',
  'box',
  'block',
]);
