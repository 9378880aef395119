import type { TextReplacement } from '#core/base/diagnostic.ts';
import { type LibraryGate, libraryOf } from '#core/openqasm/gateLibrary.ts';
import { libraryGates } from '#core/openqasm/index.ts';
import { insertAfterIncludes } from '#core/openqasm/insertions.ts';
import type { CompletionContext } from './completionPlace.ts';
import { likelyOperands } from './operandProposals.ts';
import type { Proposal } from './proposal.ts';
import { escapeSnippet } from './snippetText.ts';

/** Gates as calls of the right arity, also those of the standard library that is not included. */
export function gateProposals(context: CompletionContext): Proposal[] {
  const { analysis, names } = context;
  const proposals: Proposal[] = [];
  for (const symbol of names.values()) {
    if (!symbol.gate) continue;
    const origin = symbol.gate.library ? undefined : symbol.place?.file === 0 ? undefined : 'included';
    proposals.push({
      ...callOf(symbol.name, symbol.gate.parameters, symbol.gate.qubits, context),
      rank: symbol.gate.library ? 6 : 3,
      about: { kind: 'symbol', name: symbol.name },
      ...(origin !== undefined && { origin }),
    });
  }
  const library = libraryOf(analysis.version.major);
  const global = analysis.globalScope.names;
  const isIncluded = libraryGates(library).some(({ name }) => global.get(name)?.gate?.library);
  if (isIncluded) return proposals;
  const include = insertAfterIncludes(analysis.tree, context.word.start, `include "${library}";`);
  const missing = libraryGates(library).filter(({ name }) => !names.has(name));
  for (const gate of missing) proposals.push(missingGate(gate, library, include, context));
  return proposals;
}

function missingGate(
  gate: LibraryGate,
  library: string,
  include: TextReplacement,
  context: CompletionContext,
): Proposal {
  return {
    ...callOf(gate.name, gate.parameters, gate.qubits, context),
    rank: 30,
    origin: library,
    also: [include],
    about: { kind: 'library-gate', name: gate.name },
  };
}

/** The label, kind and texts of the call of a gate: `rx(${1:θ}) ${2:q[0]};`. */
function callOf(
  name: string,
  parameters: readonly string[],
  qubits: readonly string[],
  context: CompletionContext,
): Omit<Proposal, 'rank'> {
  const list = parameters.length > 0 ? `(${parameters.join(', ')})` : '';
  const signature = `${list} ${qubits.join(', ')}`.trimEnd();
  const base = { label: name, kind: 'function', detail: `gate ${name}${signature}`, signature } as const;
  // Before the rest of a call only its name is wanted.
  if (isFollowed(context)) return base;
  const operands = likelyOperands(context, qubits.length) ?? qubits;
  const placeholders = [...parameters, ...operands].map((text, index) => `\${${index + 1}:${escapeSnippet(text)}}`);
  const given = placeholders.slice(0, parameters.length).join(', ');
  const acted = placeholders.slice(parameters.length).join(', ');
  const call = `${name}${parameters.length > 0 ? `(${given})` : ''}${acted === '' ? '' : ` ${acted}`};`;
  return { ...base, snippet: call };
}

/** Whether something other than the end of a statement follows the cursor on its line. */
export function isFollowed({ analysis, offset }: CompletionContext): boolean {
  const rest = /[^\r\n]*/y;
  rest.lastIndex = offset;
  const line = rest.exec(analysis.tree.text)?.[0] ?? '';
  return !/^\s*(?:$|\/\/|\/\*|\}|;)/.test(line);
}
