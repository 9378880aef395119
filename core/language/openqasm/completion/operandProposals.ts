import { describeType, type ProgramSymbol } from '#core/openqasm/index.ts';
import { elementAt, elementCount } from '#core/openqasm/selection.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { Size } from '#core/openqasm/types.ts';
import type { CompletionContext } from './completionPlace.ts';
import type { NamesInScope, OperandSite } from './operandSite.ts';
import type { Proposal } from './proposal.ts';
import type { Wish } from './wishes.ts';

/** So many elements of a register are proposed beside the register; the others are found in its brackets. */
const mostElements = 8;
/** So many positions are proposed in brackets. */
const mostPositions = 256;

/** Operations for which a whole register is the usual operand. */
const takesRegisters: ReadonlySet<string> = new Set(['measure', 'reset', 'barrier', 'delay', 'nop', 'let']);

type OperandWish = Extract<Wish, { kind: 'qubits' | 'bits' }>;

/** Registers, their elements that are still free, and hardware qubits for an operand. */
export function operandProposals(wish: OperandWish, context: CompletionContext): Proposal[] {
  const proposals: Proposal[] = [];
  let order = 0;
  for (const symbol of context.names.values()) {
    if (symbol.type.kind !== (wish.kind === 'qubits' ? 'qubit' : 'bit')) continue;
    if (symbol.kind === 'constant' || (symbol.kind === 'input' && wish.kind === 'bits')) continue;
    for (const proposal of operandsOf(symbol, wish, context)) proposals.push({ ...proposal, order: order++ });
  }
  if (wish.kind === 'qubits') proposals.push(...hardwareProposals(context, wish.site));
  return proposals;
}

function operandsOf(
  symbol: ProgramSymbol,
  { site, size: wanted }: OperandWish,
  context: CompletionContext,
): Proposal[] {
  const { name, selection } = symbol;
  const about = { kind: 'symbol', name } as const;
  const common = { kind: 'reference', detail: describeType(symbol.type), about } as const;
  const count = selection && elementCount(selection);
  if (!selection || count === undefined) return [{ ...common, label: name, rank: 3 }];
  if (selection.size === 'scalar') {
    const element = elementAt(selection, 0);
    const isUsed = element !== undefined && site.used.has(element);
    return [{ ...common, label: name, rank: isUsed ? 40 : fits('scalar', wanted) ? 2 : 20 }];
  }
  const free: number[] = [];
  for (let index = 0; index < Math.min(count, mostPositions); index++) {
    const element = elementAt(selection, index);
    if (element === undefined || !site.used.has(element)) free.push(index);
  }
  const proposals: Proposal[] = [];
  const isFree = free.length === Math.min(count, mostPositions);
  if (isFree)
    proposals.push({ ...common, label: name, rank: rankOfRegister(count, site, wanted, context.names), commit: ['['] });
  if (fits('scalar', wanted)) {
    for (const index of free.slice(0, mostElements)) proposals.push({ ...common, label: `${name}[${index}]`, rank: 2 });
  }
  return proposals;
}

function fits(size: Size, wanted: Size | undefined): boolean {
  return wanted === undefined || wanted === 'unknown' || wanted === size;
}

/** Whole registers come before their elements where they are usual: one operand, or as many as another register has. */
function rankOfRegister(count: number, site: OperandSite, wanted: Size | undefined, names: NamesInScope): number {
  if (wanted !== undefined && wanted !== 'unknown') return wanted === count ? 1 : 20;
  if (site.broadcast !== undefined) return site.broadcast === count ? 1 : 20;
  const isOnly = names.get(site.operation)?.gate?.qubits.length === 1;
  if (takesRegisters.has(site.operation) || isOnly) return 1;
  // A register after single qubits is used with each of its elements in turn.
  return site.used.size > 0 ? 5 : 3;
}

/** The hardware qubits a program names, the ones that are free first, and the next one. */
export function hardwareProposals(
  { analysis, isVersion2, names }: CompletionContext,
  site: OperandSite | undefined,
  always = false,
): Proposal[] {
  const { ends, kinds, starts, text } = analysis.tree.tokens;
  const first = kinds.indexOf(tokenKind.hardwareQubit);
  if (isVersion2 || (first < 0 && !always)) return [];
  let highest = -1;
  for (let token = first; token >= 0; token = kinds.indexOf(tokenKind.hardwareQubit, token + 1)) {
    highest = Math.max(highest, Number(text.slice((starts[token] ?? 0) + 1, ends[token])));
  }
  const hasVirtual = [...names.values()].some(({ kind }) => kind === 'qubit');
  return Array.from({ length: Math.min(highest + 2, mostPositions) }, (_, index) => ({
    label: `$${index}`,
    kind: 'reference',
    detail: 'hardware qubit',
    rank: site?.used.has(-1 - index) ? 40 : hasVirtual ? 10 : 2,
    order: 1000 + index,
  }));
}

/** Positions of a register or array, the free ones first, and its slices. */
export function indexProposals(
  { register, site, size }: Extract<Wish, { kind: 'index' }>,
  { isVersion2 }: CompletionContext,
): Proposal[] {
  const { selection } = register;
  const isBit = register.type.kind !== 'qubit' && register.type.kind !== 'array';
  const proposals: Proposal[] = Array.from({ length: Math.min(size, mostPositions) }, (_, index) => {
    const element = selection && elementAt(selection, index);
    const isUsed = element !== undefined && site?.used.has(element) === true;
    const detail = isUsed ? `used in this statement` : isBit && index === 0 ? 'least significant' : undefined;
    return {
      label: String(index),
      kind: 'value',
      rank: isUsed ? 40 : 1,
      order: index,
      ...(detail !== undefined && { detail }),
    };
  });
  if (isVersion2 || size < 2) return proposals;
  const last = size - 1;
  const slices: readonly Slice[] = [
    [`0:${last}`, `\${1:0}:\${2:${last}}`, 'a range; both ends count'],
    ...(size > 2 ? [everySecond(last)] : []),
    [`{0, ${last}}`, `{\${1:0}, \${2:${last}}}`, 'a set'],
    ['-1', '-1', 'the last'],
  ];
  slices.forEach(([label, snippet, detail], order) => {
    proposals.push({ label, snippet, detail, kind: 'operator', rank: 6, order });
  });
  return proposals;
}

type Slice = readonly [label: string, snippet: string, detail: string];

function everySecond(last: number): Slice {
  return [`0:2:${last}`, `\${1:0}:\${2:2}:\${3:${last}}`, 'every second; the step stands in the middle'];
}

/** Qubits a new call could act on, for the placeholders of its operands. */
export function likelyOperands({ names }: CompletionContext, count: number): readonly string[] | undefined {
  const own = [...names.values()].filter(({ kind }) => kind === 'gate-qubit').map(({ name }) => name);
  if (own.length > 0) return own.length >= count ? own.slice(0, count) : undefined;
  const qubits: string[] = [];
  for (const { kind, name, selection } of names.values()) {
    const size = kind === 'qubit' || kind === 'parameter' ? selection && elementCount(selection) : undefined;
    if (selection?.size === 'scalar') qubits.push(name);
    else if (size !== undefined && size >= count)
      return Array.from({ length: count }, (_, index) => `${name}[${index}]`);
  }
  return qubits.length >= count ? qubits.slice(0, count) : undefined;
}
