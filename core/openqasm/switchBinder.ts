import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { BindingContext } from './bindingContext.ts';
import type { ConstantValue } from './constantValue.ts';
import { noteRuntimeControl } from './controlFlowBinder.ts';
import { removeStatement } from './insertions.ts';
import { diagnose, withFix, withRelated, withSeverity } from './messages.ts';
import type { Expression, SwitchCase, SwitchStatement } from './syntaxTree.ts';
import type { TypedValue } from './typedValue.ts';
import { describeType } from './types.ts';
import { categoryOf } from './typing/numericTypes.ts';

/** Binds a switch (classical, "The switch statement"). */
export function bindSwitch(statement: SwitchStatement, context: BindingContext): void {
  const { binder, bindBlock } = context;
  bindSubject(statement.subject, context);
  checkCases(statement, context);
  const labels = new Labels(context);
  const ways = statement.cases.map((each) => () => {
    for (const label of each.labels ?? []) labels.bind(label);
    binder.conditionally(() => binder.surroundedBy('case', () => bindBlock(each.body)));
  });
  const hasDefault = statement.cases.some(({ labels: own }) => own === undefined);
  binder.flow.branch(hasDefault ? ways : [...ways, () => {}]);
}

/** What is switched on is an integer; nothing is converted to one. */
function bindSubject(subject: Expression, context: BindingContext): void {
  const { binder, expressions } = context;
  const value = expressions.value(subject);
  noteRuntimeControl(subject, value.isConstant, context);
  if (subject.kind === 'missing' || isInteger(value)) return;
  const text = binder.sourceOf(subject);
  const diagnostic = diagnose('QAS7003', subject, `'switch' needs an integer, not ${describeType(value.type)}`);
  const isCastable = ['truth', 'bits', 'float'].includes(categoryOf(value.type));
  const replacements = [{ range: { start: subject.start, end: subject.end }, newText: `int(${text})` }];
  binder.report(
    isCastable ? withFix(diagnostic, { title: `Write 'int(${text})'`, replacements, isPreferred: true }) : diagnostic,
  );
}

function isInteger({ type }: TypedValue): boolean {
  return type.kind === 'none' || type.kind === 'void' || categoryOf(type) === 'integer';
}

/** There is at least one case, and at most one default, which is last; elsewhere it is taken for the same. */
function checkCases({ cases, end, start }: SwitchStatement, { binder, expressions }: BindingContext): void {
  const defaults = cases.filter(({ labels }) => labels === undefined);
  const [first, ...others] = defaults;
  if (cases.length === defaults.length && !binder.currentFile.tree.diagnostics.some(isWithin({ start, end }))) {
    binder.report(diagnose('QAS7003', { start, end: start + 'switch'.length }, `'switch' needs at least one 'case'`));
  }
  for (const other of others) {
    const related = first && binder.placeIn(binder.file, headOf(first), `The other 'default' is here.`);
    const diagnostic = diagnose('QAS7003', headOf(other), `'switch' has a second 'default'`);
    binder.report(related ? withRelated(diagnostic, [related]) : diagnostic);
  }
  const last = cases.at(-1);
  if (!first || !last || others.length > 0 || first === last) return;
  const early = diagnose('QAS7003', headOf(first), `'default' stands after every 'case'`);
  const graded = expressions.isStrict ? early : withSeverity(early, 'warning');
  binder.report(withFix(graded, movedLast(first, last, binder.text)));
}

function movedLast(early: SwitchCase, last: SwitchCase, text: string): DiagnosticFix {
  const before = /[^\S\r\n]*$/.exec(text.slice(0, last.start))?.[0] ?? '';
  const isOnLine = /[\r\n]$/.test(text.slice(0, last.start - before.length));
  const separator = isOnLine ? `${text.includes('\r\n') ? '\r\n' : '\n'}${before}` : ' ';
  const end = { start: last.end, end: last.end };
  return {
    title: `Move 'default' to the end`,
    replacements: [
      removeStatement(text, early),
      { range: end, newText: `${separator}${text.slice(early.start, early.end)}` },
    ],
    isPreferred: true,
  };
}

function isWithin(range: { readonly start: number; readonly end: number }) {
  return (diagnostic: { readonly range: { readonly start: number } }) =>
    diagnostic.range.start >= range.start && diagnostic.range.start <= range.end;
}

function headOf({ start }: SwitchCase): { readonly start: number; readonly end: number } {
  return { start, end: start + 'default'.length };
}

/** The labels of a switch: constant integers, no two of them equal. */
class Labels {
  readonly #context: BindingContext;
  readonly #seen = new Map<bigint, Expression>();

  constructor(context: BindingContext) {
    this.#context = context;
  }

  bind(label: Expression): void {
    const { binder, expressions } = this.#context;
    const bound = expressions.value(label);
    if (!bound.isConstant) {
      binder.report(diagnose('QAS4010', label, 'a case label'));
      return;
    }
    if (!isInteger(bound)) {
      binder.report(diagnose('QAS7003', label, `The label of a case is an integer, not ${describeType(bound.type)}`));
      return;
    }
    const value = integerOf(bound.value);
    if (value === undefined) return;
    const earlier = this.#seen.get(value);
    if (!earlier) {
      this.#seen.set(value, label);
      return;
    }
    const related = binder.placeIn(binder.file, earlier, `The other label ${value} is here.`);
    binder.report(withRelated(diagnose('QAS7003', label, `Label ${value} appears twice`), [related]));
  }
}

function integerOf(value: ConstantValue | undefined): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
}
