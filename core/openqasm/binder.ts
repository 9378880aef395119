import type { Diagnostic, RelatedPlace } from '#core/base/diagnostic.ts';
import { LineTable, type OffsetRange } from '#core/base/textRange.ts';
import type { CheckOptions } from './analysisOptions.ts';
import { builtinConstants, builtinFunctions } from './builtins.ts';
import { builtinGates, type LibraryGate, type LibraryName, libraryGates } from './gateLibrary.ts';
import type { LanguageVersion } from './languageVersion.ts';
import { collectDiagnostic, diagnose, withRelated } from './messages.ts';
import { consecutive } from './selection.ts';
import { isVisibleInBodies, type ProgramSymbol, type Scope, type SymbolKind } from './symbols.ts';
import type { Identifier, SyntaxTree } from './syntaxTree.ts';
import type { Size, Type } from './types.ts';

/** What a name is used as, for messages and suggestions. */
export type NameRole = 'gate' | 'qubit' | 'bit' | 'value' | 'function';

/** One file of the program, with what its names mean. */
export interface FileBinding {
  readonly path: string;
  readonly tree: SyntaxTree;
  readonly lines: LineTable;
  /** Symbol id by token index; −1 for tokens that name nothing. */
  readonly symbolOfToken: Int32Array;
  readonly diagnostics: Diagnostic[];
  /** The file that includes this one, and where it names it; absent for the analysed file. */
  readonly includedAs: IncludePlace | undefined;
}

/** Where a file or library is included: the place of its path in the including file. */
export interface IncludePlace extends OffsetRange {
  readonly file: number;
}

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

/** How many parameters and qubits a call gives. */
export interface CallShape {
  readonly parameters: number;
  readonly qubits: number;
}

interface Declaration {
  readonly kind: SymbolKind;
  readonly type: Type;
  readonly declaration: OffsetRange;
  readonly parts?: Partial<Pick<ProgramSymbol, 'value' | 'gate' | 'subroutine' | 'callable' | 'selection'>>;
}

/** Knows the scopes and symbols of a program while its statements are bound one after the other. */
export class Binder {
  readonly version: LanguageVersion;
  readonly options: CheckOptions;
  /**
   * Whether the analysed file is a piece of a program that others include: its name says so, and it has no header. Then
   * it need not include the gates it uses.
   */
  readonly isFragment: boolean;
  /** Whether a file of the program could not be read, so that it may declare anything. */
  isIncomplete = false;
  readonly files: FileBinding[] = [];
  readonly symbols: ProgramSymbol[] = [];
  /** How often each symbol is used, by id. */
  readonly uses: number[] = [];
  readonly unresolved: UnresolvedName[] = [];
  /** Where the built-in libraries are included. */
  readonly libraries = new Map<LibraryName, IncludePlace>();
  readonly global: OpenScope;
  readonly builtins = new Map<string, ProgramSymbol>();
  /** Changes whenever a name may have got another meaning. */
  revision = 0;
  scope: OpenScope;
  file = 0;
  /** The gate whose body is being bound. */
  currentGate: ProgramSymbol | undefined;
  inSubroutine = false;
  loopDepth = 0;
  #nextElement = 0;
  readonly #registers: ProgramSymbol[] = [];
  /** Gates that the program a fragment belongs to likely includes. */
  readonly #expected = new Map<string, ProgramSymbol>();

  constructor(path: string, tree: SyntaxTree, options: CheckOptions) {
    this.version = tree.version;
    this.options = options;
    this.isFragment = path.endsWith('.inc') && !tree.version.declared;
    this.global = openScope('global', 0, 0, undefined);
    this.global.end = tree.text.length;
    this.scope = this.global;
    this.addFile(path, tree);
    for (const { name, value } of builtinConstants(tree.version.major)) {
      this.builtins.set(name, this.#create(name, 'builtin-constant', { kind: 'float', width: 64 }, { value }));
    }
    for (const builtin of builtinFunctions(tree.version.major)) {
      this.builtins.set(builtin.name, this.#create(builtin.name, 'builtin-function', { kind: 'none' }, { builtin }));
    }
    for (const gate of builtinGates(tree.version.major)) this.builtins.set(gate.name, this.#createGate(gate));
    if (!this.isFragment) return;
    for (const gate of [...libraryGates('stdgates.inc'), ...libraryGates('qelib1.inc')]) {
      if (!this.#expected.has(gate.name)) this.#expected.set(gate.name, this.#createGate(gate));
    }
  }

  get currentFile(): FileBinding {
    const file = this.files[this.file];
    if (!file) throw new RangeError('The binder has no current file.');
    return file;
  }

  get text(): string {
    return this.currentFile.tree.text;
  }

  get isVersion2(): boolean {
    return this.version.major === 2;
  }

  addFile(path: string, tree: SyntaxTree, includedAs?: FileBinding['includedAs']): number {
    const symbolOfToken = new Int32Array(tree.tokens.count).fill(-1);
    const lines = new LineTable(tree.text);
    return this.files.push({ path, tree, lines, symbolOfToken, diagnostics: [...tree.diagnostics], includedAs }) - 1;
  }

  report(diagnostic: Diagnostic): void {
    collectDiagnostic(this.currentFile.diagnostics, diagnostic);
  }

  /** Reports with a pointer to the declaration of a symbol. */
  reportWithDeclaration(diagnostic: Diagnostic, symbol: ProgramSymbol): void {
    const place = this.relatedPlace(symbol, `'${symbol.name}' is declared here.`);
    this.report(place ? withRelated(diagnostic, [place]) : diagnostic);
  }

  relatedPlace(symbol: ProgramSymbol, message: string): RelatedPlace | undefined {
    return symbol.place && this.placeIn(symbol.place.file, symbol.place.name, message);
  }

  /** A place in any file as the current file's diagnostics name it. */
  placeIn(file: number, { end, start }: OffsetRange, message: string): RelatedPlace {
    const path = file === this.file ? undefined : this.files[file]?.path;
    return { message, range: { start, end }, ...(path !== undefined && { path }) };
  }

  sourceOf(range: OffsetRange): string {
    return this.text.slice(range.start, range.end);
  }

  lineOf(place: NonNullable<ProgramSymbol['place']>): number {
    return (this.files[place.file]?.lines.positionAt(place.name.start).line ?? 0) + 1;
  }

  /** Opens a scope inside the current one for the time of `bind`. */
  withScope(kind: Scope['kind'], range: OffsetRange, bind: () => void): void {
    const outer = this.scope;
    const scope = openScope(kind, this.file, range.start, outer);
    scope.end = range.end;
    outer.children.push(scope);
    this.scope = scope;
    this.revision++;
    bind();
    this.scope = outer;
    this.revision++;
  }

  /** New qubits or bits, numbered after all others. */
  allocate(size: Size): ReturnType<typeof consecutive> {
    const selection = consecutive(this.#nextElement, size);
    this.#nextElement += typeof size === 'number' ? size : 1;
    return selection;
  }

  /** How the program writes a qubit or bit: `q[2]`, `$0`. */
  nameOfElement(element: number): string {
    if (element < 0) return `$${-1 - element}`;
    const owner = this.#registers.findLast((symbol) => {
      const run = symbol.selection?.runs?.[0];
      return run !== undefined && run.first <= element && element < run.first + run.count;
    });
    const first = owner?.selection?.runs?.[0]?.first ?? 0;
    if (!owner) return `#${element}`;
    return owner.selection?.size === 'scalar' ? owner.name : `${owner.name}[${element - first}]`;
  }

  /** Declares a name in the current scope; a second declaration of it is reported and stays invisible. */
  declare(name: Identifier, { kind, type, declaration, parts }: Declaration): ProgramSymbol {
    const place = {
      file: this.file,
      name: { start: name.start, end: name.end },
      declaration: { start: declaration.start, end: declaration.end },
    };
    const symbol = this.#create(name.name, kind, type, { ...parts, place });
    if (symbol.selection && kind !== 'alias') this.#registers.push(symbol);
    if (name.token >= 0) this.currentFile.symbolOfToken[name.token] = symbol.id;
    if (name.name === '') return symbol;
    if (this.#isTaken(name, kind)) this.uses[symbol.id] = 1;
    else this.scope.names.set(name.name, symbol);
    this.revision++;
    return symbol;
  }

  #isTaken(name: Identifier, kind: SymbolKind): boolean {
    const existing = this.scope.names.get(name.name);
    const builtin = this.scope === this.global ? this.builtins.get(name.name) : undefined;
    if (builtin) {
      this.report(diagnose('QAS3005', name, name.name, 'built into the language'));
      return true;
    }
    if (!existing) return false;
    if (!existing.place) {
      if (existing.gate?.library?.redefinable && kind === 'gate') return false;
      this.report(diagnose('QAS3005', name, name.name, 'a gate of the included library'));
      return true;
    }
    const isHere = existing.place.file === this.file;
    const where = isHere ? `at line ${this.lineOf(existing.place)}` : `in "${this.files[existing.place.file]?.path}"`;
    this.reportWithDeclaration(diagnose('QAS3004', name, name.name, where), existing);
    return true;
  }

  /** Makes the gates of a built-in library visible. */
  includeLibrary(library: LibraryName, place: OffsetRange): void {
    this.revision++;
    this.libraries.set(library, { file: this.file, start: place.start, end: place.end });
    for (const gate of libraryGates(library)) {
      const existing = this.global.names.get(gate.name) ?? this.builtins.get(gate.name);
      if (!existing) {
        this.global.names.set(gate.name, this.#createGate(gate));
      } else if (existing.place && !(gate.redefinable && existing.kind === 'gate')) {
        const where = existing.place.file === this.file ? existing.place.name : place;
        this.report(diagnose('QAS3005', where, gate.name, `a gate of "${library}"`));
      }
    }
  }

  #createGate(gate: LibraryGate): ProgramSymbol {
    const { parameters, qubits } = gate;
    const signature = { parameters, qubits, definition: undefined, library: gate };
    return this.#create(gate.name, 'gate', { kind: 'none' }, { gate: signature });
  }

  #create(name: string, kind: SymbolKind, type: Type, parts: Partial<ProgramSymbol>): ProgramSymbol {
    const symbol: ProgramSymbol = {
      id: this.symbols.length,
      kind,
      name,
      type,
      place: parts.place,
      value: parts.value,
      gate: parts.gate,
      builtin: parts.builtin,
      subroutine: parts.subroutine,
      callable: parts.callable,
      selection: parts.selection,
    };
    this.symbols.push(symbol);
    this.uses.push(0);
    return symbol;
  }

  /** What a name means here, without counting it as a use. */
  peek(name: string): ProgramSymbol | undefined {
    const found = findName(this.scope, name) ?? this.builtins.get(name) ?? this.#expected.get(name);
    return found && 'hidden' in found ? found.hidden : found;
  }

  /** What a name means here, if it can be used here. */
  visible(name: string): ProgramSymbol | undefined {
    const found = findName(this.scope, name) ?? this.builtins.get(name);
    return found && 'hidden' in found ? undefined : found;
  }

  /** Finds what a name means here and counts the use; undefined when it is unknown, which is or will be reported. */
  resolve(name: Identifier, role: NameRole, call?: CallShape): ProgramSymbol | undefined {
    if (name.name === '') return undefined;
    const found = findName(this.scope, name.name) ?? this.builtins.get(name.name) ?? this.#expected.get(name.name);
    if (!found) {
      this.unresolved.push({ name, role, file: this.file, scope: this.scope, call });
      return undefined;
    }
    const symbol = 'hidden' in found ? found.hidden : found;
    this.uses[symbol.id] = (this.uses[symbol.id] ?? 0) + 1;
    if (name.token >= 0) this.currentFile.symbolOfToken[name.token] = symbol.id;
    if ('hidden' in found) {
      this.reportWithDeclaration(diagnose('QAS3006', name, name.name, found.inside), symbol);
      return undefined;
    }
    return symbol;
  }
}

function openScope(kind: Scope['kind'], file: number, start: number, parent: OpenScope | undefined): OpenScope {
  return { kind, file, start, end: start, parent, names: new Map(), children: [] };
}

/** A global symbol that the body of a gate or subroutine cannot see. */
interface HiddenSymbol {
  readonly hidden: ProgramSymbol;
  readonly inside: 'gate' | 'subroutine';
}

/** What a name means in a scope, looking outwards. */
export function findName(from: OpenScope, name: string): ProgramSymbol | HiddenSymbol | undefined {
  let inside: 'gate' | 'subroutine' | undefined;
  for (let scope: OpenScope | undefined = from; scope; scope = scope.parent) {
    const symbol = scope.names.get(name);
    if (symbol) return inside && !isVisibleInBodies(symbol) ? { hidden: symbol, inside } : symbol;
    if (scope.kind === 'gate' || scope.kind === 'subroutine') inside = scope.kind;
  }
  return undefined;
}
