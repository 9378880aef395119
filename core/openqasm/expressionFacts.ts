import type { Analysis } from './analyseProgram.ts';
import type { BuiltinFunction } from './builtins.ts';
import { Evaluated } from './evaluated.ts';
import { type EvaluationEnvironment, evaluate } from './evaluation.ts';
import type { CertainValue } from './loopTurns.ts';
import type { ProgramSymbol } from './symbols.ts';
import type {
  Block,
  CallExpression,
  Expression,
  HardwareQubit,
  Identifier,
  QuantumCallExpression,
  TypeNode,
} from './syntaxTree.ts';
import { constantOf, runtimeValue, type TypedValue, unknownValue } from './typedValue.ts';
import { resolveType } from './typeResolution.ts';
import { durationType, noType, type Size, type Type } from './types.ts';

/** What names mean: an analysis, or one that is being made. */
type ResolvedNames = Pick<Analysis, 'files' | 'symbols' | 'version'>;

/**
 * The type of an expression of an analysed program, and its value where it is constant; reports nothing and changes
 * nothing. Of a qubit or register of qubits the type is `qubit` too.
 * @param file index into `Analysis.files` of the file the expression is in
 */
export function expressionFacts(analysis: Analysis, file: number, expression: Expression): TypedValue {
  return evaluate(expression, new AnalysedNames(analysis, file));
}

/** Names as they have been resolved; reports nothing and counts no use. */
export class AnalysedNames implements EvaluationEnvironment {
  readonly #analysis: ResolvedNames;
  readonly #file: number;
  readonly evaluated = new Evaluated();

  constructor(analysis: ResolvedNames, file: number) {
    this.#analysis = analysis;
    this.#file = file;
  }

  get text(): string {
    return this.#analysis.files[this.#file]?.tree.text ?? '';
  }

  get realArithmetic(): boolean {
    return this.#analysis.version.major === 2;
  }

  /** What is accepted was judged by the analysis. */
  get isStrict(): boolean {
    return false;
  }

  /** What is wrong was said by the analysis. */
  get repairs(): undefined {
    return undefined;
  }

  protected symbolOf({ token }: Identifier): ProgramSymbol | undefined {
    return this.#analysis.symbols[this.#analysis.files[this.#file]?.symbolOfToken[token] ?? -1];
  }

  valueOf(name: Identifier): TypedValue {
    const symbol = this.symbolOf(name);
    if (!symbol) return unknownValue;
    const isConstant = symbol.kind === 'constant' || symbol.kind === 'builtin-constant';
    return isConstant ? constantOf(symbol.type, symbol.value) : runtimeValue(symbol.type);
  }

  functionOf({ callee }: CallExpression): BuiltinFunction | TypedValue {
    const symbol = this.symbolOf(callee);
    return symbol?.builtin ?? (symbol?.callable ? runtimeValue(symbol.callable.returns) : unknownValue);
  }

  quantumType(part: QuantumCallExpression | Block | HardwareQubit): Type {
    switch (part.kind) {
      case 'block':
        return durationType;
      case 'quantum-call':
        return noType;
      case 'hardware-qubit':
        return { kind: 'qubit', size: 'scalar' };
    }
  }

  measuredSize(operand: Expression): Size {
    const { type } = evaluate(operand, this);
    return type.kind === 'qubit' ? type.size : 'unknown';
  }

  misplacedMeasurement(): void {}

  typeOf(node: TypeNode): Type {
    const sizeOf = (expression: Expression, _what: string, least: number): number | undefined => {
      const { value } = evaluate(expression, this);
      const number = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : Number.NaN;
      return Number.isInteger(number) && number >= least ? number : undefined;
    };
    return resolveType(node, { leastRegister: 0, sizeOf, report: () => {} });
  }

  allowsConcatenation(): boolean {
    return true;
  }

  certainValues(): readonly CertainValue[] {
    return [];
  }

  conditionally<Result>(run: () => Result): Result {
    return run();
  }

  report(): void {}
}
