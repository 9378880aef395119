import type { CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { type Analysis, expectationsAt, type ProgramSymbol, visibleSymbols } from '#core/openqasm/index.ts';
import { signatureOf, symbolMarkdown } from './symbolText.ts';

/** `CompletionItemKind` of the protocol; the types package is used for its types only. */
const kinds = {
  function: 3,
  variable: 6,
  value: 12,
  keyword: 14,
  file: 17,
  reference: 18,
  constant: 21,
  operator: 24,
} as const satisfies Record<string, CompletionItemKind>;

/** `InsertTextFormat.Snippet`. */
const snippet = 2;

/** What may be written at an offset, with gates as snippets of the right arity. */
export function openqasmCompletion(analysis: Analysis, offset: number): CompletionItem[] {
  if (isInComment(analysis, offset)) return [];
  const visible = visibleSymbols(analysis, offset);
  const begun = statementBegun(analysis.tree.text, offset);
  if (/^include\s+["'][^"']*$/.test(begun)) return libraryNames.map((label) => ({ label, kind: kinds.file }));
  const expected = new Set(expectationsAt(analysis.tree, offset));
  // With nothing behind it, `rx(θ)` reads as a function call; the name tells that qubits must follow.
  if (callsGate(begun, visible)) {
    expected.delete('statement');
    expected.add('operand');
  }
  if (expected.has('include-path')) return libraryNames.map((label) => ({ label, kind: kinds.file }));
  const wanted = new Set<ProgramSymbol['kind']>();
  const want = (...more: readonly ProgramSymbol['kind'][]) => {
    for (const kind of more) wanted.add(kind);
  };
  const items: CompletionItem[] = [];
  if (expected.has('statement')) {
    items.push(...statements(analysis), ...modifiers(analysis));
    want('gate', 'subroutine', 'variable', 'output', 'alias');
  }
  if (expected.has('gate')) {
    if (!expected.has('statement')) items.push(...modifiers(analysis));
    want('gate');
  }
  if (expected.has('operand')) want('qubit', 'gate-qubit', 'alias', 'parameter');
  if (expected.has('expression') || expected.has('value')) {
    want('constant', 'input', 'variable', 'parameter', 'gate-parameter', 'loop-variable', 'builtin-constant');
    want('builtin-function', 'subroutine', 'extern', 'qubit', 'alias');
  }
  if (expected.has('value')) items.push(keyword('measure', 'measure ${1:q};', 'measures qubits'));
  if (expected.has('type')) items.push(...typeNames.map((label) => ({ label, kind: kinds.keyword })));
  for (const word of ['in', 'else', 'case'] as const) {
    if (expected.has(word)) items.push({ label: word, kind: kinds.keyword });
  }
  for (const symbol of visible) {
    if (wanted.has(symbol.kind)) items.push(itemOf(symbol, analysis));
  }
  return items;
}

const libraryNames = ['stdgates.inc', 'qelib1.inc'];
const typeNames = ['angle', 'bit', 'bool', 'float', 'int', 'uint', 'complex', 'duration'];

/** The statement at the offset as far as it is written. */
function statementBegun(text: string, offset: number): string {
  const before = text.slice(Math.max(0, offset - 2000), offset);
  return before
    .slice(Math.max(before.lastIndexOf(';'), before.lastIndexOf('{'), before.lastIndexOf('}')) + 1)
    .trimStart();
}

function callsGate(begun: string, visible: readonly ProgramSymbol[]): boolean {
  const call = /^(?:\w+(?:\([^)]*\))?\s*@\s*)*([\p{L}_]\w*)(?:\s*\([^()]*\)\s*|\s+)[\p{L}_\w]*$/u.exec(begun);
  return call !== null && visible.some(({ kind, name }) => kind === 'gate' && name === call[1]);
}

/** Whether the text between the last token before the offset and the offset leaves a comment open. */
function isInComment({ tree }: Analysis, offset: number): boolean {
  const { ends, starts } = tree.tokens;
  let token = starts.findIndex((start) => start >= offset);
  if (token < 0) token = tree.tokens.count;
  const gap = tree.text.slice(ends[token - 1] ?? 0, offset);
  const line = gap.lastIndexOf('//');
  const block = gap.lastIndexOf('/*');
  return (line >= 0 && !gap.slice(line).includes('\n')) || (block >= 0 && !gap.slice(block).includes('*/'));
}

/** A keyword with what usually follows it. */
function keyword(label: string, insertText: string, detail: string): CompletionItem {
  return { label, kind: kinds.keyword, insertText, insertTextFormat: snippet, detail, sortText: `2${label}` };
}

function statements(analysis: Analysis): CompletionItem[] {
  const both = [
    keyword('include', 'include "$1";', 'gates of another file'),
    keyword('gate', 'gate ${1:name} ${2:q} {\n  $0\n}', 'defines a gate'),
    keyword('reset', 'reset ${1:q};', 'puts a qubit into |0⟩'),
    keyword('barrier', 'barrier ${1:q};', 'keeps operations on its sides apart'),
  ];
  if (analysis.version.major === 2) {
    return [
      ...both,
      keyword('qreg', 'qreg ${1:q}[${2:2}];', 'quantum register'),
      keyword('creg', 'creg ${1:c}[${2:2}];', 'classical register'),
      keyword('measure', 'measure ${1:q} -> ${2:c};', 'measures into a classical register'),
      keyword('if', 'if (${1:c} == ${2:1}) ', 'acts where a register has a value'),
    ];
  }
  return [
    ...both,
    keyword('qubit', 'qubit[${1:2}] ${2:q};', 'quantum register'),
    keyword('bit', 'bit[${1:2}] ${2:c};', 'classical register'),
    keyword('input', 'input ${1:angle} ${2:theta};', 'parameter bound when the circuit is run'),
    keyword('const', 'const ${1:int} ${2:n} = ${3:4};', 'compile-time constant'),
    keyword('measure', '${1:c} = measure ${2:q};', 'measures into bits'),
    keyword('if', 'if (${1:c} == ${2:1}) {\n  $0\n}', 'acts where a condition holds'),
    keyword('for', 'for int ${1:i} in [0:${2:3}] {\n  $0\n}', 'repeats for every value'),
    keyword('let', 'let ${1:pair} = ${2:q[0:1]};', 'another name for qubits'),
  ];
}

function modifiers(analysis: Analysis): CompletionItem[] {
  if (analysis.version.major === 2) return [];
  const modifier = (label: string, insertText: string, detail: string): CompletionItem => ({
    label,
    kind: kinds.operator,
    insertText,
    insertTextFormat: snippet,
    detail,
    sortText: `3${label}`,
  });
  return [
    modifier('ctrl', 'ctrl @ $0', 'acts where the first qubit is 1'),
    modifier('negctrl', 'negctrl @ $0', 'acts where the first qubit is 0'),
    modifier('inv', 'inv @ $0', 'the inverse of a gate'),
    modifier('pow', 'pow(${1:2}) @ $0', 'a power of a gate'),
  ];
}

function itemOf(symbol: ProgramSymbol, analysis: Analysis): CompletionItem {
  const base = {
    label: symbol.name,
    detail: signatureOf(symbol),
    documentation: { kind: 'markdown' as const, value: symbolMarkdown(symbol, analysis) },
    sortText: `${symbol.place ? 0 : 1}${symbol.name}`,
  };
  if (symbol.gate) {
    return { ...base, kind: kinds.function, insertText: gateSnippet(symbol), insertTextFormat: snippet };
  }
  switch (symbol.kind) {
    case 'subroutine':
    case 'extern':
    case 'builtin-function':
      return { ...base, kind: kinds.function, insertText: `${symbol.name}($1)`, insertTextFormat: snippet };
    case 'constant':
    case 'builtin-constant':
      return { ...base, kind: kinds.constant };
    case 'qubit':
    case 'gate-qubit':
    case 'alias':
      return { ...base, kind: kinds.reference };
    default:
      return { ...base, kind: kinds.variable };
  }
}

/** `rx(${1:θ}) ${2:a};` */
function gateSnippet(symbol: ProgramSymbol): string {
  const { parameters = [], qubits = [] } = symbol.gate ?? {};
  const list = parameters.map((name, index) => `\${${index + 1}:${name}}`).join(', ');
  const operands = qubits.map((name, index) => `\${${parameters.length + index + 1}:${name}}`).join(', ');
  return `${symbol.name}${parameters.length > 0 ? `(${list})` : ''} ${operands};`.replace(' ;', ';');
}
