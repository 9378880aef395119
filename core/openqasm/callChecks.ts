import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { BuiltinFunction } from './builtins.ts';
import { diagnose } from './messages.ts';
import type { CallExpression } from './syntaxTree.ts';
import type { TypedValue } from './typedValue.ts';
import { describeType } from './types.ts';
import type { CallProblem } from './typing/callRules.ts';

/** What is wrong with a call of a built-in function. */
export function callProblem(
  problem: CallProblem,
  { name, signature }: BuiltinFunction,
  call: CallExpression,
  given: readonly TypedValue[],
): Diagnostic {
  switch (problem.kind) {
    case 'count': {
      const count = `${given.length} argument${given.length === 1 ? '' : 's'}`;
      return diagnose('QAS4030', call, `'${name}' cannot take ${count}; it is ${signature}`);
    }
    case 'no-overload': {
      const types = given.map(({ type }) => describeType(type)).join(', ');
      return diagnose('QAS4030', call, `No form of '${name}' takes (${types}); it is ${signature}`);
    }
    case 'domain':
      return diagnose('QAS4030', call, `'${name}' has a value only for ${problem.domain}`);
    case 'no-width': {
      const argument = call.arguments[problem.index] ?? call;
      const type = given[problem.index]?.type;
      return diagnose('QAS4014', argument, `'${name}'`, type ? describeType(type) : '');
    }
  }
}
