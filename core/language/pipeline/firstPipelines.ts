import type { CompletionItem } from 'vscode-languageserver-types';
import type { CompanionKind } from '#core/pipeline/schema/companionSchema.ts';
import type { LanguageDocument } from '../languageService.ts';
import { proposalKinds } from './proposals.ts';

/** A whole file to begin with; `${1:text}` and `${2|one,other|}` are placeholders of the protocol's snippets. */
interface FirstFile {
  readonly label: string;
  readonly documentation: string;
  readonly lines: readonly string[];
}

const comparison = ['optimise: { maxIterations: ${5:60} }', 'benchmark: { repeats: ${6:5} }'];

/** One per pattern and kind of problem; with their first choices each can be run as it is. */
const pipelines: readonly FirstFile[] = [
  {
    label: 'Pipeline: trained circuit',
    documentation: 'variational-loop: a circuit is trained to tell classes apart, beside logistic regression.',
    lines: [
      'hybrid: 1',
      'name: ${1:first}',
      'pattern: variational-loop',
      'task: classification',
      'seeds: { root: 1 }',
      'data:',
      '  source: { builtin: ${2|iris,wine,breast-cancer|} }',
      '  target: ${3|species,cultivar,diagnosis|}',
      'quantum:',
      '  qubits: ${4:4}',
      '  featureMap: { use: angle }',
      '  ansatz: { use: real-amplitudes, reps: 1 }',
      ...comparison,
    ],
  },
  {
    label: 'Pipeline: quantum kernel',
    documentation: 'quantum-features: a support vector machine on the overlaps of encoded rows.',
    lines: [
      'hybrid: 1',
      'name: ${1:first}',
      'pattern: quantum-features',
      'task: classification',
      'seeds: { root: 1 }',
      'data: { source: { builtin: ${2|moons,circles|} }, target: label }',
      'quantum:',
      '  qubits: 2',
      '  featureMap: { use: ${3|zz,iqp,angle|} }',
      '  kernel: { kind: ${4|fidelity,projected|} }',
      'head: { use: svm }',
      'benchmark: { baselines: [{ use: svm }], repeats: ${5:5} }',
    ],
  },
  {
    label: 'Pipeline: score in front of a model',
    documentation:
      'quantum-scoring: a trained circuit gives a score that a classical model takes in beside the features.',
    lines: [
      'hybrid: 1',
      'name: ${1:first}',
      'pattern: quantum-scoring',
      'task: classification',
      'seeds: { root: 1 }',
      'data: { source: { builtin: ${2|moons,circles|} }, target: label }',
      'quantum:',
      '  qubits: 2',
      '  featureMap: { use: angle }',
      '  ansatz: { use: real-amplitudes, reps: 1 }',
      'head: { use: ${3|gradient-boosting,random-forest,logistic-regression|} }',
      'optimise: { maxIterations: ${4:30} }',
      'benchmark: { repeats: ${5:5} }',
    ],
  },
  {
    label: 'Pipeline: optimisation problem',
    documentation: 'variational-loop: QAOA on a cut of a graph, beside solvers that look at all of it.',
    lines: [
      'hybrid: 1',
      'name: ${1:first}',
      'pattern: variational-loop',
      'task: optimisation',
      'seeds: { root: 1 }',
      'problem:',
      '  kind: maxcut',
      '  sense: max',
      '  edges: ${2:[[0, 1], [1, 2], [2, 3], [3, 0]]}',
      'quantum: { qubits: ${3:4}, ansatz: { use: qaoa, reps: ${4:2} } }',
      ...comparison,
    ],
  },
  {
    label: 'Pipeline: ground state',
    documentation: 'variational-loop: the lowest energy of a Hamiltonian, beside its diagonalisation.',
    lines: [
      'hybrid: 1',
      'name: ${1:first}',
      'pattern: variational-loop',
      'task: ground-state',
      'seeds: { root: 1 }',
      'problem:',
      '  kind: hamiltonian',
      '  sense: min',
      '  paulis: { ZZ: ${2:1}, XI: ${3:0.5}, IX: ${4:0.5} }',
      'quantum: { qubits: 2, ansatz: { use: real-amplitudes, reps: 1 } }',
      ...comparison,
    ],
  },
];

const suites: readonly FirstFile[] = [
  {
    label: 'Suite: pipelines on backends',
    documentation: 'Runs every pipeline on every backend, and puts the results into one table.',
    lines: ['suite: 1', 'name: ${1:first}', 'pipelines: [${2:first.hybrid.yaml}]', 'backends: [${3:local}]'],
  },
];

const dimensions = ['sdkUsability', 'backendAccess', 'benchmarkTransparency', 'costControl', 'portability'];

const scorecards: readonly FirstFile[] = [
  {
    label: 'Scorecard: review of a vendor',
    documentation: 'Five dimensions, each with an owner and what is measured.',
    lines: [
      'scorecard: 1',
      'name: ${1:vendor}',
      'pipelines: [${2:first.hybrid.yaml}]',
      'version: "1"',
      'reviewers: { ml: ${3:ml-lead}, platform: ${4:platform-lead} }',
      'dimensions:',
      ...dimensions.map(
        (name, index) =>
          `  ${name}: { owner: ${placeholder(5 + index, 'team')}, weight: 0.2, measures: [{ id: ${name}-days, source: manual, better: lower, good: 1, red: 10 }] }`,
      ),
    ],
  },
];

function placeholder(number: number, text: string): string {
  return `\${${number}:${text}}`;
}

/** Whole files for a document in which nothing is written yet. */
export function firstFileProposals(
  document: LanguageDocument,
  kind: 'pipeline' | CompanionKind,
  snippets: boolean,
): CompletionItem[] {
  // A word that was begun is replaced; comments at the top stay.
  const written = /^(?:\s*#.*\n|\s)*([\w:. -]*)\s*$/.exec(document.text);
  if (!written || /:/.test(written[1] ?? '')) return [];
  const [, word = ''] = written;
  const start = document.text.lastIndexOf(word);
  const range = document.lines.rangeAt({ start, end: document.text.length });
  const files = kind === 'pipeline' ? pipelines : kind === 'suite' ? suites : scorecards;
  return files.map(({ documentation, label, lines }, index) => {
    const text = `${lines.join('\n')}\n`;
    return {
      label,
      kind: proposalKinds.snippet,
      documentation,
      detail: `${lines.length} lines`,
      // Before the keys, and found by what is written.
      sortText: `0${index}`,
      filterText: `${word}${label}`,
      insertTextFormat: snippets ? 2 : 1,
      textEdit: { range, newText: snippets ? text : withoutPlaceholders(text) },
    };
  });
}

/** A snippet as its first choices make it. */
function withoutPlaceholders(snippet: string): string {
  return snippet.replaceAll(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1').replaceAll(/\$\{\d+:([^{}]*)\}/g, '$1');
}
