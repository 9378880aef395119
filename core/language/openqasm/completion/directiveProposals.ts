import type { OffsetRange } from '#core/base/textRange.ts';
import { type Analysis, libraryGates } from '#core/openqasm/index.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { FolderEntry } from '../../languageService.ts';
import type { CompletionContext, CompletionPlace } from './completionPlace.ts';
import type { Proposal } from './proposal.ts';

/** Files in the folder named so far and the libraries that are built in, without what the program includes already. */
export function includeProposals(
  typed: string,
  entries: readonly FolderEntry[],
  { analysis, isVersion2, offset }: CompletionContext,
): Proposal[] {
  const slash = Math.max(typed.lastIndexOf('/'), typed.lastIndexOf('\\'));
  const folder = typed.slice(0, slash + 1);
  const range = { start: offset - (typed.length - slash - 1), end: offset };
  const included = otherIncludes(analysis, offset);
  const useful = entries.filter(({ isFolder, name }) => isFolder || !included.has(`${folder}${name}`));
  const proposals: Proposal[] = useful.map(({ isFolder, name }, order) => ({
    label: isFolder ? `${name}/` : name,
    kind: isFolder ? 'folder' : 'file',
    rank: isFolder ? 4 : 3,
    order,
    range,
  }));
  if (slash >= 0) return proposals;
  const own = isVersion2 ? 'qelib1.inc' : 'stdgates.inc';
  for (const label of ['stdgates.inc', 'qelib1.inc'] as const) {
    if (included.has(label)) continue;
    const detail = `${libraryGates(label).length} gates, built in`;
    proposals.push({ label, kind: 'file', rank: label === own ? 1 : 9, detail, range });
  }
  return proposals;
}

/** The paths of the includes of a program but the one at the cursor. */
function otherIncludes({ tree: { statements } }: Analysis, offset: number): ReadonlySet<string> {
  const paths = new Set<string>();
  for (
    let index = statements.indexOfKind('include');
    index >= 0;
    index = statements.indexOfKind('include', index + 1)
  ) {
    const statement = statements.at(index);
    if (statement?.kind !== 'include' || !statement.path) continue;
    const { end, start, text } = statement.path;
    if (offset < start || offset > end) paths.add(text);
  }
  return paths;
}

/** Pragmas that Amazon Braket documents, as templates of the rest of the line. */
const braketPragmas: readonly (readonly [content: string, detail: string])[] = [
  ['braket verbatim', 'the box after it is run as it is'],
  ['braket result state_vector', 'the state vector'],
  ['braket result probability ${1:q}', 'probabilities of qubits'],
  ['braket result expectation ${1:z(q[0])}', 'expectation of an observable'],
  ['braket result variance ${1:z(q[0])}', 'variance of an observable'],
  ['braket result sample ${1:z(q[0])}', 'samples of an observable'],
  ['braket result density_matrix', 'the density matrix'],
  ['braket result amplitude "${1:00}"', 'amplitudes of basis states'],
  ['braket result adjoint_gradient ${1:z(q[0])}', 'gradient by the inputs'],
  ['braket noise bit_flip(${1:0.1}) ${2:q[0]}', 'X with a probability'],
  ['braket noise phase_flip(${1:0.1}) ${2:q[0]}', 'Z with a probability'],
  ['braket noise depolarizing(${1:0.1}) ${2:q[0]}', 'a Pauli at random'],
  ['braket noise amplitude_damping(${1:0.1}) ${2:q[0]}', 'decay to |0⟩'],
  ['braket noise phase_damping(${1:0.1}) ${2:q[0]}', 'loss of phase'],
  ['braket unitary(${1:[[0, 1], [1, 0]]}) ${2:q[0]}', 'a gate given by its matrix'],
];

/** What may stand in a pragma or annotation: what tools know, and what the file uses elsewhere. */
export function directiveProposals(
  place: Extract<CompletionPlace, { kind: 'pragma' | 'annotation' }>,
  { analysis, offset }: CompletionContext,
): Proposal[] {
  const [keyword = ''] = /^(?:#?pragma\s+|@)/.exec(place.typed) ?? [];
  if (keyword === '') return [];
  const range: OffsetRange = { start: place.start + keyword.length, end: offset };
  const written = writtenDirectives(analysis, place, keyword.length);
  const known = place.kind === 'pragma' ? braketPragmas : [];
  const templates = known.map(([snippet, detail], order): Proposal => {
    const label = snippet.replace(/\$\{\d+:([^}]*)\}/g, '$1');
    return { label, snippet, text: label, detail, kind: 'keyword', rank: 3, order, range };
  });
  const others = written.map((label): Proposal => ({ label, kind: 'keyword', rank: 1, range }));
  return [...others, ...templates];
}

/** The contents of other pragmas or annotations of the file. */
function writtenDirectives(
  { tree }: Analysis,
  place: Extract<CompletionPlace, { kind: 'pragma' | 'annotation' }>,
  keywordLength: number,
): string[] {
  const { ends, kinds, starts, text } = tree.tokens;
  const kind = place.kind === 'pragma' ? tokenKind.pragma : tokenKind.annotation;
  const contents = new Set<string>();
  for (let token = kinds.indexOf(kind); token >= 0; token = kinds.indexOf(kind, token + 1)) {
    const start = starts[token] ?? 0;
    const content = text.slice(start, ends[token]).slice(keywordLength).trim();
    if (start !== place.start && content !== '') contents.add(content);
  }
  return [...contents].slice(0, 100);
}
