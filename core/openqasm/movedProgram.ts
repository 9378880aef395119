import type { OffsetRange } from '#core/base/textRange.ts';
import type { LibraryName } from './gateLibrary.ts';
import type { IncludePlace, ProgramState } from './programState.ts';
import type { TreeEdit } from './reparse.ts';
import type { OpenScope, Shadowing, UnresolvedName } from './scopes.ts';
import type { ProgramSymbol, Scope, SymbolPlace } from './symbols.ts';
import type { GateDefinition, Statement, SubroutineDefinition, SyntaxTree } from './syntaxTree.ts';

/** Programs with more definitions are bound anew: each definition is read again. */
const mostDefinitions = 2000;

/** Things in the order of a program, before and behind an edit; those inside it are left out. */
interface Parted<T> {
  readonly before: T[];
  readonly after: T[];
}

/** What a program of one file declares, at the places where it stands after an edit that declares nothing. */
export class MovedProgram {
  readonly #old: ProgramState;
  readonly #tree: SyntaxTree;
  /** The offsets of the old text that were replaced. */
  readonly #region: OffsetRange;
  readonly #edit: TreeEdit;
  /** New scopes by the old ones. */
  readonly #scopes = new Map<Scope, OpenScope>();

  constructor(old: ProgramState, tree: SyntaxTree, region: OffsetRange, edit: TreeEdit) {
    this.#old = old;
    this.#tree = tree;
    this.#region = region;
    this.#edit = edit;
  }

  /** The symbols with the same ids; undefined when a definition cannot be found again. */
  symbols(): ProgramSymbol[] | undefined {
    const symbols: ProgramSymbol[] = [];
    let definitions = 0;
    for (const symbol of this.#old.symbols) {
      const definition = symbol.gate?.definition ?? symbol.subroutine;
      const place = symbol.place && this.#movedPlace(symbol.place);
      if (!definition) {
        symbols.push(place === symbol.place ? symbol : { ...symbol, place });
        continue;
      }
      const node = place && this.#definitionAt(place);
      if (node?.kind !== definition.kind || ++definitions > mostDefinitions) return undefined;
      symbols.push({ ...symbol, place, ...redefined(symbol, node) });
    }
    return symbols;
  }

  /** Everything else that has a place or names a symbol. */
  rest(symbols: readonly ProgramSymbol[]): {
    readonly global: OpenScope;
    readonly libraries: Map<LibraryName, IncludePlace>;
    readonly runtimeControl: Parted<OffsetRange>;
    readonly shadowings: Shadowing[];
    readonly unresolved: Parted<UnresolvedName>;
  } {
    const { global, libraries, runtimeControl, shadowings, unresolved } = this.#old;
    const movedGlobal = this.#movedScope(global, symbols);
    movedGlobal.end = this.#tree.text.length;
    const same = (symbol: ProgramSymbol): ProgramSymbol => symbols[symbol.id] ?? symbol;
    return {
      global: movedGlobal,
      libraries: new Map([...libraries].map(([library, place]) => [library, { ...place, ...this.#moved(place) }])),
      runtimeControl: this.#parted(
        runtimeControl,
        (range) => range,
        (range) => this.#moved(range),
      ),
      shadowings: shadowings.map(({ outer, scope, symbol }) => ({
        symbol: same(symbol),
        scope: this.#movedScope(scope, symbols),
        outer: same(outer),
      })),
      unresolved: this.#parted(
        unresolved,
        ({ name }) => name,
        (use) => ({ ...use, name: this.#movedName(use.name), scope: this.#movedScope(use.scope, symbols) }),
      ),
    };
  }

  /**
   * Removes the names from the global scope that are declared behind the edit, which does not see them.
   * @returns those names; undefined when one of them had another meaning before
   */
  takeLaterNames(global: OpenScope): ReadonlyMap<string, ProgramSymbol> | undefined {
    const later = new Map<string, ProgramSymbol>();
    for (const [name, symbol] of global.names) {
      if (symbol.place && symbol.place.name.start >= this.#editEnd) later.set(name, symbol);
    }
    for (const { start } of this.#old.libraries.values()) if (start >= this.#region.end) return undefined;
    for (const { id, name } of this.#old.symbols) {
      const replacement = later.get(name);
      // A gate may be defined again after a library or a calibration has declared it.
      if (replacement?.kind === 'gate' && replacement.id !== id && this.#old.symbols[id]?.kind === 'gate')
        return undefined;
    }
    for (const name of later.keys()) global.names.delete(name);
    return later;
  }

  /** Where the edit ends in the new text. */
  get #editEnd(): number {
    return this.#region.end + this.#edit.offsetShift;
  }

  #moved({ end, start }: OffsetRange): OffsetRange {
    const shift = start >= this.#region.end ? this.#edit.offsetShift : 0;
    return { start: start + shift, end: end + shift };
  }

  #movedPlace(place: SymbolPlace): SymbolPlace {
    const { declaration, file, name } = place;
    if (this.#edit.offsetShift === 0 || declaration.start < this.#region.end) return place;
    return { file, name: this.#moved(name), declaration: this.#moved(declaration) };
  }

  #movedName(name: UnresolvedName['name']): UnresolvedName['name'] {
    const shift = name.start >= this.#region.end ? this.#edit.newRestToken - this.#edit.oldRestToken : 0;
    return { ...name, ...this.#moved(name), token: name.token < 0 ? name.token : name.token + shift };
  }

  #movedScope(scope: OpenScope, symbols: readonly ProgramSymbol[]): OpenScope {
    const known = this.#scopes.get(scope);
    if (known) return known;
    const names = new Map([...scope.names].map(([name, symbol]) => [name, symbols[symbol.id] ?? symbol]));
    const parent = scope.parent && this.#movedScope(scope.parent, symbols);
    // The scope may have been made with those of its parent.
    const made = this.#scopes.get(scope);
    if (made) return made;
    const { end, start } = this.#moved(scope);
    const moved: OpenScope = { kind: scope.kind, file: scope.file, start, end, parent, names, children: [] };
    this.#scopes.set(scope, moved);
    for (const child of scope.children) moved.children.push(this.#movedScope(child, symbols));
    return moved;
  }

  #parted<T>(things: readonly T[], placeOf: (thing: T) => OffsetRange, move: (thing: T) => T): Parted<T> {
    const { end, start } = this.#region;
    return {
      before: things.filter((thing) => placeOf(thing).start < start).map(move),
      after: things.filter((thing) => placeOf(thing).start >= end).map(move),
    };
  }

  #definitionAt({ declaration }: SymbolPlace): Statement | undefined {
    const { statements } = this.#tree;
    const node = statements.at(statements.indexAt(declaration.start));
    return node?.start === declaration.start ? node : undefined;
  }
}

function redefined(
  { gate }: ProgramSymbol,
  node: Statement,
): { readonly gate?: ProgramSymbol['gate']; readonly subroutine?: SubroutineDefinition } {
  if (node.kind === 'subroutine') return { subroutine: node };
  const definition: GateDefinition | undefined = node.kind === 'gate' ? node : undefined;
  return gate ? { gate: { ...gate, definition } } : {};
}
