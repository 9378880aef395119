import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { Profile } from './analysisOptions.ts';
import type { CalibrationBody } from './calibrationBody.ts';
import type { LanguageVersion } from './languageVersion.ts';
import type { StatementList } from './statementList.ts';
import type { TokenStream } from './tokenStream.ts';

/*
 * The syntax tree of OpenQASM 2 and 3. Nodes carry half-open UTF-16 ranges. What a statement lacks is a `missing`
 * expression or an identifier with an empty name, so unfinished text still has its shape.
 */

interface Ranged {
  readonly start: number;
  readonly end: number;
}

/** A range with what is written there, without quotes. */
export interface NamedRange extends Ranged {
  readonly text: string;
}

/** A name, at its token; a missing name is empty and has token −1. */
export interface Identifier extends Ranged {
  readonly kind: 'identifier';
  readonly name: string;
  readonly token: number;
}

export type Expression =
  | Identifier
  | MissingExpression
  | IntegerLiteral
  | FloatLiteral
  | ImaginaryLiteral
  | BooleanLiteral
  | TimingLiteral
  | BitStringLiteral
  | HardwareQubit
  | ParenthesisedExpression
  | UnaryExpression
  | BinaryExpression
  | CallExpression
  | CastExpression
  | IndexExpression
  | ArrayLiteral
  | DurationOfExpression
  | MeasureExpression
  | QuantumCallExpression;

/** Stands where an expression is expected and none is written, or none that can be read. */
export interface MissingExpression extends Ranged {
  readonly kind: 'missing';
}

/** Exact up to 2⁵³ − 1; larger ones are read from their text again. */
export interface IntegerLiteral extends Ranged {
  readonly kind: 'integer';
  readonly value: number;
}

export interface FloatLiteral extends Ranged {
  readonly kind: 'float';
  readonly value: number;
}

export interface ImaginaryLiteral extends Ranged {
  readonly kind: 'imaginary';
  readonly value: number;
}

export interface BooleanLiteral extends Ranged {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface TimingLiteral extends Ranged {
  readonly kind: 'timing';
  readonly value: number;
  readonly unit: 'dt' | 'ns' | 'us' | 'ms' | 's';
}

/** `digits` without separators, the most significant bit first. */
export interface BitStringLiteral extends Ranged {
  readonly kind: 'bit-string';
  readonly digits: string;
}

export interface HardwareQubit extends Ranged {
  readonly kind: 'hardware-qubit';
  readonly index: number;
}

export interface ParenthesisedExpression extends Ranged {
  readonly kind: 'parenthesised';
  readonly inner: Expression;
}

export type UnaryOperator = '-' | '!' | '~';

export interface UnaryExpression extends Ranged {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}

/** `**` is power in both versions; OpenQASM 2 writes it `^`. `in` and `++` parse where only prose knows them. */
export type BinaryOperator =
  | '**'
  | '*'
  | '/'
  | '%'
  | '+'
  | '-'
  | '<<'
  | '>>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!='
  | '&'
  | '^'
  | '|'
  | '&&'
  | '||'
  | '++';

export interface BinaryExpression extends Ranged {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface CallExpression extends Ranged {
  readonly kind: 'call';
  readonly callee: Identifier;
  readonly arguments: readonly Expression[];
}

export interface CastExpression extends Ranged {
  readonly kind: 'cast';
  readonly type: TypeNode;
  readonly argument: Expression;
}

/** One pair of brackets after an expression; the range of the brackets is `selectorStart` to `end`. */
export interface IndexExpression extends Ranged {
  readonly kind: 'index';
  readonly base: Expression;
  readonly selectorStart: number;
  readonly selectors: readonly Selector[];
}

export type Selector = Expression | RangeSelector | SetSelector;

/** `first:last` or `first:step:last`, both ends included; an absent end is the end of the register. */
export interface RangeSelector extends Ranged {
  readonly kind: 'range';
  readonly first: Expression | undefined;
  readonly step: Expression | undefined;
  readonly last: Expression | undefined;
}

export interface SetSelector extends Ranged {
  readonly kind: 'set';
  readonly elements: readonly Expression[];
}

export interface ArrayLiteral extends Ranged {
  readonly kind: 'array-literal';
  readonly elements: readonly Expression[];
}

export interface DurationOfExpression extends Ranged {
  readonly kind: 'durationof';
  readonly body: Block;
}

export interface MeasureExpression extends Ranged {
  readonly kind: 'measure-expression';
  readonly operand: Expression;
  /** It stands inside a larger expression. */
  readonly isMisplaced: boolean;
}

/** `capture(…) q` as a value, the result of a calibrated gate (3.2). */
export interface QuantumCallExpression extends Ranged {
  readonly kind: 'quantum-call';
  readonly callee: Identifier;
  readonly arguments: readonly Expression[];
  readonly operands: readonly Expression[];
}

export type TypeName =
  | 'bit'
  | 'bool'
  | 'int'
  | 'uint'
  | 'float'
  | 'angle'
  | 'complex'
  | 'duration'
  | 'stretch'
  | 'array'
  | 'qubit'
  | 'void'
  /** Types of OpenPulse, only in the bodies of calibrations. */
  | 'port'
  | 'frame'
  | 'waveform';

export interface TypeNode extends Ranged {
  readonly kind: 'type';
  readonly name: TypeName;
  /** The expression in brackets: a width, or the size of a bit or qubit register. */
  readonly size: Expression | undefined;
  /** The base of an array, the component of a complex number. */
  readonly base: TypeNode | undefined;
  readonly dimensions: readonly Expression[];
  /** `#dim = k` of an array parameter. */
  readonly dimensionCount: Expression | undefined;
  readonly access: 'readonly' | 'mutable' | undefined;
}

export interface Modifier extends Ranged {
  readonly kind: 'modifier';
  readonly name: 'inv' | 'pow' | 'ctrl' | 'negctrl';
  readonly argument: Expression | undefined;
}

export interface Block extends Ranged {
  readonly kind: 'block';
  readonly statements: StatementList;
}

export type Statement =
  | VersionStatement
  | IncludeStatement
  | PragmaStatement
  | AnnotationStatement
  | QubitDeclaration
  | ClassicalDeclaration
  | AliasDeclaration
  | GateDefinition
  | OpaqueDeclaration
  | SubroutineDefinition
  | ExternDeclaration
  | GateCall
  | MeasureStatement
  | ResetStatement
  | BarrierStatement
  | DelayStatement
  | NopStatement
  | BoxStatement
  | AssignmentStatement
  | ExpressionStatement
  | IfStatement
  | ForStatement
  | WhileStatement
  | SwitchStatement
  | JumpStatement
  | ReturnStatement
  | Block
  | CalibrationGrammar
  | CalibrationBlock
  | CalibrationDefinition
  | UnreadableStatement;

export interface VersionStatement extends Ranged {
  readonly kind: 'version';
  readonly number: NamedRange;
}

export interface IncludeStatement extends Ranged {
  readonly kind: 'include';
  /** The quoted path; absent while it is not written. */
  readonly path: NamedRange | undefined;
}

export interface PragmaStatement extends Ranged {
  readonly kind: 'pragma';
  /** `pragma` or `#pragma`. */
  readonly keyword: Ranged;
  /** The name the text begins with, often the namespace of a vendor: `braket.noise`. */
  readonly namespace: NamedRange | undefined;
  /** The text after the keyword up to the end of the line. */
  readonly content: Ranged;
}

/** Belongs to the statement after it. */
export interface AnnotationStatement extends Ranged {
  readonly kind: 'annotation';
  /** The name with its `@`. */
  readonly keyword: Ranged;
  /** The name, which may have dots. */
  readonly name: NamedRange;
  /** The text after the name up to the end of the line. */
  readonly content: Ranged;
}

export interface QubitDeclaration extends Ranged {
  readonly kind: 'qubit-declaration';
  readonly keyword: 'qubit' | 'qreg';
  readonly name: Identifier;
  readonly size: Expression | undefined;
  readonly further: readonly FurtherName[];
}

/** A name after a comma in a declaration, which is a mistake: a declaration has one name. */
export interface FurtherName {
  readonly name: Identifier;
  /** In brackets after the name. */
  readonly size: Expression | undefined;
  readonly initializer: Expression | undefined;
}

export interface ClassicalDeclaration extends Ranged {
  readonly kind: 'classical-declaration';
  readonly modifier: 'const' | 'input' | 'output' | undefined;
  /** Written `creg name[size]`. */
  readonly isCreg: boolean;
  readonly type: TypeNode;
  readonly name: Identifier;
  readonly initializer: Expression | undefined;
  readonly further: readonly FurtherName[];
}

export interface AliasDeclaration extends Ranged {
  readonly kind: 'alias';
  readonly name: Identifier;
  readonly value: Expression;
}

export interface GateDefinition extends Ranged {
  readonly kind: 'gate';
  readonly name: Identifier;
  readonly parameters: readonly Identifier[];
  readonly qubits: readonly Identifier[];
  readonly body: Block;
}

export interface OpaqueDeclaration extends Ranged {
  readonly kind: 'opaque';
  readonly name: Identifier;
  readonly parameters: readonly Identifier[];
  readonly qubits: readonly Identifier[];
}

export interface SubroutineParameter extends Ranged {
  readonly kind: 'parameter';
  readonly type: TypeNode;
  readonly name: Identifier;
}

export interface SubroutineDefinition extends Ranged {
  readonly kind: 'subroutine';
  readonly name: Identifier;
  readonly parameters: readonly SubroutineParameter[];
  readonly returnType: TypeNode | undefined;
  readonly body: Block;
}

export interface ExternDeclaration extends Ranged {
  readonly kind: 'extern';
  readonly name: Identifier;
  readonly parameterTypes: readonly TypeNode[];
  readonly returnType: TypeNode | undefined;
}

/** A gate applied to qubits; `gphase` and calls with modifiers are gate calls too. */
export interface GateCall extends Ranged {
  readonly kind: 'gate-call';
  readonly modifiers: readonly Modifier[];
  readonly name: Identifier;
  /** Whether parentheses are written, also empty ones. */
  readonly hasParentheses: boolean;
  readonly arguments: readonly Expression[];
  readonly duration: Expression | undefined;
  readonly operands: readonly Expression[];
  /** Whether it was read without a syntax error; of a broken call, parts may be missing that are written. */
  readonly isComplete: boolean;
}

/** `measure q;` or `measure q -> c;`. `c = measure q;` is an assignment. */
export interface MeasureStatement extends Ranged {
  readonly kind: 'measure';
  readonly operand: Expression;
  readonly target: Expression | undefined;
}

export interface ResetStatement extends Ranged {
  readonly kind: 'reset';
  readonly operand: Expression;
}

/** Without operands it concerns all qubits. */
export interface BarrierStatement extends Ranged {
  readonly kind: 'barrier';
  readonly operands: readonly Expression[];
}

export interface DelayStatement extends Ranged {
  readonly kind: 'delay';
  readonly duration: Expression;
  readonly operands: readonly Expression[];
}

export interface NopStatement extends Ranged {
  readonly kind: 'nop';
  readonly operands: readonly Expression[];
}

export interface BoxStatement extends Ranged {
  readonly kind: 'box';
  readonly duration: Expression | undefined;
  readonly body: Block;
}

export interface AssignmentStatement extends Ranged {
  readonly kind: 'assignment';
  readonly target: Expression;
  /** `=` or a compound operator such as `+=`. */
  readonly operator: string;
  readonly value: Expression;
}

export interface ExpressionStatement extends Ranged {
  readonly kind: 'expression';
  readonly expression: Expression;
}

export interface IfStatement extends Ranged {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly body: Block;
  readonly otherwise: Block | undefined;
}

export interface ForStatement extends Ranged {
  readonly kind: 'for';
  readonly type: TypeNode | undefined;
  readonly variable: Identifier;
  readonly iterable: Selector;
  readonly body: Block;
}

export interface WhileStatement extends Ranged {
  readonly kind: 'while';
  readonly condition: Expression;
  readonly body: Block;
}

export interface SwitchCase extends Ranged {
  readonly kind: 'case';
  /** Absent for `default`. */
  readonly labels: readonly Expression[] | undefined;
  readonly body: Block;
}

export interface SwitchStatement extends Ranged {
  readonly kind: 'switch';
  readonly subject: Expression;
  readonly cases: readonly SwitchCase[];
}

export interface JumpStatement extends Ranged {
  readonly kind: 'jump';
  readonly keyword: 'break' | 'continue' | 'end';
}

export interface ReturnStatement extends Ranged {
  readonly kind: 'return';
  readonly value: Expression | undefined;
}

export interface CalibrationGrammar extends Ranged {
  readonly kind: 'defcalgrammar';
  /** The quoted name; absent while it is not written. */
  readonly grammar: NamedRange | undefined;
}

export interface CalibrationBlock extends Ranged {
  readonly kind: 'cal';
  /** Absent while there are no braces. */
  readonly body: CalibrationBody | undefined;
}

/** What a calibration is for: `$n` stands for that qubit and a name for any, a value for that value and a parameter for any. */
export interface CalibrationDefinition extends Ranged {
  readonly kind: 'defcal';
  /** The gate, or `measure`, `reset` or `delay`. */
  readonly name: Identifier;
  readonly parameters: readonly (SubroutineParameter | Expression)[];
  readonly operands: readonly (Identifier | HardwareQubit)[];
  readonly returnType: TypeNode | undefined;
  readonly body: CalibrationBody | undefined;
}

/** Tokens no statement could be made of; already reported. */
export interface UnreadableStatement extends Ranged {
  readonly kind: 'unreadable';
}

export type SyntaxNode =
  | Statement
  | Expression
  | RangeSelector
  | SetSelector
  | TypeNode
  | Modifier
  | SwitchCase
  | SubroutineParameter;

/** A parsed file. Diagnostics are those of scanning and parsing, in the order they were found. */
export interface SyntaxTree {
  readonly text: string;
  readonly version: LanguageVersion;
  readonly profile: Profile;
  /** How many words the table of names had when all of the text was parsed; edits add to it. */
  readonly namesAtParse: number;
  readonly tokens: TokenStream;
  readonly statements: StatementList;
  readonly diagnostics: readonly Diagnostic[];
}
