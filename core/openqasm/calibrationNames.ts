import type { OffsetRange } from '#core/base/textRange.ts';
import type {
  CalibrationBlock,
  CalibrationDefinition,
  Identifier,
  Statement,
  SyntaxTree,
  TypeNode,
} from './syntaxTree.ts';
import { tokenKind } from './tokenKind.ts';

/** A name that a calibration declares; the rest of the program does not know it (openpulse). */
export interface CalibrationName {
  readonly what: 'parameter' | 'qubit' | 'variable' | 'constant' | 'function';
  readonly name: Identifier;
  /** Its type, or that of its result. */
  readonly type: TypeNode | undefined;
  readonly declaration: OffsetRange;
}

/** The calibrations of a file: its `cal` blocks in order, and then its `defcal`s. */
export function* calibrationsOf({
  statements,
  tokens,
}: SyntaxTree): Generator<CalibrationBlock | CalibrationDefinition> {
  for (const keyword of [tokenKind.cal, tokenKind.defcal]) {
    for (let token = tokens.kinds.indexOf(keyword); token >= 0; token = tokens.kinds.indexOf(keyword, token + 1)) {
      const statement = statements.at(statements.indexAt(tokens.starts[token] ?? 0));
      if (statement?.kind === 'cal' || statement?.kind === 'defcal') yield statement;
    }
  }
}

/** What a calibration declares: its parameters and qubits, and the names of its body, blocks inside it apart. */
export function namesOfCalibration(statement: CalibrationBlock | CalibrationDefinition): CalibrationName[] {
  const names: CalibrationName[] = [];
  if (statement.kind === 'defcal') {
    for (const parameter of statement.parameters) {
      if (parameter.kind !== 'parameter') continue;
      names.push({ what: 'parameter', name: parameter.name, type: parameter.type, declaration: parameter });
    }
    for (const operand of statement.operands) {
      if (operand.kind === 'identifier') {
        names.push({ what: 'qubit', name: operand, type: undefined, declaration: operand });
      }
    }
  }
  for (const inner of statement.body?.statements ?? []) names.push(...declaredIn(inner));
  return names.filter(({ name }) => name.name !== '');
}

function declaredIn(statement: Statement): CalibrationName[] {
  const declaration = { start: statement.start, end: statement.end };
  switch (statement.kind) {
    case 'classical-declaration': {
      const what = statement.modifier === 'const' ? 'constant' : 'variable';
      return [{ what, name: statement.name, type: statement.type, declaration }];
    }
    case 'extern': {
      // `extern port d0;` names a thing of the device, `extern f(float) -> waveform;` a function.
      const { name, returnType } = statement;
      const isThing = returnType !== undefined && returnType.start < name.start;
      return [{ what: isThing ? 'constant' : 'function', name, type: returnType, declaration }];
    }
    default:
      return [];
  }
}
