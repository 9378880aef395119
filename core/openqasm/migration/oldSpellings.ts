import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { Analysis } from '../analyseProgram.ts';
import type { StatementList } from '../statementList.ts';
import { nodesIn } from '../syntaxChildren.ts';
import type { Statement, SyntaxNode } from '../syntaxTree.ts';
import { migrateMeasurement, migrateRegister } from './statementMigration.ts';
import { TextRewriter } from './textRewriter.ts';

/** What a file of OpenQASM 3 writes as OpenQASM 2 did. */
export interface OldSpellings {
  readonly replacements: readonly TextReplacement[];
  /** How many places of the file they modernise. */
  readonly count: number;
}

/** Library gates that are the same as others under their name in OpenQASM 2. */
const renamedGates: ReadonlyMap<string, string> = new Map([
  ['CX', 'cx'],
  ['u1', 'p'],
]);

/**
 * Spellings of OpenQASM 2 that OpenQASM 3 still reads, made modern with their comments where they are: `qreg`, `creg`,
 * `measure q -> c`, `CX` and `u1`. `u2` and `u3` stay, which have no equal of the same phase. Nothing in a file of
 * OpenQASM 2.
 */
export function oldSpellings({ files, symbols, tree, version }: Analysis): OldSpellings {
  const rewriter = new TextRewriter(tree.tokens);
  if (version.major === 2) return { replacements: [], count: 0 };
  let count = 0;
  const symbolOfToken = files[0]?.symbolOfToken ?? new Int32Array();
  const renamed = new Map(
    symbols.flatMap(({ gate, id, name }) => {
      const modern = gate?.library ? renamedGates.get(name) : undefined;
      return modern === undefined ? [] : [[id, modern]];
    }),
  );
  for (let token = 0; renamed.size > 0 && token < symbolOfToken.length; token++) {
    const modern = renamed.get(symbolOfToken[token] ?? -1);
    if (modern === undefined) continue;
    rewriter.replaceToken(token, modern);
    count++;
  }
  visitStatements(tree.statements, (statement) => {
    if (modernise(statement, rewriter)) count++;
  });
  return { replacements: rewriter.replacements(), count };
}

/** Whether a statement is written as in OpenQASM 2 and can be modernised. */
export function isOldSpelling(statement: SyntaxNode): boolean {
  switch (statement.kind) {
    case 'qubit-declaration':
      return statement.keyword === 'qreg' && statement.name.name !== '';
    case 'classical-declaration':
      return statement.isCreg && statement.name.name !== '';
    case 'measure':
      return statement.target !== undefined && statement.target.kind !== 'missing';
    case 'gate-call':
      return renamedGates.has(statement.name.name);
    default:
      return false;
  }
}

function modernise(statement: Statement, rewriter: TextRewriter): boolean {
  if (!isOldSpelling(statement)) return false;
  switch (statement.kind) {
    case 'qubit-declaration':
      migrateRegister(statement, 'qubit', '', rewriter);
      return true;
    case 'classical-declaration':
      migrateRegister({ ...statement, size: statement.type.size }, 'bit', '', rewriter);
      return true;
    case 'measure':
      migrateMeasurement(statement, rewriter);
      return true;
    default:
      return false;
  }
}

/** Visits the statements that may be old spellings, also those in blocks. */
function visitStatements(list: StatementList, visit: (statement: Statement) => void): void {
  for (let index = 0; index < list.length; index++) {
    switch (list.kindAt(index)) {
      case 'qubit-declaration':
      case 'classical-declaration':
      case 'measure': {
        const statement = list.at(index);
        if (statement) visit(statement);
        break;
      }
      case 'gate':
      case 'subroutine':
      case 'box':
      case 'if':
      case 'for':
      case 'while':
      case 'switch':
      case 'block': {
        const statement = list.at(index);
        if (statement) visitBlocks(statement, visit);
        break;
      }
      default:
    }
  }
}

function visitBlocks(node: SyntaxNode, visit: (statement: Statement) => void): void {
  for (const part of nodesIn(node, ({ kind }) => kind !== 'block')) {
    if (part.kind === 'block') visitStatements(part.statements, visit);
  }
}
