import type { Diagnostic, RelatedPlace } from '#core/base/diagnostic.ts';
import { LineTable, type OffsetRange } from '#core/base/textRange.ts';
import type { CheckOptions } from './analysisOptions.ts';
import { builtinConstants, builtinFunctions } from './builtins.ts';
import type { BoundOperand } from './callOperands.ts';
import { ControlFlow } from './controlFlow.ts';
import { shownPath } from './filePaths.ts';
import { builtinGates, type LibraryGate, type LibraryName, libraryGates } from './gateLibrary.ts';
import type { LanguageVersion } from './languageVersion.ts';
import { CircuitTrace, type Effect } from './lints/circuitTrace.ts';
import { collectDiagnostic, diagnose, withRelated } from './messages.ts';
import {
  type CallShape,
  findName,
  type HiddenUse,
  type NameRole,
  type OpenScope,
  openScope,
  type Shadowing,
  suitsRole,
  type UnresolvedName,
} from './scopes.ts';
import { consecutive, type Selection, unknownSelection } from './selection.ts';
import type { ProgramSymbol, Scope, SymbolKind } from './symbols.ts';
import type { CallExpression, Expression, Identifier, SyntaxTree } from './syntaxTree.ts';
import type { Size, Type } from './types.ts';
import { ValueReads } from './valueReads.ts';

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
  readonly hiddenUses: HiddenUse[] = [];
  readonly shadowings: Shadowing[] = [];
  /** Ids of gates that only calibrations declare; a definition may still come. */
  readonly calibrated = new Set<number>();
  /** Conditions and the like in the analysed file that depend on what the run computes. */
  readonly runtimeControl: OffsetRange[] = [];
  /** Pragmas and annotations that are reported as unknown, by kind and name. */
  readonly unknownDirectives = new Set<string>();
  /** Whether a calibration grammar is chosen, or its absence is reported. */
  hasCalibrationGrammar = false;
  /** Ids of variables that are given a value after their declaration. */
  readonly assigned = new Set<number>();
  /** Ids of variables whose initial value is a constant. */
  readonly constantInitials = new Set<number>();
  /** Where the built-in libraries are included. */
  readonly libraries = new Map<LibraryName, IncludePlace>();
  readonly global: OpenScope;
  readonly builtins = new Map<string, ProgramSymbol>();
  /** Changes whenever a name may have got another meaning. */
  revision = 0;
  scope: OpenScope;
  file = 0;
  /** What the program does to its qubits, for lints; absent when nobody asks for them. */
  readonly #trace: CircuitTrace | undefined;
  /** Which variables have values where they are read. */
  readonly values: ValueReads = new ValueReads(this);
  /** Where control has arrived. */
  readonly flow = new ControlFlow();
  /** The gate whose body is being bound. */
  currentGate: ProgramSymbol | undefined;
  /** Qubits of the current gate that are indexed, which is reported. */
  readonly indexedFormals = new Set<string>();
  /** The subroutine whose body is being bound, with the type of its result. */
  currentSubroutine: { readonly symbol: ProgramSymbol; readonly returns: Type } | undefined;
  /** What is around the current statement in its body, outermost first. */
  readonly surroundings: ('loop' | 'case')[] = [];
  #nextElement = 0;
  readonly #registers: ProgramSymbol[] = [];
  /** Symbols whose name was already taken, by the one that has it. */
  readonly #rivals = new Map<ProgramSymbol, readonly ProgramSymbol[]>();
  /** Gates that the program a fragment belongs to likely includes. */
  readonly #expected = new Map<string, ProgramSymbol>();

  /** @param lines the lines of the text, when they are known */
  constructor(path: string, tree: SyntaxTree, options: CheckOptions, lines?: LineTable) {
    this.version = tree.version;
    this.options = options;
    this.#trace = options.lints === 'off' ? undefined : new CircuitTrace(tree.statements.length);
    this.isFragment = path.endsWith('.inc') && !tree.version.declared;
    this.global = openScope('global', 0, 0, undefined);
    this.global.end = tree.text.length;
    this.scope = this.global;
    this.addFile(path, tree, undefined, lines);
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

  /** Symbols whose name was already taken, by the one that has it. */
  get rivals(): ReadonlyMap<ProgramSymbol, readonly ProgramSymbol[]> {
    return this.#rivals;
  }

  /** The name with the first number behind it that no word of the program has; without a number if none has it. */
  unusedName(wanted: string): string {
    const words = new Set(this.files.flatMap(({ tree }) => tree.tokens.names.texts));
    let name = wanted;
    for (let number = 2; words.has(name); number++) name = `${wanted}${number}`;
    return name;
  }

  get isVersion2(): boolean {
    return this.version.major === 2;
  }

  /** The smallest size of a register. The paper of OpenQASM 2 has no empty ones; its tools do. */
  get leastRegister(): number {
    return this.isVersion2 && this.options.profile === 'strict-2.0' ? 1 : 0;
  }

  /** @param lines the lines of the text, when they are known */
  addFile(
    path: string,
    tree: SyntaxTree,
    includedAs?: FileBinding['includedAs'],
    lines: LineTable = new LineTable(tree.text),
  ): number {
    const symbolOfToken = new Int32Array(tree.tokens.count).fill(-1);
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
    if (this.#trace) this.#trace.conditional++;
    bind();
    if (this.#trace) this.#trace.conditional--;
  }

  /** The trace of the statements at the top level; absent in the bodies of gates and subroutines, which run elsewhere. */
  get trace(): CircuitTrace | undefined {
    return this.currentGate || this.currentSubroutine ? undefined : this.#trace;
  }

  /** The trace of the whole program. */
  get wholeTrace(): CircuitTrace | undefined {
    return this.#trace;
  }

  /**
   * Remembers what a statement does to qubits.
   * @param gate the symbol of the gate; −1 where it is not one that is known
   */
  traceOperands(what: Effect, range: OffsetRange, gate: number, operands: readonly BoundOperand[]): void {
    const { trace } = this;
    if (!trace) return;
    if (operands.every(({ selection }) => selection.runs)) {
      const selections = operands.map(({ selection }) => selection);
      trace.statement(what, this.file, range, gate, selections);
      return;
    }
    // Which of the qubits of a register it is, only the run knows; a name that means nothing is reported as that.
    const registers = operands.map(({ expression, selection }) =>
      selection.runs ? selection : this.#registerIn(expression),
    );
    if (registers.every((register) => register !== undefined)) trace.use(this.file, range, registers);
  }

  /** Remembers that a subroutine may do anything to the registers it is given. */
  traceCall(call: CallExpression): void {
    const registers = call.arguments.flatMap((argument) => this.#registerIn(argument) ?? []).filter(({ runs }) => runs);
    if (registers.length > 0) this.trace?.use(this.file, call, registers);
  }

  /** All qubits of the register that an operand is of; undefined when its name means nothing. */
  #registerIn(operand: Expression): Selection | undefined {
    let root = operand;
    while (root.kind === 'index' || root.kind === 'parenthesised')
      root = root.kind === 'index' ? root.base : root.inner;
    if (root.kind !== 'identifier') return unknownSelection;
    const symbol = this.peek(root.name);
    return symbol && (symbol.selection ?? unknownSelection);
  }

  /** New qubits or bits, numbered after all others. */
  allocate(size: Size): ReturnType<typeof consecutive> {
    const selection = consecutive(this.#nextElement, size);
    this.#nextElement += typeof size === 'number' ? size : 1;
    return selection;
  }

  /** What declares a qubit or bit. */
  registerOf(element: number): ProgramSymbol | undefined {
    return this.#registers.findLast((symbol) => {
      const run = symbol.selection?.runs?.[0];
      return run !== undefined && run.first <= element && element < run.first + run.count;
    });
  }

  /** How the program writes a qubit or bit: `q[2]`, `$0`. */
  nameOfElement(element: number): string {
    if (element < 0) return `$${-1 - element}`;
    const owner = this.registerOf(element);
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
    if (isReserved && this.builtins.has(name)) {
      this.report(diagnose('QAS3005', place.name, name, 'built into the language'));
      return true;
    }
    if (!existing || (kind === 'gate' && this.#isOpenToDefinition(existing))) return false;
    this.#rivals.set(existing, [...(this.#rivals.get(existing) ?? []), symbol]);
    if (!existing.place) {
      this.#reportLibraryName(place.name, name);
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

  #reportLibraryName(range: OffsetRange, name: string): void {
    const [library, place] =
      [...this.libraries].find(([each]) => libraryGates(each).some((gate) => gate.name === name)) ?? [];
    const diagnostic = diagnose('QAS3005', range, name, library ? `a gate of "${library}"` : 'a gate of the library');
    const related = library && place && this.placeIn(place.file, place, `"${library}" is included here.`);
    this.report(related ? withRelated(diagnostic, [related]) : diagnostic);
  }

  /** The path of a file as messages show it. */
  shownPath(file: number): string {
    return shownPath(this.files[file]?.path ?? '', this.files[0]?.path ?? '');
  }

  /** Makes the gates of a built-in library visible. */
  includeLibrary(library: LibraryName, place: OffsetRange): void {
    this.revision++;
    this.libraries.set(library, { file: this.file, start: place.start, end: place.end });
    for (const gate of libraryGates(library)) {
      const existing = this.global.names.get(gate.name) ?? this.builtins.get(gate.name);
      if (!existing || this.calibrated.has(existing.id)) {
        this.global.names.set(gate.name, this.#createGate(gate));
      } else if (existing.place && !(gate.redefinable && existing.kind === 'gate')) {
        const isHere = existing.place.file === this.file;
        const diagnostic = diagnose(
          'QAS3005',
          isHere ? existing.place.name : place,
          gate.name,
          `a gate of "${library}"`,
        );
        const related = isHere
          ? this.placeIn(this.file, place, `"${library}" is included here.`)
          : this.placeIn(existing.place.file, existing.place.name, `'${gate.name}' is declared here.`);
        this.report(withRelated(diagnostic, [related]));
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

  /** Of things that have one name by mistake, the one that can be used so: the mistake is reported already. */
  /** In OpenQASM 2 the parameters and qubits of a gate do not hide gates: `gate g(rx) h { h h; }` calls the gate `h`. */
  #isFormal(found: ReturnType<typeof findName>, role: NameRole): boolean {
    if (!this.isVersion2 || role !== 'gate' || !found || 'hidden' in found) return false;
    return found.kind === 'gate-parameter' || found.kind === 'gate-qubit';
  }

  #fitting(symbol: ProgramSymbol, role: NameRole): ProgramSymbol {
    if (this.#rivals.size === 0 || suitsRole(symbol, role)) return symbol;
    return this.#rivals.get(symbol)?.find((rival) => suitsRole(rival, role)) ?? symbol;
  }

  /** Finds what a name means here and counts the use; undefined when it is unknown, which is or will be reported. */
  resolve(name: Identifier, role: NameRole, call?: CallShape): ProgramSymbol | undefined {
    if (name.name === '') return undefined;
    const nearest = findName(this.scope, name.name);
    const found =
      (this.#isFormal(nearest, role) ? findName(this.global, name.name) : nearest) ??
      this.builtins.get(name.name) ??
      this.#expected.get(name.name) ??
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
