import type { OffsetRange } from '#core/base/textRange.ts';
import type { ProgramSymbol } from './symbols.ts';
import type { Statement } from './syntaxTree.ts';

/**
 * Why a symbol keeps its value; undefined for one that can be assigned.
 * @param isStrict also for what tools assign to although the specification has no such assignments
 */
export function whyNotAssignable(symbol: ProgramSymbol, isStrict: boolean): string | undefined {
  if (isStrict && symbol.type.kind === 'stretch') return 'a stretch, whose length the compiler chooses';
  if (isStrict && symbol.kind === 'input') return 'an input';
  switch (symbol.kind) {
    case 'constant':
    case 'builtin-constant':
      return 'a constant';
    case 'parameter':
      return symbol.type.kind === 'array' && symbol.type.access === 'readonly' ? 'a readonly array' : undefined;
    default:
      return undefined;
  }
}

/** What a statement is called when the body of a gate must not contain it (gates, "Defining gates"). */
export function forbiddenInGate(statement: Statement): string | undefined {
  switch (statement.kind) {
    case 'measure':
      return 'A measurement is';
    case 'reset':
      return 'A reset is';
    case 'assignment':
      return 'An assignment is';
    case 'qubit-declaration':
    case 'classical-declaration':
    case 'alias':
    case 'extern':
      return 'A declaration is';
    case 'gate':
    case 'opaque':
    case 'subroutine':
      return 'A definition is';
    case 'include':
      return 'An include is';
    case 'if':
    case 'while':
    case 'switch':
    case 'return':
      return 'Classical control is';
    case 'expression':
      return statement.expression.kind === 'call' ? 'The call of a function is' : undefined;
    case 'cal':
    case 'defcal':
    case 'defcalgrammar':
      return 'A calibration is';
    case 'jump':
      return statement.keyword === 'end' ? 'Classical control is' : undefined;
    default:
      return undefined;
  }
}

/** The first word of a statement: the smallest place that shows which one is meant. */
export function firstWord(text: string, statement: OffsetRange): OffsetRange {
  const word = /^[@#]?\w+/.exec(text.slice(statement.start, statement.start + 32))?.[0] ?? '';
  return { start: statement.start, end: statement.start + Math.max(1, word.length) };
}

/** Whether a statement of the kind does something when control arrives at it. */
export function isExecuted(kind: Statement['kind']): boolean {
  switch (kind) {
    case 'version':
    case 'include':
    case 'pragma':
    case 'annotation':
    case 'gate':
    case 'opaque':
    case 'subroutine':
    case 'extern':
    case 'defcalgrammar':
    case 'cal':
    case 'defcal':
    case 'unreadable':
      return false;
    default:
      return true;
  }
}
