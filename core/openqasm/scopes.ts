import { isVisibleInBodies, type ProgramSymbol, type Scope } from './symbols.ts';
import type { Identifier } from './syntaxTree.ts';

/** What a name is used as, for messages and suggestions. */
export type NameRole = 'gate' | 'qubit' | 'bit' | 'value' | 'function';

/** A scope while a program is bound. */
export interface OpenScope extends Scope {
  end: number;
  readonly parent: OpenScope | undefined;
  readonly names: Map<string, ProgramSymbol>;
  readonly children: OpenScope[];
}

/** A name that was not declared where it was used; it may be declared later. */
export interface UnresolvedName {
  readonly name: Identifier;
  readonly role: NameRole;
  readonly file: number;
  readonly scope: OpenScope;
  /** How a gate is called, where the name is that of a gate. */
  readonly call: CallShape | undefined;
}

/** A use of a global variable in a body that does not see it. */
export interface HiddenUse {
  readonly name: Identifier;
  readonly symbol: ProgramSymbol;
  readonly inside: 'gate' | 'subroutine';
  readonly file: number;
  /** The scope of the gate or subroutine. */
  readonly body: Scope;
}

/** A name of an inner scope that another one outside has too. */
export interface Shadowing {
  readonly symbol: ProgramSymbol;
  readonly scope: OpenScope;
  readonly outer: ProgramSymbol;
}

/** How many parameters and qubits a call gives. */
export interface CallShape {
  readonly parameters: number;
  readonly qubits: number;
}

/** A scope that begins at an offset of a file, with nothing in it yet. */
export function openScope(kind: Scope['kind'], file: number, start: number, parent: OpenScope | undefined): OpenScope {
  return { kind, file, start, end: start, parent, names: new Map(), children: [] };
}

/** Whether a symbol can be used in a role. */
export function suitsRole(symbol: ProgramSymbol, role: NameRole): boolean {
  switch (role) {
    case 'gate':
      return symbol.kind === 'gate';
    case 'qubit':
      return symbol.type.kind === 'qubit';
    case 'bit':
      return symbol.type.kind === 'bit';
    case 'function':
      return symbol.kind === 'subroutine' || symbol.kind === 'extern' || symbol.kind === 'builtin-function';
    case 'value':
      return symbol.type.kind !== 'qubit' && symbol.type.kind !== 'none';
  }
}

/** A global symbol that the body of a gate or subroutine cannot see. */
interface HiddenSymbol {
  readonly hidden: ProgramSymbol;
  readonly inside: 'gate' | 'subroutine';
  readonly body: Scope;
}

/** What a name means in a scope, looking outwards. */
export function findName(from: OpenScope, name: string): ProgramSymbol | HiddenSymbol | undefined {
  let inside: 'gate' | 'subroutine' | undefined;
  let body: Scope = from;
  for (let scope: OpenScope | undefined = from; scope; scope = scope.parent) {
    const symbol = scope.names.get(name);
    if (symbol) return inside && !isVisibleInBodies(symbol) ? { hidden: symbol, inside, body } : symbol;
    if (scope.kind !== 'gate' && scope.kind !== 'subroutine') continue;
    inside = scope.kind;
    body = scope;
  }
  return undefined;
}
