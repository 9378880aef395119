import type { OffsetRange } from '#core/base/textRange.ts';
import type { BuiltinFunction } from './builtins.ts';
import type { ConstantValue } from './constantValue.ts';
import type { LibraryGate } from './gateLibrary.ts';
import type { Selection } from './selection.ts';
import type { GateDefinition, SubroutineDefinition } from './syntaxTree.ts';
import { describeType, type Type } from './types.ts';

export type SymbolKind =
  | 'qubit'
  | 'variable'
  | 'constant'
  | 'input'
  | 'output'
  | 'alias'
  | 'gate'
  | 'gate-parameter'
  | 'gate-qubit'
  | 'subroutine'
  | 'parameter'
  | 'extern'
  | 'loop-variable'
  | 'builtin-constant'
  | 'builtin-function';

/** Where a symbol is declared: the file (0 is the analysed one), its name, and the whole declaration. */
export interface SymbolPlace {
  readonly file: number;
  readonly name: OffsetRange;
  readonly declaration: OffsetRange;
}

/** How a gate is called, and what it does: by a definition, by a library, or not known (`opaque`). */
export interface GateSignature {
  readonly parameters: readonly string[];
  readonly qubits: readonly string[];
  readonly definition: GateDefinition | undefined;
  readonly library: LibraryGate | undefined;
}

/** The types of the parameters and of the result of a subroutine or external function. */
export interface CallableSignature {
  readonly parameters: readonly Type[];
  readonly returns: Type;
}

/** Something a program gives a name to, or the language does. */
export interface ProgramSymbol {
  /** Index in `Analysis.symbols`. */
  readonly id: number;
  readonly kind: SymbolKind;
  readonly name: string;
  readonly type: Type;
  /** Absent for what the language or a built-in library declares. */
  readonly place: SymbolPlace | undefined;
  /** The value of a constant, where it could be computed. */
  readonly value: ConstantValue | undefined;
  readonly gate: GateSignature | undefined;
  readonly builtin: BuiltinFunction | undefined;
  readonly subroutine: SubroutineDefinition | undefined;
  readonly callable: CallableSignature | undefined;
  /** The qubits or bits it stands for, in one numbering of the whole program. */
  readonly selection: Selection | undefined;
}

/** A stretch of text in which names are visible. Block scopes see what is around them, bodies only some of it. */
export interface Scope {
  readonly kind: 'global' | 'gate' | 'subroutine' | 'block';
  readonly file: number;
  readonly start: number;
  readonly end: number;
  readonly parent: Scope | undefined;
  readonly names: ReadonlyMap<string, ProgramSymbol>;
  readonly children: readonly Scope[];
}

/** Whether a global symbol can be used inside the body of a gate or subroutine (scope). */
export function isVisibleInBodies(symbol: ProgramSymbol): boolean {
  switch (symbol.kind) {
    case 'constant':
    case 'gate':
    case 'subroutine':
    case 'extern':
    case 'builtin-constant':
    case 'builtin-function':
      return true;
    default:
      return false;
  }
}

/** The symbol in a sentence: `a gate`, `a qubit register`, `an int variable`. */
export function describeSymbol(symbol: ProgramSymbol): string {
  const isRegister = 'size' in symbol.type && symbol.type.size !== 'scalar';
  switch (symbol.kind) {
    case 'qubit':
      return isRegister ? 'a qubit register' : 'a qubit';
    case 'variable':
    case 'parameter':
      if (symbol.type.kind === 'bit') return isRegister ? 'a bit register' : 'a bit';
      if (symbol.type.kind === 'qubit') return isRegister ? 'a qubit register' : 'a qubit';
      return symbol.type.kind === 'none' ? `a ${symbol.kind}` : `${withArticle(symbol.type.kind)} ${symbol.kind}`;
    case 'constant':
      return 'a constant';
    case 'input':
      return `an input of type ${describeType(symbol.type)}`;
    case 'output':
      return `an output of type ${describeType(symbol.type)}`;
    case 'alias':
      return symbol.type.kind === 'bit' ? 'an alias of bits' : 'an alias of qubits';
    case 'gate':
      return 'a gate';
    case 'gate-parameter':
      return 'a parameter of the gate';
    case 'gate-qubit':
      return 'a qubit of the gate';
    case 'subroutine':
      return 'a subroutine';
    case 'extern':
      return 'an external function';
    case 'loop-variable':
      return 'a loop variable';
    case 'builtin-constant':
      return 'a constant';
    case 'builtin-function':
      return 'a function';
  }
}

function withArticle(word: string): string {
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}
