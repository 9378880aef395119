import type { Location } from 'vscode-languageserver-types';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { type Analysis, nodePathAt, type ProgramSymbol, symbolAt } from '#core/openqasm/index.ts';
import type { Expression } from '#core/openqasm/syntaxTree.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { LanguageDocument, LanguageWorkspace } from '../languageService.ts';
import { calibrationNameAt } from './calibrationMentions.ts';
import { addressOf, type FoundSymbol, locationOf, type ProgramSearch, rangeOfToken } from './programSearch.ts';

/** From a name to its declaration, in whichever file that is; from an include to the file. */
export async function openqasmDefinition(
  document: LanguageDocument,
  offset: number,
  search: ProgramSearch,
  signal: CancellationSignal,
): Promise<Location | undefined> {
  const { workspace } = search;
  const analysis = await search.analyses.of(document);
  const included = includedAt(analysis, offset, workspace);
  if (included) return included;
  const found = await search.symbolAt(document, offset, signal);
  if (found) return declarationOf(found.analysis, found.symbol, workspace);
  const declared = calibrationNameAt(analysis, offset)?.declaration?.name;
  return declared && { uri: document.uri, range: document.lines.rangeAt(declared) };
}

function includedAt({ files }: Analysis, offset: number, workspace: LanguageWorkspace): Location | undefined {
  const included = files.find(
    ({ includedAs }) => includedAs?.file === 0 && offset >= includedAs.start && offset <= includedAs.end,
  );
  const top = { line: 0, character: 0 };
  return included && { uri: addressOf(included.path, workspace), range: { start: top, end: top } };
}

function declarationOf(
  analysis: Analysis,
  { place }: ProgramSymbol,
  workspace: LanguageWorkspace,
): Location | undefined {
  return place && locationOf(analysis, place.file, place.name, workspace);
}

/** From an alias to the register that it is another name for; from any other name to its declaration. */
export async function openqasmTypeDefinition(
  document: LanguageDocument,
  offset: number,
  search: ProgramSearch,
  signal: CancellationSignal,
): Promise<Location | undefined> {
  const found = await search.symbolAt(document, offset, signal);
  if (!found) return undefined;
  const { analysis, symbol } = aliased(found);
  return declarationOf(analysis, symbol, search.workspace);
}

/** From a gate to its calibrations, which say how a device performs it. */
export async function openqasmImplementations(
  document: LanguageDocument,
  offset: number,
  search: ProgramSearch,
  signal: CancellationSignal,
): Promise<Location[]> {
  const found = await search.symbolAt(document, offset, signal);
  if (found?.symbol.kind !== 'gate') return [];
  const mentions = await search.mentionsOf(found, signal);
  return mentions.flatMap(({ analysis, file, tokens }) => {
    const binding = analysis.files[file];
    if (!binding) return [];
    const { kinds } = binding.tree.tokens;
    const calibrations = tokens.filter((token) => kinds[token - 1] === tokenKind.defcal);
    const uri = addressOf(binding.path, search.workspace);
    return calibrations.map((token) => ({ uri, range: rangeOfToken(binding, token) }));
  });
}

/** Aliases of aliases are followed this far. */
const longestChain = 32;

function aliased(found: FoundSymbol): Pick<FoundSymbol, 'analysis' | 'symbol'> {
  const { analysis } = found;
  let { symbol } = found;
  for (let step = 0; step < longestChain && symbol.kind === 'alias' && symbol.place; step++) {
    const { declaration, file } = symbol.place;
    const tree = analysis.files[file]?.tree;
    const statement = tree && nodePathAt(tree, declaration.start).findLast(({ kind }) => kind === 'alias');
    if (statement?.kind !== 'alias') break;
    const register = symbolAt(analysis, firstName(statement.value).start, file)?.symbol;
    if (!register || register === symbol) break;
    symbol = register;
  }
  return { analysis, symbol };
}

/** The leftmost name in `a[0:1] ++ b`. */
function firstName(value: Expression): Expression {
  let first = value;
  for (;;) {
    if (first.kind === 'index') first = first.base;
    else if (first.kind === 'binary') first = first.left;
    else if (first.kind === 'parenthesised') first = first.inner;
    else return first;
  }
}
