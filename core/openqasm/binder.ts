import type { Diagnostic, RelatedPlace } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { ControlFlow } from './controlFlow.ts';
import { shownPath } from './filePaths.ts';
import { reportLibraryName } from './libraryNames.ts';
import type { CircuitTrace } from './lints/circuitTrace.ts';
import { collectDiagnostic, diagnose, withRelated } from './messages.ts';
import { createSymbol, type FileBinding, fileBinding, type IncludePlace, ProgramState } from './programState.ts';
import { type CallShape, findName, type NameRole, type OpenScope, openScope, suitsRole } from './scopes.ts';
import type { ProgramSymbol, Scope, SymbolKind } from './symbols.ts';
import type { Identifier, SyntaxTree } from './syntaxTree.ts';
import type { Type } from './types.ts';
import { ValueReads } from './valueReads.ts';

interface Declaration {
  readonly kind: SymbolKind;
  readonly type: Type;
  readonly declaration: OffsetRange;
  readonly parts?: Partial<Pick<ProgramSymbol, 'value' | 'gate' | 'subroutine' | 'callable' | 'selection'>>;
}

/** Of a name that is declared more often than this, the other declarations are not told apart. */
const mostRivals = 64;

/** Knows the scopes and symbols of a program while its statements are bound one after the other. */
export class Binder extends ProgramState {
  /** Changes whenever a name may have got another meaning. */
  revision = 0;
  scope: OpenScope;
  file = 0;
  /** Which variables have values where they are read. */
  readonly values: ValueReads;
  /** Where control has arrived. */
  readonly flow: ControlFlow;
  /** The gate whose body is being bound. */
  currentGate: ProgramSymbol | undefined;
  /** Qubits of the current gate that are indexed, which is reported. */
  readonly indexedFormals = new Set<string>();
  /** The subroutine whose body is being bound, with the type of its result. */
  currentSubroutine: { readonly symbol: ProgramSymbol; readonly returns: Type } | undefined;
  /** What is around the current statement in its body, outermost first. */
  readonly surroundings: ('loop' | 'case')[] = [];

  /** @param state what is bound already; the binder adds to it */
  constructor(state: ProgramState) {
    super(state);
    this.scope = this.global;
    this.values = new ValueReads(this);
    this.flow = new ControlFlow(this.valueTrace);
  }

  get currentFile(): FileBinding {
    const file = this.files[this.file];
    if (!file) throw new RangeError('The binder has no current file.');
    return file;
  }

  get text(): string {
    return this.currentFile.tree.text;
  }

  /** The name with the first number behind it that no word of the program has; without a number if none has it. */
  unusedName(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.files.some(({ tree }) => isWritten(name, tree)); number++) name = `${wanted}${number}`;
    return name;
  }

  get isVersion2(): boolean {
    return this.version.major === 2;
  }

  /** The smallest size of a register. The paper of OpenQASM 2 and OpenQASM 3.0 and 3.1 have no empty ones; tools do. */
  get leastRegister(): number {
    const { declared, minor } = this.version;
    if (this.isVersion2) return this.options.profile === 'strict-2.0' ? 1 : 0;
    return this.options.profile === 'spec-3.x' && declared && minor < 2 ? 1 : 0;
  }

  addFile(path: string, tree: SyntaxTree, includedAs: IncludePlace): number {
    return this.files.push(fileBinding(path, tree, includedAs)) - 1;
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

  /** Opens a scope inside the current one for the time of `bind`; a block in which nothing is declared is not kept. */
  withScope(kind: Scope['kind'], range: OffsetRange, bind: () => void): void {
    const outer = this.scope;
    const scope = openScope(kind, this.file, range.start, outer);
    scope.end = range.end;
    outer.children.push(scope);
    this.scope = scope;
    // A block without names of its own sees what is around it; the bodies of gates and subroutines do not.
    const hidesNames = kind !== 'block';
    if (hidesNames) this.revision++;
    bind();
    this.scope = outer;
    if (hidesNames || scope.names.size > 0) this.revision++;
    else if (scope.children.length === 0) outer.children.pop();
  }

  /**
   * Binds the body of a gate or subroutine.
   * @returns whether control can arrive at its end
   */
  inBody(
    body: { readonly gate?: ProgramSymbol; readonly subroutine?: NonNullable<Binder['currentSubroutine']> },
    bind: () => void,
  ): boolean {
    const [outerGate, outerSubroutine] = [this.currentGate, this.currentSubroutine];
    const outerSurroundings = this.surroundings.splice(0);
    this.currentGate = body.gate;
    this.indexedFormals.clear();
    this.currentSubroutine = body.subroutine;
    const arrivesAtEnd = this.flow.inBody(bind);
    this.currentGate = outerGate;
    this.currentSubroutine = outerSubroutine;
    this.surroundings.push(...outerSurroundings);
    return arrivesAtEnd;
  }

  /** Binds what is inside a loop or a case. */
  surroundedBy(what: 'loop' | 'case', bind: () => void): void {
    this.surroundings.push(what);
    bind();
    this.surroundings.pop();
  }

  /** Binds what may run or not run, or more than once. */
  conditionally(bind: () => void): void {
    if (this.wholeTrace) this.wholeTrace.conditional++;
    bind();
    if (this.wholeTrace) this.wholeTrace.conditional--;
  }

  /** The trace of the statements at the top level; absent in the bodies of gates and subroutines, which run elsewhere. */
  get trace(): CircuitTrace | undefined {
    return this.currentGate || this.currentSubroutine ? undefined : this.wholeTrace;
  }

  /** Declares a name in the current scope; a second declaration of it is reported and stays invisible. */
  declare(name: Identifier, { kind, type, declaration, parts }: Declaration): ProgramSymbol {
    const place = {
      file: this.file,
      name: { start: name.start, end: name.end },
      declaration: { start: declaration.start, end: declaration.end },
    };
    const symbol = createSymbol(name.name, kind, type, { ...parts, place }, this);
    if (symbol.selection && kind !== 'alias') this.registers.add(symbol);
    if (name.token >= 0) this.currentFile.symbolOfToken[name.token] = symbol.id;
    if (name.name === '') return symbol;
    if (this.#isTaken(symbol)) {
      this.uses[symbol.id] = 1;
    } else {
      const outer = findName(this.scope, name.name);
      // A gate is only called, so nobody takes a variable of its name for it.
      const isHidden = outer && !('hidden' in outer) && outer.place && !suitsRole(outer, 'gate');
      if (isHidden) this.shadowings.push({ symbol, scope: this.scope, outer });
      this.scope.names.set(name.name, symbol);
    }
    this.revision++;
    return symbol;
  }

  /** Whether the name of a new symbol already means something in the current scope, which is reported. */
  #isTaken(symbol: ProgramSymbol): boolean {
    const { kind, name, place } = symbol;
    if (!place) return false;
    const existing = this.scope.names.get(name);
    // In OpenQASM 2 π is a word of the grammar, also where other names could be local.
    const isReserved = this.scope === this.global || (this.isVersion2 && name === 'pi');
    const builtin = isReserved ? this.builtins.get(name) : undefined;
    // The names of functions are no reserved words; programs have variables like 'real' and 'log'.
    if (builtin && (this.isVersion2 || !builtin.builtin)) {
      this.report(diagnose('QAS3005', place.name, name, 'built into the language'));
      return true;
    }
    if (!existing || (kind === 'gate' && this.#isOpenToDefinition(existing))) return false;
    const rivals = this.rivals.get(existing) ?? [];
    this.rivals.set(existing, rivals);
    if (rivals.length < mostRivals) rivals.push(symbol);
    if (!existing.place) {
      reportLibraryName(place.name, name, this);
      return true;
    }
    const kinds = [kind, existing.kind];
    if (kinds.includes('input') && kinds.includes('output')) {
      this.reportWithDeclaration(diagnose('QAS8013', place.name, name, 'both'), existing);
      if (kind === 'output') this.scope.names.set(name, symbol);
      return true;
    }
    const isHere = existing.place.file === this.file;
    const where = isHere ? `at line ${this.lineOf(existing.place)}` : `in "${this.shownPath(existing.place.file)}"`;
    this.reportWithDeclaration(diagnose('QAS3004', place.name, name, where), existing);
    return true;
  }

  #isOpenToDefinition({ gate, id }: ProgramSymbol): boolean {
    return gate?.library?.redefinable === true || this.calibrated.has(id);
  }

  /** The path of a file as messages show it. */
  shownPath(file: number): string {
    return shownPath(this.files[file]?.path ?? '', this.files[0]?.path ?? '');
  }

  /** What a name means here, without counting it as a use. */
  peek(name: string): ProgramSymbol | undefined {
    const found = findName(this.scope, name) ?? this.builtins.get(name) ?? this.expected.get(name);
    return found && 'hidden' in found ? found.hidden : found;
  }

  /** What a name means here, if it can be used here. */
  visible(name: string): ProgramSymbol | undefined {
    const found = findName(this.scope, name) ?? this.builtins.get(name);
    return found && 'hidden' in found ? undefined : found;
  }

  /** In OpenQASM 2 the parameters and qubits of a gate do not hide gates: `gate g(rx) h { h h; }` calls the gate `h`. */
  #isFormal(found: ReturnType<typeof findName>, role: NameRole): boolean {
    if (!this.isVersion2 || role !== 'gate' || !found || 'hidden' in found) return false;
    return found.kind === 'gate-parameter' || found.kind === 'gate-qubit';
  }

  /** Of things that have one name by mistake, the one that can be used so: the mistake is reported already. */
  #fitting(symbol: ProgramSymbol, role: NameRole): ProgramSymbol {
    if (this.rivals.size === 0 || suitsRole(symbol, role)) return symbol;
    return this.rivals.get(symbol)?.find((rival) => suitsRole(rival, role)) ?? symbol;
  }

  /** Finds what a name means here and counts the use; undefined when it is unknown, which is or will be reported. */
  resolve(name: Identifier, role: NameRole, call?: CallShape): ProgramSymbol | undefined {
    if (name.name === '') return undefined;
    const nearest = findName(this.scope, name.name);
    const found =
      (this.#isFormal(nearest, role) ? findName(this.global, name.name) : nearest) ??
      this.builtins.get(name.name) ??
      this.expected.get(name.name) ??
      nearest;
    if (!found) {
      this.unresolved.push({ name, role, file: this.file, scope: this.scope, call });
      return undefined;
    }
    const symbol = this.#fitting('hidden' in found ? found.hidden : found, role);
    this.uses[symbol.id] = (this.uses[symbol.id] ?? 0) + 1;
    if (name.token >= 0) this.currentFile.symbolOfToken[name.token] = symbol.id;
    if ('hidden' in found) {
      this.hiddenUses.push({ name, symbol, inside: found.inside, file: this.file, body: found.body });
      return undefined;
    }
    if (role === 'bit') this.assigned.add(symbol.id);
    return symbol;
  }
}

/** Whether a file has a word; its table of names may have others from before an edit. */
function isWritten(word: string, { tokens }: SyntaxTree): boolean {
  const number = tokens.names.texts.indexOf(word);
  return number >= 0 && tokens.words.includes(number);
}
