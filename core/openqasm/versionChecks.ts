import type { Binder } from './binder.ts';
import { insertAtBeginning, removeStatement } from './insertions.ts';
import { newestMinor, parseVersionNumber } from './languageVersion.ts';
import { diagnose, withFix, withSeverity } from './messages.ts';
import type { SyntaxTree, VersionStatement } from './syntaxTree.ts';
import { tokenKind } from './tokenKind.ts';

/** Checks the version statements of the binder's current file (comments, "Version string"). */
export function checkVersion(binder: Binder): void {
  const { tree } = binder.currentFile;
  let hasVersion = false;
  const { statements } = tree;
  for (
    let index = statements.indexOfKind('version');
    index >= 0;
    index = statements.indexOfKind('version', index + 1)
  ) {
    const statement = statements.at(index);
    if (statement?.kind !== 'version') continue;
    if (binder.file > 0) report('The version stands only in the main file, not in an included one', statement);
    else if (hasVersion) report('The version is already given above', statement);
    else if (index > 0) reportLate(statement, binder);
    else checkNumber(statement, binder);
    hasVersion = true;
  }
  if (!hasVersion && binder.file === 0 && !binder.isFragment && tree.statements.length > 0) reportMissing(binder);

  function report(problem: string, statement: VersionStatement): void {
    const fix = {
      title: 'Remove the version',
      replacements: [removeStatement(tree.text, statement)],
      isPreferred: true,
    };
    binder.report(withFix(diagnose('QAS8003', statement, problem), fix));
  }
}

/** A version below other statements; inside a block it counts as that too. */
export function reportLate(statement: VersionStatement, binder: Binder): void {
  const { tree } = binder.currentFile;
  const written = tree.text.slice(statement.start, statement.end);
  const replacements = [insertAtBeginning(tree, written), removeStatement(tree.text, statement)];
  const diagnostic = diagnose('QAS8003', statement, 'The version must be the first statement of the file');
  binder.report(withFix(diagnostic, { title: 'Move the version to the beginning', replacements, isPreferred: true }));
}

function checkNumber({ number }: VersionStatement, binder: Binder): void {
  const { text } = number;
  if (text === '') return;
  if (!parseVersionNumber(text)) {
    const known = `2.0 and 3.0 to 3.${newestMinor} are`;
    const diagnostic = diagnose('QAS8003', number, `OpenQASM ${text} is not a known version; ${known}`);
    const meant = /^\d+\.\d+(?=\.)/.exec(text)?.[0];
    const isKnown = meant !== undefined && parseVersionNumber(meant) !== undefined;
    binder.report(isKnown ? withFix(diagnostic, replaceNumber(number, meant)) : diagnostic);
  } else if (text === '2' && binder.options.profile === 'strict-2.0') {
    const diagnostic = diagnose('QAS8003', number, 'The version of OpenQASM 2 is written 2.0');
    binder.report(withFix(diagnostic, replaceNumber(number, '2.0')));
  }
}

function replaceNumber({ end, start }: VersionStatement['number'], newText: string) {
  return { title: `Change to ${newText}`, replacements: [{ range: { start, end }, newText }], isPreferred: true };
}

function reportMissing(binder: Binder): void {
  const { tree } = binder.currentFile;
  const start = tree.tokens.starts[0] ?? 0;
  const version = tree.version.major === 2 ? '2.0' : `3.${leastMinor(tree)}`;
  const diagnostic = diagnose('QAS8004', { start, end: tree.tokens.ends[0] ?? start }, version);
  const isRequired = binder.options.profile === 'strict-2.0' && tree.version.major === 2;
  const found = isRequired ? withSeverity(diagnostic, 'error') : diagnostic;
  const line = `OPENQASM ${version};`;
  const replacements = [insertAtBeginning(tree, line)];
  binder.report(withFix(found, { title: `Insert '${line}'`, replacements, isPreferred: true }));
}

/** The oldest OpenQASM 3 that has the statements of a file: `switch` and blocks of their own came with 3.1, `nop` with 3.2. */
function leastMinor({ tokens }: SyntaxTree): number {
  let least = 0;
  for (let index = 0; index < tokens.count; index++) {
    const kind = tokens.kinds[index];
    if (kind === tokenKind.nop) return 2;
    if (kind === tokenKind.switch) least = 1;
    if (kind === tokenKind.leftBrace) {
      const before = index === 0 ? tokenKind.semicolon : tokens.kinds[index - 1];
      const beginsStatement =
        before === tokenKind.semicolon || before === tokenKind.leftBrace || before === tokenKind.rightBrace;
      if (beginsStatement) least = 1;
    }
  }
  return least;
}
