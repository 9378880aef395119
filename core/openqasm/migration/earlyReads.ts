import type { Analysis } from '../analyseProgram.ts';
import { elementCount } from '../selection.ts';
import type { ProgramSymbol } from '../symbols.ts';
import type { Expression, Statement } from '../syntaxTree.ts';
import { programStatements } from './programStatements.ts';

/**
 * The classical registers of an OpenQASM 2 program that a condition reads before all of their bits have been measured.
 * They hold 0 there, while a bit of OpenQASM 3 has no value before it is given one.
 */
export function registersReadEarly(analysis: Analysis): ReadonlySet<ProgramSymbol> {
  const measured = new Map<ProgramSymbol, Set<number>>();
  const early = new Set<ProgramSymbol>();
  const symbolOf = (file: number, expression: Expression): ProgramSymbol | undefined => {
    const name = expression.kind === 'index' ? expression.base : expression;
    const token = name.kind === 'identifier' ? name.token : -1;
    return analysis.symbols[analysis.files[file]?.symbolOfToken[token] ?? -1];
  };
  const visit = (file: number, statement: Statement) => {
    if (statement.kind === 'measure' && statement.target) {
      const register = symbolOf(file, statement.target);
      if (register) measuredBits(measured, register, statement.target);
    } else if (statement.kind === 'if' && statement.condition.kind === 'binary') {
      const register = symbolOf(file, statement.condition.left);
      const size = register?.selection && elementCount(register.selection);
      if (register && (size === undefined || (measured.get(register)?.size ?? 0) < size)) early.add(register);
    }
  };
  for (const { file, statement } of programStatements(analysis)) visit(file, statement);
  return early;
}

/** Notes the bits a measurement sets. */
function measuredBits(measured: Map<ProgramSymbol, Set<number>>, register: ProgramSymbol, target: Expression): void {
  const bits = measured.get(register) ?? new Set<number>();
  measured.set(register, bits);
  if (target.kind === 'index') {
    const [selector] = target.selectors;
    if (selector?.kind === 'integer') bits.add(selector.value);
    return;
  }
  const size = (register.selection && elementCount(register.selection)) ?? 0;
  for (let bit = 0; bit < size; bit++) bits.add(bit);
}
