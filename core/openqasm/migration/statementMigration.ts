import type { FileBinding } from '../programState.ts';
import type { ProgramSymbol } from '../symbols.ts';
import type {
  ClassicalDeclaration,
  Expression,
  GateCall,
  MeasureStatement,
  OpaqueDeclaration,
  QubitDeclaration,
  Statement,
} from '../syntaxTree.ts';
import { literalsToMakeReal } from './realArithmetic.ts';
import type { TextRewriter } from './textRewriter.ts';

/** What the migration of the statements of a file needs to know. */
export interface StatementMigration {
  readonly binding: FileBinding;
  readonly symbols: readonly ProgramSymbol[];
  /** Registers whose bits must be 0 from the start. */
  readonly cleared: ReadonlySet<ProgramSymbol>;
  readonly rewriter: TextRewriter;
}

/** Rewrites one statement of OpenQASM 2, apart from names, as OpenQASM 3. */
export function migrateStatement(statement: Statement, migration: StatementMigration): void {
  switch (statement.kind) {
    case 'qubit-declaration':
      migrateRegister(statement, 'qubit', '', migration.rewriter);
      return;
    case 'classical-declaration':
      if (statement.isCreg) migrateCreg(statement, migration);
      return;
    case 'gate':
      for (const inner of statement.body.statements) migrateStatement(inner, migration);
      return;
    case 'opaque':
      migrateOpaque(statement, migration);
      return;
    case 'gate-call':
      migrateCall(statement, migration);
      return;
    case 'measure':
      migrateMeasurement(statement, migration.rewriter);
      return;
    case 'if':
      for (const inner of statement.body.statements) migrateStatement(inner, migration);
      return;
    default:
  }
}

function symbolAt(token: number, { binding, symbols }: StatementMigration): ProgramSymbol | undefined {
  return symbols[binding.symbolOfToken[token] ?? -1];
}

/** `creg c[2]` becomes `bit[2] c`, with zeros where the program counts on them. */
function migrateCreg(statement: ClassicalDeclaration, migration: StatementMigration): void {
  const symbol = symbolAt(statement.name.token, migration);
  const { type } = statement;
  let zeros = '';
  if (symbol?.type.kind === 'bit' && migration.cleared.has(symbol)) {
    zeros = typeof symbol.type.size === 'number' ? ` = "${'0'.repeat(symbol.type.size)}"` : ' = 0';
  }
  migrateRegister({ ...statement, size: type.size }, 'bit', zeros, migration.rewriter);
}

/** `qreg q[2]` becomes `qubit[2] q`. */
export function migrateRegister(
  statement: (QubitDeclaration | ClassicalDeclaration) & { readonly size: Expression | undefined },
  keyword: string,
  initializer: string,
  rewriter: TextRewriter,
): void {
  const { name, size, start } = statement;
  const brackets = size ? `[${rewriter.textOf(size)}]` : '';
  rewriter.replaceToken(rewriter.tokenFrom(start), `${keyword}${brackets}`);
  if (!size) return;
  rewriter.remove({ start: name.end, end: rewriter.tokenEnd(size.end) });
  rewriter.insert(name.end, initializer);
}

/** `measure q -> c` becomes `c = measure q`. */
export function migrateMeasurement({ operand, start, target }: MeasureStatement, rewriter: TextRewriter): void {
  if (!target) return;
  rewriter.replaceToken(rewriter.tokenFrom(start), `${rewriter.textOf(target)} = measure`);
  rewriter.remove({ start: operand.end, end: target.end });
}

/** A call keeps its form, apart from whole numbers that were meant as real ones and gates with other parameters. */
function migrateCall(call: GateCall, migration: StatementMigration): void {
  const { binding, rewriter } = migration;
  const { starts, text } = binding.tree.tokens;
  for (const end of call.arguments.flatMap(literalsToMakeReal)) {
    const literal = rewriter.tokenFrom(end) - 1;
    rewriter.replaceToken(literal, `${text.slice(starts[literal], end)}.0`);
  }
  const symbol = symbolAt(call.name.token, migration);
  if (!symbol?.gate?.library) return;
  const [operand] = call.operands;
  if (symbol.name === 'cu3') rewriter.insert(call.arguments.at(-1)?.end ?? call.name.end, ', 0');
  if (symbol.name === 'u0' && operand) {
    rewriter.remove({ start: call.name.end, end: operand.start });
    rewriter.insert(operand.start, text.charAt(operand.start - 1).trim() === '' ? '' : ' ');
  }
}

/** A gate without a body becomes a calibration whose pulses only the hardware knows (gates, "opaque"; pulses). */
function migrateOpaque({ end, name, parameters, start }: OpaqueDeclaration, { rewriter }: StatementMigration): void {
  rewriter.replaceToken(rewriter.tokenFrom(start), 'defcal');
  for (const parameter of parameters) {
    rewriter.replaceToken(parameter.token, `angle ${rewriter.textOf(parameter)}`);
  }
  const body = `{\n  // '${rewriter.textOf(name)}' was declared opaque: the hardware defines it.\n}`;
  rewriter.replaceToken(rewriter.tokenFrom(end) - 1, ` ${body}`);
}
