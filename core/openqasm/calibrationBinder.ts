import type { OffsetRange } from '#core/base/textRange.ts';
import { type BindingContext, checkGlobal } from './bindingContext.ts';
import { insertAfterIncludes } from './insertions.ts';
import { diagnose, withFix, withRelated } from './messages.ts';
import { firstWord } from './statementRules.ts';
import type { CalibrationBlock, CalibrationDefinition, CalibrationGrammar } from './syntaxTree.ts';

/** The only calibration grammar that is specified. */
const knownGrammar = 'openpulse';

/** Operations that can be calibrated besides gates. */
const calibratedOperations: ReadonlySet<string> = new Set(['measure', 'reset', 'delay']);

/** Binds the choice of a calibration grammar (pulses, "Pulse-level descriptions of gates and measurement"). */
export function bindCalibrationGrammar(statement: CalibrationGrammar, context: BindingContext): void {
  const { binder } = context;
  checkGlobal(statement, 'A calibration grammar is', context);
  binder.hasCalibrationGrammar = true;
  const { grammar } = statement;
  if (!grammar || grammar.text.toLowerCase() === knownGrammar) return;
  const problem = `Unknown calibration grammar ${binder.sourceOf(grammar)}; calibrations are kept as text`;
  binder.report(diagnose('QAS8011', grammar, problem));
}

/** Binds a block of calibration code; its names belong to the calibration grammar. */
export function bindCalibration(statement: CalibrationBlock, context: BindingContext): void {
  checkGrammar(statement, context);
}

/**
 * Binds the calibration of an operation. It adds to what the gate of that name means; without such a gate it declares
 * one whose effect is not known.
 */
export function bindCalibrationDefinition(statement: CalibrationDefinition, context: BindingContext): void {
  const { binder } = context;
  checkGlobal(statement, 'Calibrations are', context);
  checkGrammar(statement, context);
  const { name } = statement;
  if (name.name === '' || calibratedOperations.has(name.name)) return;
  const existing = binder.peek(name.name);
  if (!existing) {
    const symbol = binder.declare(name, {
      kind: 'gate',
      type: { kind: 'none' },
      declaration: statement,
      parts: { gate: signatureOf(statement, binder.text) },
    });
    binder.calibrated.add(symbol.id);
  } else if (existing.kind === 'gate') {
    if (name.token >= 0) binder.currentFile.symbolOfToken[name.token] = existing.id;
  } else {
    const where = existing.place ? `at line ${binder.lineOf(existing.place)}` : 'by the language';
    const related = binder.relatedPlace(existing, `'${name.name}' is declared here.`);
    const diagnostic = diagnose('QAS3004', name, name.name, where);
    binder.report(related ? withRelated(diagnostic, [related]) : diagnostic);
  }
}

/** Calibrations without a grammar have no meaning; one missing grammar is one mistake. */
function checkGrammar(statement: CalibrationBlock | CalibrationDefinition, { binder }: BindingContext): void {
  if (binder.hasCalibrationGrammar || binder.isFragment) return;
  binder.hasCalibrationGrammar = true;
  const line = `defcalgrammar "${knownGrammar}";`;
  const problem = `'${statement.kind}' needs a calibration grammar before it; write '${line}'`;
  const replacements = [insertAfterIncludes(binder.currentFile.tree, statement.start, line)];
  const fix = { title: `Insert '${line}'`, replacements, isPreferred: true };
  binder.report(withFix(diagnose('QAS8011', firstWord(binder.text, statement), problem), fix));
}

/** How a gate that only a calibration declares is called. */
function signatureOf({ operands, parameters }: CalibrationDefinition, text: string) {
  const written = ({ end, start }: OffsetRange) => text.slice(start, end);
  return {
    parameters: parameters.map((each) => (each.kind === 'parameter' ? each.name.name : written(each))),
    qubits: operands.map(written),
    definition: undefined,
    library: undefined,
  };
}
