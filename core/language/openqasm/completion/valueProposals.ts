import { describeType, type ProgramSymbol } from '#core/openqasm/index.ts';
import { constantOf, runtimeValue, type TypedValue } from '#core/openqasm/typedValue.ts';
import { noType, type Type } from '#core/openqasm/types.ts';
import { convertsImplicitly } from '#core/openqasm/typing/conversions.ts';
import { signatureOf } from '../symbolText.ts';
import { constantText } from '../valueText.ts';
import type { CompletionContext } from './completionPlace.ts';
import type { Proposal } from './proposal.ts';
import { escapeSnippet } from './snippetText.ts';
import type { Wish } from './wishes.ts';

/** Values: constants, variables, parameters, functions and what makes values; of the wanted type first. */
export function valueProposals(
  { constant = false, measure = false, type }: Extract<Wish, { kind: 'value' }>,
  { isVersion2, names }: CompletionContext,
): Proposal[] {
  if (isVersion2 && type?.kind === 'bool') return comparedRegisters(names);
  const proposals: Proposal[] = [];
  for (const symbol of names.values()) {
    if (type?.kind === 'bool') proposals.push(...bitsOf(symbol));
    const proposal = valueProposal(symbol, type, constant, isVersion2);
    if (proposal) proposals.push(proposal);
  }
  if (type?.kind === 'angle') proposals.push(...fractionsOfPi);
  if (isVersion2) return proposals;
  if (measure && (type === undefined || type.kind === 'bit' || type.kind === 'bool')) {
    const about = { kind: 'keyword', name: 'measure' } as const;
    proposals.push({ label: 'measure', kind: 'keyword', snippet: 'measure ${1:q};', text: 'measure ', rank: 3, about });
  }
  if (type === undefined || type.kind === 'bool') {
    for (const label of ['true', 'false'])
      proposals.push({ label, kind: 'constant', rank: 8, about: { kind: 'keyword', name: label } });
  }
  if (type?.kind === 'duration') {
    const about = { kind: 'keyword', name: 'durationof' } as const;
    proposals.push({ label: 'durationof', kind: 'keyword', snippet: 'durationof({ ${1:x $0;} })', rank: 9, about });
    for (const [order, unit] of ['ns', 'us', 'ms', 's', 'dt'].entries()) {
      proposals.push({ label: `100${unit}`, kind: 'value', snippet: `\${1:100}${unit}`, rank: 10, order });
    }
  }
  return proposals;
}

/** The conditions of OpenQASM 2 compare a register with a number. */
function comparedRegisters(names: CompletionContext['names']): Proposal[] {
  const registers = [...names.values()].filter(({ type }) => type.kind === 'bit');
  return registers.map((symbol) => ({
    label: symbol.name,
    kind: 'variable',
    snippet: `${escapeSnippet(symbol.name)} == \${1:1}`,
    detail: signatureOf(symbol),
    rank: 1,
    about: { kind: 'symbol', name: symbol.name },
  }));
}

/** So many bits of a register are proposed beside it. */
const mostBits = 8;

/** The bits of a register, of which conditions are made. */
function bitsOf({ name, type }: ProgramSymbol): Proposal[] {
  if (type.kind !== 'bit' || typeof type.size !== 'number') return [];
  return Array.from({ length: Math.min(type.size, mostBits) }, (_, index) => ({
    label: `${name}[${index}]`,
    kind: 'reference',
    detail: describeType(type),
    rank: 3,
    about: { kind: 'symbol', name },
  }));
}

/** The constants of the language, the likeliest first. */
const builtinOrder: readonly string[] = ['pi', 'pi/2', 'pi/4', 'π', 'tau', 'τ', 'euler', 'ℇ'];
const rankOfBuiltins = 6;

const fractionsOfPi: readonly Proposal[] = ['pi/2', 'pi/4'].map((label) => ({
  label,
  kind: 'value',
  rank: rankOfBuiltins,
  order: builtinOrder.indexOf(label),
}));

function valueProposal(
  symbol: ProgramSymbol,
  wanted: Type | undefined,
  constant: boolean,
  isVersion2: boolean,
): Proposal | undefined {
  const about = { kind: 'symbol', name: symbol.name } as const;
  switch (symbol.kind) {
    case 'builtin-function':
    case 'subroutine':
    case 'extern':
      return functionProposal(symbol, wanted, constant, about);
    case 'qubit':
    case 'gate-qubit':
    case 'gate':
      return undefined;
    case 'constant':
    case 'builtin-constant': {
      const value = symbol.value === undefined ? '' : ` = ${constantText(symbol.value)}`;
      const detail = `${describeType(symbol.type)}${value}`;
      const rank = rankOf(constantOf(symbol.type, symbol.value), wanted);
      const proposal = { label: symbol.name, kind: 'constant', detail, rank, about } as const;
      if (symbol.kind === 'constant') return proposal;
      const order = builtinOrder.indexOf(symbol.name);
      return { ...proposal, rank: rank + 2, ...(order >= 0 && { order }) };
    }
    default: {
      if (symbol.type.kind === 'qubit' || symbol.type.kind === 'none') return undefined;
      // Only constants are known where a constant is wanted, and bits of OpenQASM 2 are no numbers.
      if (constant || (isVersion2 && symbol.type.kind === 'bit')) return undefined;
      const rank = rankOf(runtimeValue(symbol.type), wanted);
      return { label: symbol.name, kind: 'variable', detail: signatureOf(symbol), rank, about };
    }
  }
}

function functionProposal(
  symbol: ProgramSymbol,
  wanted: Type | undefined,
  constant: boolean,
  about: NonNullable<Proposal['about']>,
): Proposal | undefined {
  const isBuiltin = symbol.kind === 'builtin-function';
  if (constant && !isBuiltin) return undefined;
  const returns = isBuiltin ? symbol.builtin?.overloads[0]?.result([]) : symbol.callable?.returns;
  if (returns?.kind === 'void') return undefined;
  const rank = rankOf(runtimeValue(returns ?? noType), wanted) + (isBuiltin ? 5 : 1);
  const hasParameters = isBuiltin || (symbol.callable?.parameters.length ?? 0) > 0;
  return {
    label: symbol.name,
    kind: 'function',
    snippet: hasParameters ? `${symbol.name}($1)` : `${symbol.name}()`,
    detail: signatureOf(symbol),
    rank,
    about,
  };
}

/**
 * What has the wanted type comes first, then what converts to it, then the rest. Of conditions, bits are the usual part,
 * and registers are compared in them; a number that is known is none.
 */
function rankOf(value: TypedValue, wanted: Type | undefined): number {
  if (wanted === undefined || value.type.kind === wanted.kind) return 2;
  if (wanted.kind === 'bool') {
    if (value.type.kind === 'bit') return 3;
    if (value.value !== undefined) return 25;
  }
  return convertsImplicitly(value, wanted) ? 4 : 25;
}
