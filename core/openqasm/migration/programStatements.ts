import type { Analysis } from '../analyseProgram.ts';
import type { Statement } from '../syntaxTree.ts';

/** A statement of a program, in the file it stands in (index into `Analysis.files`). */
export interface ProgramStatement {
  readonly file: number;
  readonly statement: Statement;
}

/** The top-level statements of a program in the order in which they count: those of included files at the include. */
export function* programStatements(analysis: Analysis, file = 0): Generator<ProgramStatement> {
  for (const statement of analysis.files[file]?.tree.statements ?? []) {
    yield { file, statement };
    if (statement.kind !== 'include') continue;
    const included = analysis.files.findIndex(
      ({ includedAs }) => includedAs?.file === file && includedAs.start === statement.path?.start,
    );
    if (included > 0) yield* programStatements(analysis, included);
  }
}
