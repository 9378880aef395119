import { builtinGates, libraryGates } from '#core/openqasm/gateLibrary.ts';
import type { ProgramSymbol } from '#core/openqasm/index.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import {
  angleType,
  boolType,
  durationType,
  floatType,
  intType,
  type Size,
  type Type,
  uintType,
} from '#core/openqasm/types.ts';
import type { CompletionContext, GrammarPlace } from './completionPlace.ts';
import { type OperandSite, operandSite, restOfStatement } from './operandSite.ts';
import type { StatementPrefix } from './statementPrefix.ts';
import { builtinParameter, declaredType, wantedType } from './wantedTypes.ts';

/** What is wanted at a place of the grammar; proposals are made for every wish. */
export type Wish =
  | { readonly kind: 'statement' }
  /** A gate, or another modifier before it. */
  | { readonly kind: 'gate' }
  /** A qubit or register; of a size where only one size fits. */
  | { readonly kind: 'qubits'; readonly site: OperandSite; readonly size: Size | undefined }
  | { readonly kind: 'bits'; readonly site: OperandSite; readonly size: Size | undefined }
  /** A position in a register or array of a size. */
  | {
      readonly kind: 'index';
      readonly register: ProgramSymbol;
      readonly size: number;
      readonly site: OperandSite | undefined;
    }
  /** A value, of a type where one is asked for. */
  | { readonly kind: 'value'; readonly type: Type | undefined; readonly constant?: boolean; readonly measure?: boolean }
  | { readonly kind: 'type'; readonly of: 'value' | 'parameter' | 'constant' | 'array' | 'result' }
  /** What a loop goes through. */
  | { readonly kind: 'iterable' }
  /** Words and signs of the language. */
  | { readonly kind: 'words'; readonly words: readonly string[] };

/** In more brackets than this nothing is proposed: the parser reads no expressions that nest as deep. */
const deepestBrackets = 512;

/** What is wanted at a place where the grammar decides. */
export function wishesAt(place: GrammarPlace, context: CompletionContext): Wish[] {
  const { expected } = place;
  const prefix = place.prefix.innermost();
  if (prefix.depth > deepestBrackets) return [];
  if (prefix.opener >= 0) return insideBrackets(prefix, context);
  if (prefix.kind(0) === tokenKind.openqasm) {
    return prefix.count === 1 ? [{ kind: 'words', words: ['3.0', '3.1', '3.2', '2.0'] }] : [];
  }
  if (expected.has('include-path')) return [{ kind: 'words', words: [`"stdgates.inc"`, `"qelib1.inc"`] }];
  const operands = operandWish(prefix, context);
  if (operands) return operands;
  const wishes: Wish[] = [];
  if (expected.has('statement') && mayStartStatement(prefix, context)) wishes.push({ kind: 'statement' });
  else if (expected.has('gate')) wishes.push({ kind: 'gate' });
  if (expected.has('else')) wishes.push({ kind: 'words', words: ['else'] });
  if (expected.has('case')) wishes.push({ kind: 'words', words: ['case', 'default'] });
  // Before the variable of a loop stands its type.
  if (expected.has('in') && prefix.last === tokenKind.identifier) wishes.push({ kind: 'words', words: ['in'] });
  if (prefix.last === tokenKind.in) return [{ kind: 'iterable' }];
  if (expected.has('type')) wishes.push({ kind: 'type', of: typeUse(prefix) });
  if (expected.has('value') || expected.has('expression')) {
    wishes.push({ kind: 'value', type: wantedType(prefix, context), measure: expected.has('value') });
  }
  return wishes;
}

/** Whether what stands before the word is over: nothing, a block, or a line that only lacks its semicolon. */
function mayStartStatement(prefix: StatementPrefix, { analysis, word }: CompletionContext): boolean {
  if (prefix.count === 0 || prefix.last === tokenKind.rightBrace) return true;
  return startsLine(analysis.tree.text, word.start) && endsOperand(prefix.last);
}

function startsLine(text: string, offset: number): boolean {
  let start = offset;
  while (text.charAt(start - 1) === ' ' || text.charAt(start - 1) === '\t') start--;
  return start === 0 || text.charAt(start - 1) === '\n' || text.charAt(start - 1) === '\r';
}

/** Whether a statement may be over after a token of the kind, but for its semicolon. */
function endsOperand(kind: number): boolean {
  switch (kind) {
    case tokenKind.identifier:
    case tokenKind.integer:
    case tokenKind.float:
    case tokenKind.bitString:
    case tokenKind.string:
    case tokenKind.hardwareQubit:
    case tokenKind.rightBracket:
    case tokenKind.rightParen:
      return true;
    default:
      return false;
  }
}

function typeUse(prefix: StatementPrefix): 'value' | 'constant' | 'result' {
  if (prefix.last === tokenKind.arrow) return 'result';
  return prefix.kind(0) === tokenKind.const ? 'constant' : 'value';
}

/** What stands between a bracket and the end of the prefix, where the bracket is open. */
function insideBrackets(prefix: StatementPrefix, context: CompletionContext): Wish[] {
  const { opener } = prefix;
  switch (prefix.kind(opener)) {
    case tokenKind.leftBracket:
      return insideSquare(prefix, opener, context);
    case tokenKind.leftParen:
      return insideParentheses(prefix, opener, context);
    default: {
      // A set or an array literal asks for what the text before it asks for.
      const outer = prefix.firstTokens(opener);
      if (outer.kind(0) === tokenKind.switch && outer.last === tokenKind.rightParen) {
        return [{ kind: 'words', words: ['case', 'default'] }];
      }
      if (outer.last === tokenKind.in) return [{ kind: 'value', type: intType }];
      if (outer.opener >= 0) return insideBrackets(outer, context);
      return [{ kind: 'value', type: wantedType(outer, context) }];
    }
  }
}

function insideSquare(prefix: StatementPrefix, opener: number, context: CompletionContext): Wish[] {
  const before = prefix.kind(opener - 1);
  if (before === tokenKind.delay || before === tokenKind.box || before === tokenKind.rightParen) {
    return [{ kind: 'value', type: durationType }];
  }
  if (before === tokenKind.array && prefix.commasAfter(opener) === 0) return [{ kind: 'type', of: 'array' }];
  if (before === tokenKind.complex) return [{ kind: 'words', words: ['float', 'float[32]', 'float[64]'] }];
  const isSize =
    prefix.endsType(opener - 1) ||
    prefix.kind(opener - 2) === tokenKind.qreg ||
    prefix.kind(opener - 2) === tokenKind.creg;
  if (isSize) return [{ kind: 'value', type: uintType, constant: true }];
  const root = prefix.rootBefore(opener);
  const register = root < 0 ? undefined : context.names.get(prefix.text(root));
  if (!register) return [{ kind: 'value', type: intType }];
  const size = sizeOfIndex(register, prefix, root, opener);
  const values: Wish = { kind: 'value', type: intType };
  // An index of OpenQASM 2 is a number that is written out.
  const more = context.isVersion2 ? [] : [values];
  if (size === undefined) return more;
  const site = prefix.kind(opener - 1) === tokenKind.identifier ? siteBefore(prefix, root, context) : undefined;
  return [{ kind: 'index', register, size, site }, ...more];
}

/** How many positions an index can have; undefined when that is not known. */
function sizeOfIndex(
  { type }: ProgramSymbol,
  prefix: StatementPrefix,
  root: number,
  opener: number,
): number | undefined {
  let dimension = prefix.commasAfter(opener);
  for (let token = root + 1; token < opener; token = prefix.closerOf(token) + 1) {
    dimension += prefix.firstTokens(prefix.closerOf(token)).commasAfter(token) + 1;
  }
  const sizes: readonly Size[] = type.kind === 'array' ? type.dimensions : [ownSize(type)];
  const size = sizes[dimension];
  if (typeof size === 'number') return size;
  // After its dimensions the bits of an element can be picked.
  const element = type.kind === 'array' && dimension === sizes.length ? ownSize(type.base) : undefined;
  return typeof element === 'number' ? element : undefined;
}

function ownSize(type: Type): Size {
  if (type.kind === 'bit' || type.kind === 'qubit') return type.size;
  const isPattern = type.kind === 'int' || type.kind === 'uint' || type.kind === 'angle';
  return isPattern ? (type.width ?? 'unknown') : 'unknown';
}

/** The operands around a register whose index is being written. */
function siteBefore(prefix: StatementPrefix, root: number, context: CompletionContext): OperandSite | undefined {
  const outer = prefix.firstTokens(root);
  if (outer.opener >= 0) {
    const [wish] = insideBrackets(outer, context);
    return wish?.kind === 'qubits' || wish?.kind === 'bits' ? wish.site : undefined;
  }
  const [wish] = operandWish(outer, context) ?? [];
  return wish?.kind === 'qubits' || wish?.kind === 'bits' ? wish.site : undefined;
}

function insideParentheses(prefix: StatementPrefix, opener: number, context: CompletionContext): Wish[] {
  const index = prefix.commasAfter(opener);
  switch (prefix.kind(opener - 1)) {
    case tokenKind.gphase:
      return [{ kind: 'value', type: angleType }];
    case tokenKind.pow:
      return [{ kind: 'value', type: floatType }];
    case tokenKind.ctrl:
    case tokenKind.negctrl:
      return [{ kind: 'value', type: uintType, constant: true }];
    case tokenKind.if:
    case tokenKind.while:
      return [{ kind: 'value', type: boolType }];
    case tokenKind.switch:
      return [{ kind: 'value', type: intType }];
    case tokenKind.durationof:
      return [];
    case tokenKind.identifier:
      return argumentWishes(prefix, opener, index, context);
    default:
      if (prefix.endsType(opener - 1)) return [{ kind: 'value', type: undefined }];
      return parenthesised(prefix.firstTokens(opener), context);
  }
}

/** Parentheses that only group ask for what the text before them asks for. */
function parenthesised(outer: StatementPrefix, context: CompletionContext): Wish[] {
  if (outer.opener < 0) return [{ kind: 'value', type: wantedType(outer, context) }];
  return insideBrackets(outer, context).filter(({ kind }) => kind === 'value');
}

function argumentWishes(prefix: StatementPrefix, opener: number, index: number, context: CompletionContext): Wish[] {
  switch (prefix.kind(opener - 2)) {
    case tokenKind.def:
    case tokenKind.extern:
    case tokenKind.defcal: {
      const startsParameter = prefix.last === tokenKind.leftParen || prefix.last === tokenKind.comma;
      const isQualified = prefix.last === tokenKind.readonly || prefix.last === tokenKind.mutable;
      if (isQualified) return [{ kind: 'words', words: ['array'] }];
      return startsParameter ? [{ kind: 'type', of: 'parameter' }] : [];
    }
    case tokenKind.gate:
    case tokenKind.opaque:
      return [];
  }
  const symbol = context.names.get(prefix.text(opener - 1));
  if (symbol?.callable) {
    const type = symbol.callable.parameters[index];
    if (type?.kind !== 'qubit') return [{ kind: 'value', type }];
    const rest = restOfStatement(context.analysis.tree, context.offset);
    const site = operandSite(symbol.name, prefix, opener + 1, prefix.count, rest, context.names);
    return [{ kind: 'qubits', site, size: type.size }];
  }
  if (symbol?.builtin) return [{ kind: 'value', type: builtinParameter(symbol, index) }];
  return [{ kind: 'value', type: angleType }];
}

/** The operand of a statement on qubits, if one may be written at the end of the prefix. */
function operandWish(prefix: StatementPrefix, context: CompletionContext): Wish[] | undefined {
  const rest = () => restOfStatement(context.analysis.tree, context.offset);
  const sited = (operation: string, first: number, kind: 'qubits' | 'bits', size?: Size): Wish[] | undefined => {
    // Between operands stands a comma; after one nothing can be completed.
    if (prefix.count > first && prefix.last !== tokenKind.comma) return [];
    return [{ kind, site: operandSite(operation, prefix, first, prefix.count, rest(), context.names), size }];
  };
  const measure = prefix.lastOutside(tokenKind.measure);
  if (measure >= 0) {
    const arrow = prefix.lastOutside(tokenKind.arrow);
    const size = sizeOfWritten(prefix, measure + 1, arrow < 0 ? prefix.count : arrow, context);
    if (arrow >= 0) return sited('measure', arrow + 1, 'bits', size);
    const target = prefix.lastOutside(tokenKind.equals);
    const wanted = target < 0 ? undefined : targetSize(prefix, target, context);
    const wishes = sited('measure', measure + 1, 'qubits', wanted);
    const isWritten = prefix.count > measure + 1;
    return isWritten && target < 0 ? [{ kind: 'words', words: ['->'] }] : wishes;
  }
  switch (prefix.kind(0)) {
    case tokenKind.reset:
      return sited('reset', 1, 'qubits');
    case tokenKind.barrier:
      return sited('barrier', 1, 'qubits');
    case tokenKind.nop:
      return sited('nop', 1, 'qubits');
    case tokenKind.delay:
      if (prefix.kind(1) !== tokenKind.leftBracket) return undefined;
      return sited('delay', prefix.closerOf(1) + 1, 'qubits');
    case tokenKind.let: {
      const isPart = prefix.last === tokenKind.equals || prefix.last === tokenKind.concatenate;
      if (!isPart) return undefined;
      const site = operandSite('let', prefix, prefix.count, prefix.count, [], context.names);
      return [
        { kind: 'qubits', site, size: undefined },
        { kind: 'bits', site, size: undefined },
      ];
    }
    default:
      return gateOperandWish(prefix, context, sited);
  }
}

function gateOperandWish(
  prefix: StatementPrefix,
  context: CompletionContext,
  sited: (operation: string, first: number, kind: 'qubits') => Wish[] | undefined,
): Wish[] | undefined {
  const name = prefix.afterModifiers();
  const kind = prefix.kind(name);
  if (kind !== tokenKind.identifier && kind !== tokenKind.gphase) return undefined;
  if (!isGateName(prefix.text(name), context) && name === 0) return undefined;
  let first = name + 1;
  if (prefix.kind(first) === tokenKind.leftParen) first = prefix.closerOf(first) + 1;
  if (prefix.kind(first) === tokenKind.leftBracket) first = prefix.closerOf(first) + 1;
  return sited(prefix.text(name), first, 'qubits');
}

/** Whether a name is that of a gate, of one whose library is not included too. */
function isGateName(name: string, { analysis, names }: CompletionContext): boolean {
  const symbol = names.get(name);
  if (symbol) return symbol.kind === 'gate';
  const { major } = analysis.version;
  const known = [...builtinGates(major), ...libraryGates(major === 3 ? 'stdgates.inc' : 'qelib1.inc')];
  return known.some((gate) => gate.name === name);
}

/** The size of the operand between two tokens; undefined when it cannot be told. */
function sizeOfWritten(
  prefix: StatementPrefix,
  first: number,
  end: number,
  { names }: CompletionContext,
): Size | undefined {
  const type = names.get(prefix.text(first))?.type;
  if (type?.kind !== 'qubit' && type?.kind !== 'bit') return undefined;
  if (end - first === 1) return type.size;
  // An index of one number picks one; slices and sets are not measured out.
  const isIndex = end - first === 4 && prefix.kind(first + 2) === tokenKind.integer;
  return isIndex ? 'scalar' : undefined;
}

/** The size of what stands before an `=`: a declaration or an operand. */
function targetSize(prefix: StatementPrefix, equals: number, context: CompletionContext): Size | undefined {
  const type = declaredType(prefix);
  if (type) return type.kind === 'bit' ? type.size : undefined;
  return sizeOfWritten(prefix, 0, equals, context);
}
