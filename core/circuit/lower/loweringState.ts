import type { Diagnostic } from '#core/base/diagnostic.ts';
import { Failure } from '#core/base/failure.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Analysis } from '#core/openqasm/analyseProgram.ts';
import type { BuiltinFunction } from '#core/openqasm/builtins.ts';
import type { ConstantValue } from '#core/openqasm/constantValue.ts';
import { type Evaluation, evaluate, evaluationOf } from '#core/openqasm/evaluation.ts';
import { diagnose } from '#core/openqasm/messages.ts';
import { type OperandEnvironment, resolveOperand } from '#core/openqasm/operands.ts';
import { consecutive, elementsOf, type Selection } from '#core/openqasm/selection.ts';
import type { ProgramSymbol } from '#core/openqasm/symbols.ts';
import type { CallExpression, Expression, HardwareQubit, Identifier, TypeNode } from '#core/openqasm/syntaxTree.ts';
import { runtimeValue, type TypedValue, unknownValue } from '#core/openqasm/typedValue.ts';
import { resolveType } from '#core/openqasm/typeResolution.ts';
import { floatType, noType, type Size, type Type } from '#core/openqasm/types.ts';
import type { Angle } from '../angle.ts';
import type { CircuitParameter, Operation, Register } from '../circuit.ts';

/** Larger circuits than this are refused, so that a loop cannot use up the memory. */
const operationLimit = 1_000_000;
/** Gates defined through gates, and subroutines through subroutines, at most this deep. */
const expansionLimit = 500;
const qubitLimit = 100_000;
const diagnosticLimit = 50;

/** What names stand for while a program is turned into a circuit, and the circuit so far. */
export class LoweringState implements OperandEnvironment {
  readonly analysis: Analysis;
  readonly diagnostics: Diagnostic[] = [];
  readonly qubitRegisters: Register[] = [];
  readonly bitRegisters: Register[] = [];
  readonly parameters: CircuitParameter[] = [];
  /** Known values by symbol: constants, loop variables, variables as far as the program is straight. */
  readonly values = new Map<number, ConstantValue>();
  /** Angles by symbol: parameters of the circuit and of the gates being expanded. */
  readonly angles = new Map<number, Angle>();
  /** Qubits or bits of the circuit by symbol. */
  readonly selections = new Map<number, Selection>();
  /** Where new operations go. */
  operations: Operation[] = [];
  /** How many conditions that depend on the run surround the current statement. */
  conditionDepth = 0;
  /** The statement that operations come from. */
  source: OffsetRange = { start: 0, end: 0 };
  /** The file whose statements are being lowered. */
  file = 0;
  /** How many gate bodies and subroutines are being expanded. */
  expansionDepth = 0;
  qubitCount = 0;
  bitCount = 0;
  #operationCount = 0;

  constructor(analysis: Analysis) {
    this.analysis = analysis;
  }

  get text(): string {
    return this.analysis.files[this.file]?.tree.text ?? '';
  }

  get isVersion2(): boolean {
    return this.analysis.version.major === 2;
  }

  get realArithmetic(): boolean {
    return this.isVersion2;
  }

  /** Whether ranges of the current statement are ranges of the analysed file. */
  get isInMainText(): boolean {
    return this.file === 0 && this.expansionDepth === 0;
  }

  /** @throws Failure `unsupported` when there are too many problems to go on */
  report(diagnostic: Diagnostic): void {
    // Warnings were given by the analysis already.
    if (diagnostic.severity !== 'error') return;
    const placed = this.isInMainText ? diagnostic : { ...diagnostic, range: this.source };
    const isKnown = this.diagnostics.some(
      ({ code, message, range }) =>
        code === placed.code && message === placed.message && range.start === placed.range.start,
    );
    if (!isKnown) this.diagnostics.push(placed);
    if (this.diagnostics.length >= diagnosticLimit) throw new Failure('unsupported', 'Too many problems.');
  }

  /** Reports legal code that the circuit model cannot hold. */
  refuse(range: OffsetRange, what: string, why: string): undefined {
    this.report(diagnose('QAS9101', range, what, why));
    return undefined;
  }

  /** @throws Failure `too-large` when the circuit or the number of steps grows beyond the limit */
  countStep(count = 1): void {
    this.#operationCount += count;
    if (this.#operationCount <= operationLimit) return;
    this.report(
      diagnose('QAS9101', this.source, 'This program', `it unrolls to more than ${operationLimit} operations`),
    );
    throw new Failure('too-large', 'The circuit is too large.');
  }

  emit(operation: Operation): void {
    this.countStep();
    this.operations.push(operation);
  }

  /** Collects the operations that `lower` emits instead of appending them to the circuit. */
  collect(lower: () => void): Operation[] {
    const outer = this.operations;
    const collected: Operation[] = [];
    this.operations = collected;
    lower();
    this.operations = outer;
    return collected;
  }

  /** Lowers the body of a gate or subroutine; its operations and problems belong to the statement that calls it. */
  inBody(file: number, lower: () => void): void {
    const outer = this.file;
    this.file = file;
    this.expansionDepth++;
    if (this.expansionDepth > expansionLimit) {
      this.refuse(
        this.source,
        'This call',
        `gates and subroutines call each other more than ${expansionLimit} levels deep`,
      );
      throw new Failure('too-large', 'The program calls too deep.');
    }
    lower();
    this.expansionDepth--;
    this.file = outer;
  }

  symbolOf(name: Identifier): ProgramSymbol | undefined {
    const id = this.analysis.files[this.file]?.symbolOfToken[name.token];
    return id === undefined ? undefined : this.analysis.symbols[id];
  }

  declareQubits(name: Identifier, size: Size): void {
    const range = { start: name.start, end: name.end };
    const register = this.#register(this.qubitRegisters, name.name, this.qubitCount, size, range);
    if (!register) return;
    this.qubitCount += register.size;
    const symbol = this.symbolOf(name);
    if (symbol) this.selections.set(symbol.id, consecutive(register.start, size));
  }

  declareBits(name: Identifier, size: Size): void {
    const range = { start: name.start, end: name.end };
    const register = this.#register(this.bitRegisters, name.name, this.bitCount, size, range);
    if (!register) return;
    this.bitCount += register.size;
    const symbol = this.symbolOf(name);
    if (symbol) this.selections.set(symbol.id, consecutive(register.start, size));
  }

  /** Qubits of the device that the program names directly, as one register. */
  declareHardwareQubits(count: number): void {
    if (count === 0) return;
    this.#register(this.qubitRegisters, '$', 0, count, this.source);
    this.qubitCount = count;
  }

  #register(registers: Register[], name: string, start: number, size: Size, range: OffsetRange): Register | undefined {
    if (size === 'unknown') return undefined;
    const count = size === 'scalar' ? 1 : size;
    if (start + count > qubitLimit) {
      return this.refuse(range, `'${name}'`, `a circuit has at most ${qubitLimit} qubits and as many bits`);
    }
    const source = this.isInMainText ? { source: range } : {};
    const register = { name, start, size: count, ...(size === 'scalar' && { scalar: true }), ...source };
    registers.push(register);
    return register;
  }

  evaluate(expression: Expression): Evaluation {
    return evaluationOf(evaluate(expression, this));
  }

  /** The qubits or bits of an operand; undefined when they are not known, which is reported. */
  elements(operand: Expression): { readonly scalar: boolean; readonly elements: readonly number[] } | undefined {
    const before = this.diagnostics.length;
    const selection = resolveOperand(operand, this);
    const elements = elementsOf(selection);
    if (elements) return { scalar: selection.size === 'scalar', elements };
    if (this.diagnostics.length > before) return undefined;
    return this.refuse(
      operand,
      `'${this.text.slice(operand.start, operand.end)}'`,
      'its index is known only during the run',
    );
  }

  /** The integer an expression has at this point; undefined when it has none, which is reported. */
  integer(expression: Expression, what: string): bigint | undefined {
    const value = this.evaluate(expression);
    if (typeof value === 'bigint') return value;
    if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
    if (value === 'error') return undefined;
    return this.refuse(expression, what, 'its value is known only during the run');
  }

  valueOf(name: Identifier): TypedValue {
    const symbol = this.symbolOf(name);
    if (!symbol) return unknownValue;
    const isConstant = symbol.kind === 'constant' || symbol.kind === 'builtin-constant';
    const angle = this.angles.get(symbol.id);
    const value = this.values.get(symbol.id) ?? (typeof angle === 'number' ? angle : undefined);
    // Parameters of gates are numbers in radians that do not wrap.
    const type = symbol.kind === 'gate-parameter' ? floatType : symbol.type;
    return { type, isConstant, value: value ?? (isConstant ? symbol.value : undefined) };
  }

  functionOf(call: CallExpression): BuiltinFunction | TypedValue {
    const symbol = this.symbolOf(call.callee);
    return symbol?.builtin ?? runtimeValue(symbol?.callable?.returns ?? noType);
  }

  quantumType(): Type {
    return noType;
  }

  measuredSize(): Size {
    return 'unknown';
  }

  typeOf(node: TypeNode): Type {
    const size = (expression: Expression): number | undefined => {
      const value = this.evaluate(expression);
      return typeof value === 'bigint' || typeof value === 'number' ? Number(value) : undefined;
    };
    return resolveType(node, size, 0);
  }

  selectionOf(name: Identifier): Selection | undefined {
    const symbol = this.symbolOf(name);
    return symbol && this.selections.get(symbol.id);
  }

  selectionOfHardware(qubit: HardwareQubit): Selection {
    return consecutive(qubit.index, 'scalar');
  }
}
