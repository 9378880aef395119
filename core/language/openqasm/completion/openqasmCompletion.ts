import type { CompletionItem, CompletionList, MarkupContent } from 'vscode-languageserver-types';
import { type Analysis, visibleSymbols } from '#core/openqasm/index.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { FolderEntry, LanguageDocument } from '../../languageService.ts';
import { libraryGateMarkdown } from '../hover/gateHover.ts';
import { nameMarkdown } from '../hover/nameHover.ts';
import { keywordMarkdown } from '../hover/wordHover.ts';
import { calibrationProposals } from './calibrationProposals.ts';
import { circuitProposals } from './circuitProposals.ts';
import { type CompletionContext, type CompletionPlace, completionContext, completionPlace } from './completionPlace.ts';
import { directiveProposals, includeProposals } from './directiveProposals.ts';
import { gateProposals } from './gateProposals.ts';
import { asciiFilter, letterProposals } from './letters.ts';
import { hardwareProposals, indexProposals, operandProposals } from './operandProposals.ts';
import { type Proposal, type ProposalData, toCompletionItem } from './proposal.ts';
import { modifierProposals, statementProposals, typeProposals } from './statementProposals.ts';
import { valueProposals } from './valueProposals.ts';
import { type Wish, wishesAt } from './wishes.ts';

/** What completion needs besides the analysed document. */
export interface CompletionOptions {
  /** Whether the editor understands placeholders. */
  readonly snippets: boolean;
  /** The character that asked for the completion, when it was not the user. */
  readonly trigger?: string | undefined;
  /** The files and folders in a folder, by its path relative to the document: `''`, `lib/`. */
  readonly list: (folder: string) => Promise<readonly FolderEntry[]>;
}

/** More proposals are not sent at once; what is typed chooses among them. */
const mostProposals = 1000;

/** What may be written at an offset, the likeliest first. */
export async function openqasmCompletion(
  analysis: Analysis,
  document: LanguageDocument,
  offset: number,
  options: CompletionOptions,
): Promise<CompletionList> {
  const context = completionContext(analysis, offset);
  const place = completionPlace(context);
  const proposals = distinct(await proposalsAt(place, context, options));
  const typed = analysis.tree.text.slice(context.word.start, offset);
  const isIncomplete = proposals.length > mostProposals;
  const sent = isIncomplete ? matching(proposals, typed).slice(0, mostProposals) : proposals;
  const isAscii = /^[\x20-\x7e]*$/.test(typed);
  const items = sent.map((proposal) => {
    const filter = proposal.filter ?? (isAscii ? asciiFilter(proposal.label) : undefined);
    const found = filter === undefined ? proposal : { ...proposal, filter };
    return toCompletionItem(found, document, offset, context.word, options.snippets);
  });
  return { isIncomplete, items };
}

async function proposalsAt(
  place: CompletionPlace,
  context: CompletionContext,
  { list, trigger }: CompletionOptions,
): Promise<Proposal[]> {
  switch (place.kind) {
    case 'nothing':
      return [];
    case 'include-path': {
      const { typed } = place;
      const folder = typed.slice(0, Math.max(typed.lastIndexOf('/'), typed.lastIndexOf('\\')) + 1);
      return includeProposals(typed, await list(folder), context);
    }
    case 'pragma':
    case 'annotation':
      return directiveProposals(place, context);
    case 'calibration':
      return trigger === undefined ? calibrationProposals(place.body, context) : [];
    case 'hardware-qubit':
      return hardwareProposals(context, undefined, true);
    case 'letter':
      return letterProposals(context.word);
    case 'grammar': {
      const wishes = wishesAt(place, context);
      // A character that is typed all the time asks only where something must follow it.
      const asked = trigger === undefined ? wishes : wishes.filter(({ kind }) => kind !== 'statement');
      return asked.flatMap((wish) => proposalsFor(wish, context));
    }
  }
}

function proposalsFor(wish: Wish, context: CompletionContext): Proposal[] {
  switch (wish.kind) {
    case 'statement': {
      const isGlobal = context.names.size > 0 && isTopLevel(context);
      return [
        ...statementProposals(context),
        ...modifierProposals(context),
        ...gateProposals(context),
        ...statementNames(context),
        ...(isGlobal ? circuitProposals(context) : []),
      ];
    }
    case 'gate':
      return [...gateProposals(context), ...modifierProposals(context)];
    case 'qubits':
    case 'bits':
      return operandProposals(wish, context);
    case 'index':
      return indexProposals(wish, context);
    case 'value':
      return valueProposals(wish, context);
    case 'type':
      return typeProposals(wish.of);
    case 'iterable':
      return iterableProposals(context);
    case 'words':
      return wish.words.map((label, order) => ({ label, kind: 'keyword', rank: 1, order, ...wordHelp(label) }));
  }
}

function wordHelp(label: string): Pick<Proposal, 'about'> {
  return /^[a-z]+$/.test(label) ? { about: { kind: 'keyword', name: label } } : {};
}

/** Whether no brace is open before the offset. */
function isTopLevel({ analysis, offset }: CompletionContext): boolean {
  const { statements, tokens } = analysis.tree;
  const around = statements.indexAt(offset - 1);
  let open = 0;
  for (let token = around < 0 ? 0 : statements.firstTokenAt(around); token < tokens.count; token++) {
    if ((tokens.ends[token] ?? 0) > offset) break;
    if (tokens.kinds[token] === tokenKind.leftBrace) open++;
    else if (tokens.kinds[token] === tokenKind.rightBrace) open--;
  }
  return open <= 0;
}

/** Names with which a statement may begin besides gates: what can be assigned to, and subroutines. */
function statementNames({ names }: CompletionContext): Proposal[] {
  const proposals: Proposal[] = [];
  for (const symbol of names.values()) {
    const about = { kind: 'symbol', name: symbol.name } as const;
    if (symbol.kind === 'subroutine' || symbol.kind === 'extern') {
      const snippet = (symbol.callable?.parameters.length ?? 0) > 0 ? `${symbol.name}($1);` : `${symbol.name}();`;
      proposals.push({ label: symbol.name, kind: 'function', rank: 4, snippet, about });
    } else if (isAssignable(symbol.kind) && symbol.type.kind !== 'qubit') {
      proposals.push({ label: symbol.name, kind: 'variable', rank: 5, about });
    }
  }
  return proposals;
}

function isAssignable(kind: string): boolean {
  return kind === 'variable' || kind === 'output' || kind === 'alias' || kind === 'parameter';
}

function iterableProposals({ names }: CompletionContext): Proposal[] {
  const proposals: Proposal[] = [
    {
      label: '[0:3]',
      kind: 'operator',
      rank: 1,
      order: 0,
      snippet: '[${1:0}:${2:3}]',
      detail: 'a range; both ends count',
    },
    {
      label: '[0:2:6]',
      kind: 'operator',
      rank: 2,
      order: 1,
      snippet: '[${1:0}:${2:2}:${3:6}]',
      detail: 'a range with a step',
    },
    { label: '{0, 2}', kind: 'operator', rank: 2, order: 2, snippet: '{${1:0}, ${2:2}}', detail: 'a set' },
  ];
  for (const { name, type } of names.values()) {
    const isIterable = type.kind === 'array' || (type.kind === 'bit' && type.size !== 'scalar');
    if (isIterable) proposals.push({ label: name, kind: 'variable', rank: 3, about: { kind: 'symbol', name } });
  }
  return proposals;
}

/** The first proposal of each label. */
function distinct(proposals: readonly Proposal[]): Proposal[] {
  const known = new Set<string>();
  return proposals.filter(({ label, kind }) => {
    const key = kind === 'keyword' ? `${label} keyword` : label;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}

/** Proposals with the typed characters in them in order, the likeliest first. */
function matching(proposals: readonly Proposal[], typed: string): Proposal[] {
  const wanted = [...typed.toLowerCase()];
  return proposals
    .filter(({ filter, label }) => containsInOrder((filter ?? label).toLowerCase(), wanted))
    .sort((a, b) => a.rank - b.rank);
}

function containsInOrder(text: string, characters: readonly string[]): boolean {
  let place = 0;
  for (const character of characters) {
    const found = text.indexOf(character, place);
    if (found < 0) return false;
    place = found + 1;
  }
  return true;
}

/** The item with its documentation. */
export function resolveOpenqasmCompletion(analysis: Analysis, item: CompletionItem): CompletionItem {
  const documentation = documentationOf(analysis, item.data);
  if (documentation === undefined) return item;
  // Editors show the detail above the documentation, which need not say it again.
  const repeated = `\`\`\`openqasm\n${item.detail}\n\`\`\`\n`;
  const value = documentation.value.startsWith(repeated) ? documentation.value.slice(repeated.length) : undefined;
  return {
    ...item,
    documentation: value === undefined ? documentation : { ...documentation, value: value.trimStart() },
  };
}

function documentationOf(analysis: Analysis, data: unknown): MarkupContent | undefined {
  const { about, offset } = (data ?? {}) as Partial<ProposalData>;
  if (typeof offset !== 'number' || typeof about?.name !== 'string') return undefined;
  const markdown = (value: string | undefined): MarkupContent | undefined =>
    value === undefined ? undefined : { kind: 'markdown', value };
  switch (about.kind) {
    case 'symbol': {
      const symbol = visibleSymbols(analysis, offset).find(({ name }) => name === about.name);
      return markdown(symbol && nameMarkdown(symbol, analysis));
    }
    case 'library-gate':
      return markdown(libraryGateMarkdown(about.name, analysis.version.major));
    case 'keyword':
      return markdown(keywordMarkdown(about.name));
  }
}
