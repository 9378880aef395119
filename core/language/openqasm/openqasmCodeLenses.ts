import type { CodeLens } from 'vscode-languageserver-types';
import type { Analysis } from '#core/openqasm/index.ts';
import { lensCommands } from '../lensCommands.ts';

/** Simulate and Circuit above the first statement of a program that has qubits. */
export function openqasmCodeLenses(analysis: Analysis, uri: string): CodeLens[] {
  const [first] = analysis.tree.statements;
  const hasQubits = [...analysis.globalScope.names.values()].some(({ kind }) => kind === 'qubit');
  if (!first || !hasQubits) return [];
  const range = analysis.lines.rangeAt({ start: first.start, end: first.start });
  return [
    { range, command: { title: '$(play) Simulate', command: lensCommands.simulateCircuit, arguments: [uri] } },
    { range, command: { title: '$(circuit-board) Circuit', command: lensCommands.showCircuit, arguments: [uri] } },
  ];
}
