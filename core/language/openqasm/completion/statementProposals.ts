import { nodePathAt } from '#core/openqasm/index.ts';
import { keywordHelp } from '../keywordHelp.ts';
import type { CompletionContext } from './completionPlace.ts';
import { isFollowed } from './gateProposals.ts';
import { likelyOperands } from './operandProposals.ts';
import type { Proposal } from './proposal.ts';
import { escapeSnippet } from './snippetText.ts';

/** Where a statement stands, as far as that decides what it may be. */
interface StatementPlace {
  readonly isGlobal: boolean;
  readonly inGate: boolean;
  readonly inSubroutine: boolean;
  readonly inLoop: boolean;
}

/** How a keyword goes on, as a snippet; with the places where it may stand. */
type Row = readonly [keyword: string, snippet: string, where?: 'global' | 'loop' | 'subroutine' | 'not-gate'];

/** Statements that begin with a keyword, in the words of the version of the file. */
export function statementProposals(context: CompletionContext): Proposal[] {
  const { analysis, isVersion2 } = context;
  const place = placeOf(context);
  const rows = isVersion2 ? rowsOfVersion2(context) : rowsOfVersion3(context);
  const isWritten = isFollowed(context);
  const proposals = rows
    .filter(([, , where]) => isAllowed(where, place))
    .map(([label, snippet]): Proposal => {
      const summary = keywordHelp(label)?.summary;
      return {
        label,
        kind: 'keyword',
        rank: 7,
        about: { kind: 'keyword', name: label },
        // Before text that is there already only the word is wanted.
        ...(isWritten ? {} : { snippet, text: label }),
        ...(summary !== undefined && { detail: summary }),
      };
    });
  const hasVersion = analysis.tree.statements.length > 0 && analysis.version.declared;
  if (!hasVersion && place.isGlobal && context.word.start <= (analysis.tree.tokens.starts[0] ?? 0)) {
    const snippet = 'OPENQASM ${1|3.0,3.1,3.2,2.0|};';
    proposals.push({
      label: 'OPENQASM',
      kind: 'keyword',
      rank: 1,
      snippet,
      about: { kind: 'keyword', name: 'OPENQASM' },
    });
  }
  return proposals;
}

/** Modifiers of gates, each with its `@`. */
export function modifierProposals({ isVersion2 }: CompletionContext): Proposal[] {
  if (isVersion2) return [];
  const rows = [
    ['ctrl', 'ctrl @ $0', 'ctrl @ '],
    ['negctrl', 'negctrl @ $0', 'negctrl @ '],
    ['inv', 'inv @ $0', 'inv @ '],
    ['pow', 'pow(${1:2}) @ $0', 'pow(2) @ '],
  ] as const;
  return rows.map(([label, snippet, text]) => {
    const detail = keywordHelp(label)?.summary ?? label;
    return { label, kind: 'operator', rank: 8, snippet, text, detail, about: { kind: 'keyword', name: label } };
  });
}

function placeOf({ analysis, offset }: CompletionContext): StatementPlace {
  const path = nodePathAt(analysis.tree, offset).filter(({ end, kind, start }) => {
    // A node whose edge the cursor touches is not around it.
    return kind === 'block' ? start < offset && offset < end : true;
  });
  const has = (...kinds: readonly string[]) =>
    path.some(({ kind }, index) => kinds.includes(kind) && path.slice(index + 1).some((node) => node.kind === 'block'));
  return {
    isGlobal: !path.some(({ kind }) => kind === 'block'),
    inGate: has('gate'),
    inSubroutine: has('subroutine'),
    inLoop: has('for', 'while'),
  };
}

function isAllowed(where: Row[2], place: StatementPlace): boolean {
  switch (where) {
    case undefined:
      return true;
    case 'global':
      return place.isGlobal;
    case 'loop':
      return place.inLoop && !place.inGate;
    case 'subroutine':
      return place.inSubroutine;
    case 'not-gate':
      return !place.inGate;
  }
}

/** The register or bits a new statement would most likely use. */
function firstOf(context: CompletionContext, kind: 'qubit' | 'bit', otherwise: string): string {
  for (const { kind: symbolKind, name, type } of context.names.values()) {
    if (type.kind === kind && symbolKind !== 'constant' && symbolKind !== 'input') return escapeSnippet(name);
  }
  return otherwise;
}

function rowsOfVersion2(context: CompletionContext): readonly Row[] {
  const q = firstOf(context, 'qubit', 'q');
  const c = firstOf(context, 'bit', 'c');
  return [
    ['include', 'include "${1:qelib1.inc}";', 'global'],
    ['qreg', 'qreg ${1:q}[${2:2}];', 'global'],
    ['creg', 'creg ${1:c}[${2:2}];', 'global'],
    ['gate', 'gate ${1:name} ${2:a} {\n  $0\n}', 'global'],
    ['opaque', 'opaque ${1:name} ${2:a};', 'global'],
    ['measure', `measure \${1:${q}} -> \${2:${c}};`, 'not-gate'],
    ['reset', `reset \${1:${q}};`, 'not-gate'],
    ['barrier', `barrier \${1:${q}};`],
    ['if', `if (\${1:${c}} == \${2:1}) $0`, 'not-gate'],
  ];
}

function rowsOfVersion3(context: CompletionContext): readonly Row[] {
  const q = firstOf(context, 'qubit', 'q');
  const c = firstOf(context, 'bit', 'c');
  const block = '{\n  $0\n}';
  const rows: Row[] = [
    ['include', 'include "${1:stdgates.inc}";', 'global'],
    ['qubit', 'qubit[${1:2}] ${2:q};', 'global'],
    ['bit', 'bit[${1:2}] ${2:c};', 'not-gate'],
    ['int', 'int ${1:n} = ${2:0};', 'not-gate'],
    ['uint', 'uint ${1:n} = ${2:0};', 'not-gate'],
    ['float', 'float ${1:x} = ${2:0.0};', 'not-gate'],
    ['angle', 'angle ${1:a} = ${2:pi/2};', 'not-gate'],
    ['bool', 'bool ${1:b} = ${2:false};', 'not-gate'],
    ['complex', 'complex ${1:z} = ${2:1 + 2im};', 'not-gate'],
    ['array', 'array[${1:int[32]}, ${2:4}] ${3:a};', 'global'],
    ['duration', 'duration ${1:d} = ${2:100ns};', 'not-gate'],
    ['stretch', 'stretch ${1:s};', 'not-gate'],
    ['const', 'const ${1:int} ${2:n} = ${3:4};', 'not-gate'],
    ['input', 'input ${1:angle} ${2:theta};', 'global'],
    ['output', 'output ${1:bit} ${2:result};', 'global'],
    ['let', `let \${1:pair} = \${2:${q}[0:1]};`, 'not-gate'],
    ['gate', `gate \${1:name} \${2:a} ${block}`, 'global'],
    ['def', `def \${1:name}(\${2:qubit q}) ${block}`, 'global'],
    ['extern', 'extern ${1:name}(${2:int}) -> ${3:int};', 'global'],
    ['gphase', 'gphase(${1:pi/2});'],
    ['measure', `\${1:${c}} = measure \${2:${q}};`, 'not-gate'],
    ['reset', `reset \${1:${q}};`, 'not-gate'],
    ['barrier', `barrier \${1:${q}};`],
    ['delay', `delay[\${1:100ns}] \${2:${q}};`],
    ['box', `box ${block}`],
    ['if', `if (\${1:${c}} == \${2:1}) ${block}`, 'not-gate'],
    ['for', `for \${1:int} \${2:i} in [\${3:0}:\${4:3}] ${block}`],
    ['while', `while (\${1:${c}} == \${2:0}) ${block}`, 'not-gate'],
    ['break', 'break;', 'loop'],
    ['continue', 'continue;', 'loop'],
    ['return', 'return $0;', 'subroutine'],
    ['end', 'end;', 'not-gate'],
    ['pragma', 'pragma $0', 'not-gate'],
    ['defcalgrammar', 'defcalgrammar "openpulse";', 'global'],
    ['cal', `cal ${block}`, 'global'],
    ['defcal', `defcal \${1:x} \${2:\\$0} ${block}`, 'global'],
  ];
  const { version } = context.analysis;
  if (version.minor >= 1) {
    rows.push(['switch', `switch (\${1:n}) {\n  case \${2:0} ${block.replaceAll('\n', '\n  ')}\n}`, 'not-gate']);
  }
  if (version.minor >= 2) rows.push(['nop', `nop \${1:${q}};`]);
  const operands = likelyOperands(context, 1);
  return operands ? rows : rows.filter(([keyword]) => keyword !== 'nop' || version.minor >= 2);
}

/** Types that may be written at a place. */
export function typeProposals(of: 'value' | 'parameter' | 'constant' | 'array' | 'result'): Proposal[] {
  const scalars = ['bit', 'bool', 'int', 'uint', 'float', 'angle', 'complex', 'duration'];
  const more: Readonly<Record<typeof of, readonly string[]>> = {
    value: ['stretch', 'array'],
    parameter: ['qubit', 'readonly array', 'mutable array'],
    constant: [],
    array: [],
    result: [],
  };
  const base = of === 'array' ? scalars.filter((name) => name !== 'bit') : scalars;
  return [...(of === 'parameter' ? more[of] : []), ...base, ...(of === 'parameter' ? [] : more[of])].map(
    (label, order): Proposal => {
      const name = label.split(' ').at(-1) ?? label;
      const summary = keywordHelp(name)?.summary;
      const snippet = snippetOfType(label, of);
      return {
        label,
        kind: 'type',
        rank: 1,
        order,
        about: { kind: 'keyword', name },
        ...(summary !== undefined && { detail: summary }),
        ...(snippet !== undefined && { snippet }),
      };
    },
  );
}

function snippetOfType(label: string, of: 'value' | 'parameter' | 'constant' | 'array' | 'result'): string | undefined {
  if (label === 'array') return 'array[${1:int[32]}, ${2:4}]';
  if (label.endsWith(' array')) return `${label}[\${1:int[32]}, \${2:#dim = 1}]`;
  return of === 'array' && (label === 'int' || label === 'uint') ? `${label}[\${1:32}]` : undefined;
}
