import type { Binder } from './binder.ts';
import type { BindingContext } from './bindingContext.ts';
import { diagnose, withRelated } from './messages.ts';
import { elementCount, joined, type Selection, unknownSelection } from './selection.ts';
import type { AliasDeclaration, Expression, HardwareQubit } from './syntaxTree.ts';

/** A piece of an aliased expression: what stands between `++`. */
interface Part {
  readonly expression: Expression;
  readonly kind: 'bit' | 'qubit' | undefined;
  readonly selection: Selection;
}

/** Binds an alias: another name for qubits, or for bits, each of them once (types, "Aliasing"). */
export function bindAlias(statement: AliasDeclaration, context: BindingContext): void {
  const { binder } = context;
  const expressions = partsOf(statement.value);
  const first = expressions.find((expression) => kindOf(expression, binder) !== undefined);
  const kind = (first && kindOf(first, binder)) ?? 'qubit';
  const parts = expressions.map((expression) => bindPart(expression, { kind, first }, context));
  if (parts.length > 1 && context.expressions.isStrict) reportSingles(parts, binder);
  checkOverlap(parts, binder);
  const selection = joinedParts(parts);
  const type = { kind, size: selection.size } as const;
  binder.declare(statement.name, { kind: 'alias', type, declaration: statement, parts: { selection } });
}

/** Only registers are concatenated; an element of one counts as a register of one (types, "Register concatenation"). */
function reportSingles(parts: readonly Part[], binder: Binder): void {
  for (const { expression, kind, selection } of parts) {
    if (kind === undefined || expression.kind !== 'identifier' || selection.size !== 'scalar') continue;
    const { name } = expression;
    const problem = `'${name}' is a single ${kind}; only registers are concatenated, as '${kind}[1] ${name}' would be`;
    const symbol = binder.peek(name);
    const diagnostic = diagnose('QAS5011', expression, problem);
    if (symbol) binder.reportWithDeclaration(diagnostic, symbol);
  }
}

/** What `++` connects, in order. */
function partsOf(value: Expression): Expression[] {
  const parts: Expression[] = [];
  const waiting = [value];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.kind === 'binary' && next.operator === '++') waiting.push(next.right, next.left);
    else if (next.kind === 'parenthesised') waiting.push(next.inner);
    else parts.push(next);
  }
  return parts;
}

/** Whether a part is of qubits or bits; undefined when that is not known. */
function kindOf(part: Expression, binder: Binder): 'bit' | 'qubit' | undefined {
  let root = part;
  while (root.kind === 'index' || root.kind === 'parenthesised') root = root.kind === 'index' ? root.base : root.inner;
  if (root.kind !== 'identifier') return undefined;
  const kind = binder.peek(root.name)?.type.kind;
  return kind === 'bit' || kind === 'qubit' ? kind : undefined;
}

function bindPart(
  expression: Expression,
  alias: { readonly kind: 'bit' | 'qubit'; readonly first: Expression | undefined },
  { binder, expressions }: BindingContext,
): Part {
  if (expression.kind === 'hardware-qubit') {
    reportHardwareQubit(expression, binder);
    return { expression, kind: 'qubit', selection: unknownSelection };
  }
  const kind = kindOf(expression, binder);
  if (kind !== undefined && kind !== alias.kind && alias.first) {
    expressions.visitLeniently(expression);
    const [own, other] = [binder.sourceOf(expression), binder.sourceOf(alias.first)];
    const problem = `'${other}' is of ${alias.kind}s and '${own}' of ${kind}s`;
    const related = binder.placeIn(binder.file, alias.first, `'${other}' is of ${alias.kind}s.`);
    binder.report(withRelated(diagnose('QAS5011', expression, problem), [related]));
    return { expression, kind, selection: unknownSelection };
  }
  const selection = alias.kind === 'bit' ? expressions.bits(expression) : expressions.aliasedQubits(expression);
  return { expression, kind, selection };
}

/** Hardware qubits are the same everywhere, so they need no other name (types, "Physical qubits"). */
function reportHardwareQubit(qubit: HardwareQubit, binder: Binder): void {
  binder.report(
    diagnose(
      'QAS5010',
      qubit,
      `A hardware qubit cannot be aliased; write '${binder.sourceOf(qubit)}' where it is used`,
    ),
  );
}

/** A register is not concatenated with a part of itself, and no element is listed twice. */
function checkOverlap(parts: readonly Part[], binder: Binder): void {
  const owners = new Map<number, Part>();
  for (const part of parts) {
    const elements = part.selection.runs;
    if (!elements || (elementCount(part.selection) ?? 0) > mostElements) return;
    for (const { count, first, step } of elements) {
      for (let index = 0; index < count; index++) {
        const element = first + index * step;
        const owner = owners.get(element);
        if (owner) {
          reportOverlap(part, owner, element, binder);
          return;
        }
        owners.set(element, part);
      }
    }
  }
}

function reportOverlap(part: Part, owner: Part, element: number, binder: Binder): void {
  const name = binder.registers.nameOf(element);
  if (part === owner) {
    binder.report(diagnose('QAS5011', part.expression, `'${name}' is in it twice`));
    return;
  }
  const [own, other] = [binder.sourceOf(part.expression), binder.sourceOf(owner.expression)];
  const problem = `it overlaps itself, '${name}' is in '${other}' and in '${own}'`;
  const related = binder.placeIn(binder.file, owner.expression, `'${name}' is in '${other}' already.`);
  binder.report(withRelated(diagnose('QAS5011', part.expression, problem), [related]));
}

/** Aliases of more elements than this are not searched for overlaps. */
const mostElements = 1_000_000;

/** One part alone may be a single element; several are a register. */
function joinedParts(parts: readonly Part[]): Selection {
  const [only, ...others] = parts;
  return only && others.length === 0 ? only.selection : joined(parts.map(({ selection }) => selection));
}
