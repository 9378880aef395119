import type { Diagnostic } from '#core/base/diagnostic.ts';
import { LineTable, type OffsetRange } from '#core/base/textRange.ts';
import type { CheckOptions } from './analysisOptions.ts';
import { builtinConstants, builtinFunctions } from './builtins.ts';
import { builtinGates, type LibraryGate, type LibraryName, libraryGates } from './gateLibrary.ts';
import type { LanguageVersion } from './languageVersion.ts';
import { CircuitTrace } from './lints/circuitTrace.ts';
import { ValueTrace } from './lints/valueTrace.ts';
import { type WrittenAngle, writtenAngles } from './lints/writtenAngles.ts';
import { RegisterNumbers } from './registerNumbers.ts';
import { type HiddenUse, type OpenScope, openScope, type Shadowing, type UnresolvedName } from './scopes.ts';
import type { ProgramSymbol, SymbolKind } from './symbols.ts';
import type { SyntaxTree } from './syntaxTree.ts';
import type { Type } from './types.ts';

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

/** What is known of a program when its statements are bound, in order, up to some place or to the end. */
export class ProgramState {
  readonly version: LanguageVersion;
  readonly options: CheckOptions;
  /**
   * Whether the analysed file is a piece of a program that others include: its name says so, and it has no header. Then
   * it need not include the gates it uses.
   */
  readonly isFragment: boolean;
  /** Whether a file of the program could not be read, so that it may declare anything. */
  isIncomplete: boolean;
  readonly files: FileBinding[];
  readonly symbols: ProgramSymbol[];
  /** How often each symbol is used, by id. */
  readonly uses: number[];
  readonly unresolved: UnresolvedName[];
  readonly hiddenUses: HiddenUse[];
  readonly shadowings: Shadowing[];
  /** Symbols whose name was already taken, by the one that has it. */
  readonly rivals: Map<ProgramSymbol, ProgramSymbol[]>;
  /** Ids of gates that only calibrations declare; a definition may still come. */
  readonly calibrated: Set<number>;
  /** Conditions and the like in the analysed file that depend on what the run computes. */
  readonly runtimeControl: OffsetRange[];
  /** Pragmas and annotations that are reported as unknown, by kind and name. */
  readonly unknownDirectives: Set<string>;
  /** Whether a calibration grammar is chosen, or its absence is reported. */
  hasCalibrationGrammar: boolean;
  /** Ids of variables that are given a value after their declaration. */
  readonly assigned: Set<number>;
  /** Ids of variables whose initial value is a constant. */
  readonly constantInitials: Set<number>;
  /** Ids of variables without an initial value. */
  readonly openVariables: Set<number>;
  /** Where the built-in libraries are included. */
  readonly libraries: Map<LibraryName, IncludePlace>;
  readonly global: OpenScope;
  readonly builtins: Map<string, ProgramSymbol>;
  /** Gates that the program a fragment belongs to likely includes. */
  readonly expected: Map<string, ProgramSymbol>;
  readonly registers: RegisterNumbers;
  /** What the program does to its qubits, for lints; absent when nobody asks for them. */
  readonly wholeTrace: CircuitTrace | undefined;
  /** What the program does to the values of its variables, for lints. */
  readonly valueTrace: ValueTrace;
  /** Arguments in the analysed file that are multiples of π written as numbers, for lints. */
  readonly writtenAngles: readonly WrittenAngle[];

  constructor(parts: ProgramState) {
    this.version = parts.version;
    this.options = parts.options;
    this.isFragment = parts.isFragment;
    this.isIncomplete = parts.isIncomplete;
    this.files = parts.files;
    this.symbols = parts.symbols;
    this.uses = parts.uses;
    this.unresolved = parts.unresolved;
    this.hiddenUses = parts.hiddenUses;
    this.shadowings = parts.shadowings;
    this.rivals = parts.rivals;
    this.calibrated = parts.calibrated;
    this.runtimeControl = parts.runtimeControl;
    this.unknownDirectives = parts.unknownDirectives;
    this.hasCalibrationGrammar = parts.hasCalibrationGrammar;
    this.assigned = parts.assigned;
    this.constantInitials = parts.constantInitials;
    this.openVariables = parts.openVariables;
    this.libraries = parts.libraries;
    this.global = parts.global;
    this.builtins = parts.builtins;
    this.expected = parts.expected;
    this.registers = parts.registers;
    this.wholeTrace = parts.wholeTrace;
    this.valueTrace = parts.valueTrace;
    this.writtenAngles = parts.writtenAngles;
  }
}

/** The analysed file, and how it is to be checked. */
export interface ParsedProgram {
  readonly path: string;
  readonly tree: SyntaxTree;
  readonly lines: LineTable;
  readonly options: CheckOptions;
}

/** A program of which nothing is bound yet. */
export function initialState({ lines, options, path, tree }: ParsedProgram): ProgramState {
  const { version } = tree;
  const global = openScope('global', 0, 0, undefined);
  global.end = tree.text.length;
  const state: ProgramState = {
    version,
    options,
    isFragment: path.endsWith('.inc') && !version.declared,
    isIncomplete: false,
    files: [fileBinding(path, tree, undefined, lines)],
    symbols: [],
    uses: [],
    unresolved: [],
    hiddenUses: [],
    shadowings: [],
    rivals: new Map(),
    calibrated: new Set(),
    runtimeControl: [],
    unknownDirectives: new Set(),
    hasCalibrationGrammar: false,
    assigned: new Set(),
    constantInitials: new Set(),
    openVariables: new Set(),
    libraries: new Map(),
    global,
    builtins: new Map(),
    expected: new Map(),
    registers: new RegisterNumbers(),
    wholeTrace: options.lints === 'off' ? undefined : new CircuitTrace(tree.statements.length),
    valueTrace: new ValueTrace(),
    writtenAngles: options.lints === 'off' ? [] : writtenAngles(tree.tokens, 0, tree.tokens.count),
  };
  addBuiltins(state);
  return state;
}

/** @param lines the lines of the text, when they are known */
export function fileBinding(
  path: string,
  tree: SyntaxTree,
  includedAs: IncludePlace | undefined,
  lines: LineTable = new LineTable(tree.text),
): FileBinding {
  const symbolOfToken = new Int32Array(tree.tokens.count).fill(-1);
  return { path, tree, lines, symbolOfToken, diagnostics: [...tree.diagnostics], includedAs };
}

function addBuiltins(state: ProgramState): void {
  const { builtins, expected, isFragment, version } = state;
  for (const { name, value } of builtinConstants(version.major)) {
    builtins.set(name, createSymbol(name, 'builtin-constant', { kind: 'float', width: 64 }, { value }, state));
  }
  for (const builtin of builtinFunctions(version.major)) {
    builtins.set(builtin.name, createSymbol(builtin.name, 'builtin-function', { kind: 'none' }, { builtin }, state));
  }
  for (const gate of builtinGates(version.major)) builtins.set(gate.name, createGate(gate, state));
  if (!isFragment) return;
  for (const gate of [...libraryGates('stdgates.inc'), ...libraryGates('qelib1.inc')]) {
    if (!expected.has(gate.name)) expected.set(gate.name, createGate(gate, state));
  }
}

/** The symbol of a gate of a library; it is not visible yet. */
export function createGate(gate: LibraryGate, state: ProgramState): ProgramSymbol {
  const { parameters, qubits } = gate;
  const signature = { parameters, qubits, definition: undefined, library: gate };
  return createSymbol(gate.name, 'gate', { kind: 'none' }, { gate: signature }, state);
}

/** A new symbol of the program; it is not visible yet. */
export function createSymbol(
  name: string,
  kind: SymbolKind,
  type: Type,
  parts: Partial<ProgramSymbol>,
  { symbols, uses }: ProgramState,
): ProgramSymbol {
  const symbol: ProgramSymbol = {
    id: symbols.length,
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
  symbols.push(symbol);
  uses.push(0);
  return symbol;
}
