import type { Diagnostic } from '#core/base/diagnostic.ts';
import { Failure } from '#core/base/failure.ts';
import { failed, type Result, success } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Analysis } from '#core/openqasm/analyseProgram.ts';
import { diagnose } from '#core/openqasm/messages.ts';
import { consecutive, type Selection } from '#core/openqasm/selection.ts';
import type { ProgramSymbol } from '#core/openqasm/symbols.ts';
import type { Expression, Identifier } from '#core/openqasm/syntaxTree.ts';
import type { Size } from '#core/openqasm/types.ts';
import type { CircuitParameter, Condition, Operation, OperationGroup, Register, SourceRange } from '../circuit.ts';
import type { Binding } from './binding.ts';
import { type Cell, ClassicalStore } from './classicalStore.ts';
import type { ExpressionEffects } from './expressionEffects.ts';
import type { LoweredScalar } from './loweredValue.ts';
import { normalConditional } from './normalConditional.ts';

/** Larger circuits than this are refused unless told otherwise, so that a loop cannot use up the memory. */
const mostSteps = 2_000_000;
/** Gates defined through gates, and subroutines through subroutines, at most this deep. */
const expansionLimit = 500;
const qubitLimit = 100_000;
const diagnosticLimit = 50;

export interface LoweringOptions {
  /** Values of inputs by name; an input with a value is a constant of the circuit and not a parameter. */
  readonly inputs?: ReadonlyMap<string, number>;
  /** How many operations and steps of loops there may be, 2,000,000 unless given; larger circuits are refused. */
  readonly stepLimit?: number;
  /** Whether operations say which calls and loops they belong to. */
  readonly withGroups?: boolean;
}

/** What names stand for while a program is turned into a circuit, and the circuit so far. */
export class LoweringState {
  readonly analysis: Analysis;
  readonly diagnostics: Diagnostic[] = [];
  readonly qubitRegisters: Register[] = [];
  readonly bitRegisters: Register[] = [];
  readonly parameters: CircuitParameter[] = [];
  /** What is declared as `output`, in order. */
  readonly outputs: ProgramSymbol[] = [];
  /** Where subroutines that are being expanded leave their results. */
  readonly resultCells = new Set<Cell>();
  readonly bindings = new Map<number, Binding>();
  readonly store: ClassicalStore;
  /** Where new operations go. */
  operations: Operation[] = [];
  /** The statement that operations come from. */
  source: SourceRange = { start: 0, end: 0 };
  /** The file whose statements are being lowered. */
  file = 0;
  /** How many gate bodies and subroutines are being expanded. */
  expansionDepth = 0;
  /** How many blocks surround the current statement in its body. */
  blockDepth = 0;
  qubitCount = 0;
  bitCount = 0;
  /** How many bodies that the run may skip or repeat surround the current statement. */
  conditionDepth = 0;
  readonly effects: ExpressionEffects;
  /** Positions that indices are assumed to have, for statements that are lowered once for each of them. */
  readonly #assumed = new Map<string, number>();
  /** The values of indices that have been evaluated before. */
  readonly #keptIndices = new Map<string, LoweredScalar>();
  /** The first problem under the innermost assumption. */
  #problemOfCase: Diagnostic | undefined;
  /** What names stood for before the subroutine or gate that is being expanded bound them. */
  #before: Map<number, Binding | undefined> | undefined;
  readonly #reported = new Set<string>();
  readonly #registerOfKey = new Map<string, Selection>();
  #operationCount = 0;
  readonly #stepLimit: number;
  readonly #withGroups: boolean;
  /** The call or pass of a loop that new operations belong to. */
  #group: OperationGroup | undefined;

  constructor(
    analysis: Analysis,
    effects: ExpressionEffects,
    { stepLimit = mostSteps, withGroups = false }: Pick<LoweringOptions, 'stepLimit' | 'withGroups'>,
  ) {
    this.#stepLimit = stepLimit;
    this.#withGroups = withGroups;
    this.analysis = analysis;
    this.effects = effects;
    this.store = new ClassicalStore(
      (operation) => this.emit(operation),
      () => this.source,
    );
  }

  get text(): string {
    return this.analysis.files[this.file]?.tree.text ?? '';
  }

  /** A part of the current file, on one line. */
  textOf({ end, start }: OffsetRange): string {
    return this.text.slice(start, end).replace(/\s+/g, ' ');
  }

  get isVersion2(): boolean {
    return this.analysis.version.major === 2;
  }

  /** Whether ranges of the current statement are ranges of the analysed file. */
  get isInMainText(): boolean {
    return this.file === 0 && this.expansionDepth === 0;
  }

  /** Whether what is declared here is global, so that the program returns it. */
  get isGlobal(): boolean {
    return this.expansionDepth === 0 && this.blockDepth === 0;
  }

  /** What is lowered from now on comes from a statement of the current file. */
  come(start: number, end: number): void {
    if (this.isInMainText) this.source = { start, end };
    else if (this.#withGroups && this.file === 0 && this.expansionDepth > 0) {
      this.source = { start: this.source.start, end: this.source.end, inner: { start, end } };
    }
  }

  /**
   * Reports a problem; one inside the body of a gate or subroutine, or of an included file, at the statement of the
   * analysed file that leads there. A problem that there is only with an assumed index gives up this case.
   * @throws Failure `unsupported` when there are too many problems to go on
   */
  report(diagnostic: Diagnostic): void {
    // Warnings were given by the analysis already.
    if (diagnostic.severity !== 'error') return;
    const placed = this.isInMainText ? diagnostic : this.#atStatement(diagnostic);
    if (this.#assumed.size > 0) this.#problemOfCase ??= placed;
    else this.#note(placed);
  }

  #note(placed: Diagnostic): void {
    const key = `${placed.code} ${placed.range.start} ${placed.message}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.diagnostics.push(placed);
    if (this.diagnostics.length >= diagnosticLimit) throw new Failure('unsupported', 'Too many problems.');
  }

  #atStatement(diagnostic: Diagnostic): Diagnostic {
    const path = this.file === 0 ? undefined : this.analysis.files[this.file]?.path;
    const { end, start } = diagnostic.range;
    const place = { message: 'This is where it happens.', range: { start, end }, ...(path !== undefined && { path }) };
    return { ...diagnostic, range: this.source, related: [...(diagnostic.related ?? []), place] };
  }

  /** Reports legal code that the circuit model cannot hold. */
  refuse({ end, start }: OffsetRange, what: string, why: string): undefined {
    this.report(diagnose('QAS9101', { start, end }, what, why));
    return undefined;
  }

  /** Refuses a part of the text, which the message quotes. */
  refuseText(range: OffsetRange, why: string): undefined {
    return this.refuse(range, `'${this.text.slice(range.start, range.end)}'`, why);
  }

  /** @throws Failure `too-large` when the circuit or the number of steps grows beyond the limit */
  countStep(count = 1): void {
    this.#operationCount += count;
    if (this.#operationCount > this.#stepLimit) this.#giveUp();
  }

  /**
   * Refuses a loop that certainly goes beyond the limit before any of it is lowered.
   * @throws Failure `too-large`
   */
  requireSteps(count: bigint): void {
    if (count > this.#stepLimit) this.#giveUp();
  }

  #giveUp(): never {
    const why = `it unrolls to more than ${this.#stepLimit} operations; a loop may never end`;
    this.#note(diagnose('QAS9101', this.source, 'This program', why));
    throw new Failure('too-large', 'The circuit is too large.');
  }

  /** Reports that expanding the current statement leads too deep. */
  refuseDepth(): void {
    const why = 'its subroutines, gates and blocks lead into one another too many times';
    this.#note(diagnose('QAS9101', this.source, 'This statement', why));
  }

  emit(operation: Operation): void {
    this.countStep();
    const group = this.#group;
    this.operations.push(group && !operation.group ? { ...operation, group } : operation);
  }

  /** A part of the program whose operations belong together; undefined where nobody asked for that. */
  newGroup(describe: () => Omit<OperationGroup, 'outer'>): OperationGroup | undefined {
    if (!this.#withGroups) return undefined;
    return { source: this.source, ...describe(), ...(this.#group && { outer: this.#group }) };
  }

  /** How the program writes a loop of the run; undefined where nobody asked for the parts of the program. */
  loopLabel(describe: () => string): string | undefined {
    return this.#withGroups ? describe() : undefined;
  }

  /** Lowers something that belongs to a group. */
  inGroup<Value>(group: OperationGroup | undefined, lower: () => Value): Value {
    if (!group) return lower();
    const outer = this.#group;
    this.#group = group;
    const result = lower();
    this.#group = outer;
    return result;
  }

  emitConditional(
    condition: Condition,
    body: readonly Operation[],
    otherwise: readonly Operation[],
    source: OffsetRange,
  ): void {
    for (const operation of normalConditional({ kind: 'conditional', condition, body, otherwise, source })) {
      this.emit(operation);
    }
  }

  /** Collects the operations that `lower` emits instead of appending them to the circuit. */
  collect<Value>(lower: () => Value): { readonly operations: Operation[]; readonly result: Value } {
    const outer = this.operations;
    const operations: Operation[] = [];
    this.operations = operations;
    const result = lower();
    this.operations = outer;
    return { operations, result };
  }

  /** Lowers an expression that the run may skip, so that its faults wait for the run. */
  conditionally<Value>(lower: () => Value): Value {
    this.conditionDepth++;
    const result = lower();
    this.conditionDepth--;
    return result;
  }

  /** As {@link collect}, of a body that the run may skip or repeat. */
  collectBranch<Value>(lower: () => Value): { readonly operations: Operation[]; readonly result: Value } {
    const end = this.beginBranch();
    const result = lower();
    return { operations: end(), result };
  }

  /** Begins a body that the run may skip or repeat; returns what ends it and gives its operations. */
  beginBranch(): () => Operation[] {
    const outer = this.operations;
    const operations: Operation[] = [];
    const endStores = this.store.beginBranch();
    this.conditionDepth++;
    this.operations = operations;
    return () => {
      this.operations = outer;
      this.conditionDepth--;
      endStores();
      return operations;
    };
  }

  /** Lowers the body of a gate or subroutine; its operations and problems belong to the statement that calls it. */
  inBody<Value>(file: number, lower: () => Value): Value {
    const outer = { file: this.file, blockDepth: this.blockDepth, source: this.source };
    if (this.expansionDepth >= expansionLimit) {
      const why = `gates and subroutines call each other more than ${expansionLimit} levels deep`;
      this.#note(diagnose('QAS9101', this.source, 'This call', why));
      throw new Failure('too-large', 'The program calls too deep.');
    }
    const outerBindings = this.#before;
    const before = new Map<number, Binding | undefined>();
    this.#before = before;
    this.file = file;
    this.blockDepth = 0;
    this.expansionDepth++;
    const result = lower();
    this.expansionDepth--;
    for (const [symbol, binding] of before) {
      if (binding) this.bindings.set(symbol, binding);
      else this.bindings.delete(symbol);
    }
    this.#before = outerBindings;
    this.blockDepth = outer.blockDepth;
    this.file = outer.file;
    this.source = outer.source;
    return result;
  }

  symbolOf(name: Identifier): ProgramSymbol | undefined {
    return this.symbolAt(name.token);
  }

  /** What the name at a token of the current file names. */
  symbolAt(token: number): ProgramSymbol | undefined {
    const id = this.analysis.files[this.file]?.symbolOfToken[token];
    return id === undefined ? undefined : this.analysis.symbols[id];
  }

  /** Gives a name a meaning, until the expansion of the body that does so ends. */
  bind(symbol: number, binding: Binding): void {
    if (this.#before && !this.#before.has(symbol)) this.#before.set(symbol, this.bindings.get(symbol));
    this.bindings.set(symbol, binding);
  }

  bindingOf(name: Identifier): Binding | undefined {
    const symbol = this.symbolOf(name);
    return symbol && this.bindings.get(symbol.id);
  }

  /** Tells declarations apart that may be alive at the same time. */
  keyOf(place: { readonly start: number }, what = ''): string {
    return `${this.expansionDepth} ${this.file} ${place.start} ${what}`;
  }

  declareQubits(name: Identifier, size: Size): void {
    const range = { start: name.start, end: name.end };
    const register = this.#register(this.qubitRegisters, name.name, this.qubitCount, size, range, false);
    if (!register) return;
    this.qubitCount += register.size;
    const symbol = this.symbolOf(name);
    if (symbol) this.bind(symbol.id, { kind: 'elements', selection: consecutive(register.start, size) });
  }

  /**
   * New bits of the circuit; undefined when there are too many, which is reported. Those that are not global are no part
   * of the result, and a declaration that is executed again uses the same ones.
   */
  declareBits(name: string, size: Size, range: OffsetRange, key: string): Selection | undefined {
    const isInternal = !this.isGlobal;
    const known = isInternal ? this.#registerOfKey.get(key) : undefined;
    if (known) return known;
    const register = this.#register(this.bitRegisters, name, this.bitCount, size, range, isInternal);
    if (!register) return undefined;
    this.bitCount += register.size;
    const selection = consecutive(register.start, size);
    if (isInternal) this.#registerOfKey.set(key, selection);
    return selection;
  }

  /** Bits that no name of the program stands for. */
  scratchBits(name: string, size: Size, range: OffsetRange): Selection | undefined {
    this.blockDepth++;
    const selection = this.declareBits(name, size, range, this.keyOf(range, `${name} ${size}`));
    this.blockDepth--;
    return selection;
  }

  /** The value in a variable of its own, which keeps it while others change. */
  keep(value: LoweredScalar, place: { readonly start: number }, name = 'kept'): LoweredScalar {
    const { expression } = value;
    const cell = this.store.declare(name, expression.type, this.keyOf(place, name));
    this.store.write(cell, expression);
    return { ...value, isConstant: false, expression: this.store.read(cell) };
  }

  /** Lowers with an index taken to be at a position; fails with the first problem that the program then has. */
  assuming<Value>(index: Expression, position: number, lower: () => Value): Result<Value, Diagnostic> {
    const key = this.keyOf(index);
    const outer = this.#problemOfCase;
    this.#problemOfCase = undefined;
    this.#assumed.set(key, position);
    const value = lower();
    this.#assumed.delete(key);
    const problem = this.#problemOfCase;
    this.#problemOfCase = outer;
    return problem ? failed(problem) : success(value);
  }

  assumedPosition(index: Expression): number | undefined {
    return this.#assumed.size === 0 ? undefined : this.#assumed.get(this.keyOf(index));
  }

  /** Notes the value of an index, such as that of an alias at the moment of its declaration. */
  keepIndex(index: Expression, value: LoweredScalar): void {
    this.#keptIndices.set(this.keyOf(index), value);
  }

  dropIndex(index: Expression): void {
    this.#keptIndices.delete(this.keyOf(index));
  }

  /** The value of an index that has been evaluated before, such as one of an alias. */
  keptIndex(index: Expression): LoweredScalar | undefined {
    return this.#keptIndices.size === 0 ? undefined : this.#keptIndices.get(this.keyOf(index));
  }

  /** Everything as it is now, to go back to when a way of lowering turns out not to do. */
  checkpoint(): () => void {
    const { length } = this.operations;
    const bindings = new Map(this.bindings);
    const cells = new Set<Cell>(this.resultCells);
    for (const binding of bindings.values()) {
      if (binding.kind === 'cell') cells.add(binding.cell);
      else if (binding.kind === 'array') cells.add(binding.view.cell);
    }
    const restore = this.store.checkpoint(cells);
    return () => {
      this.#operationCount -= this.operations.length - length;
      this.operations.length = length;
      this.bindings.clear();
      for (const [symbol, binding] of bindings) this.bindings.set(symbol, binding);
      restore();
    };
  }

  /** Qubits of the device that the program names directly, as one register. */
  declareHardwareQubits(count: number): void {
    if (count === 0) return;
    this.#register(this.qubitRegisters, '$', 0, count, this.source, false);
    this.qubitCount = count;
  }

  #register(
    registers: Register[],
    name: string,
    start: number,
    size: Size,
    range: OffsetRange,
    isInternal: boolean,
  ): Register | undefined {
    if (size === 'unknown') return undefined;
    const count = size === 'scalar' ? 1 : size;
    if (start + count > qubitLimit) {
      return this.refuse(range, `'${name}'`, `a circuit has at most ${qubitLimit} qubits and as many bits`);
    }
    const source = this.isInMainText ? { source: { start: range.start, end: range.end } } : {};
    const register = {
      name,
      start,
      size: count,
      ...(size === 'scalar' && { scalar: true }),
      ...(isInternal && { isInternal }),
      ...source,
    };
    registers.push(register);
    return register;
  }
}
