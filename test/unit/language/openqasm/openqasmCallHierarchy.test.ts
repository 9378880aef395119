import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { type CircuitWorkspace, circuitWorkspace } from '#test/support/circuitWorkspace.ts';

async function itemAt({ caret, document, language }: CircuitWorkspace) {
  const [item] = (await language.prepareCallHierarchy?.(document, caret, neverCancelled)) ?? [];
  if (!item) throw new Error('There is nothing to call here.');
  return item;
}

/** `caller: line:character, …` */
async function incoming(workspace: CircuitWorkspace) {
  const calls = (await workspace.language.incomingCalls?.(await itemAt(workspace), neverCancelled)) ?? [];
  return calls.map(({ from, fromRanges }) => [from.name, fromRanges.length]);
}

async function outgoing(workspace: CircuitWorkspace) {
  const calls = (await workspace.language.outgoingCalls?.(await itemAt(workspace), neverCancelled)) ?? [];
  return calls.map(({ fromRanges, to }) => [to.name, fromRanges.length]);
}

const gates = 'gate ⟦own⟧ a { U(0, 0, 0) a; }\ngate twice a, b { own a; own b; }\n';
const main = `OPENQASM 3.0;
include "gates.inc";
qubit[2] q;
def run(qubit r) -> bit { own r; return measure r; }
twice q[0], q[1]; own q[0];
bit c = run(q[0]);
`;

describe('calls of a gate', () => {
  test('come from definitions and programs, through includes', async () => {
    const workspace = circuitWorkspace({ 'gates.inc': gates.replace('own', 'o‸wn'), 'main.qasm': main });
    const item = await itemAt(workspace);
    expect(item).toMatchObject({ name: 'own', detail: 'a', uri: workspace.document.uri });
    expect(item.selectionRange).toEqual(workspace.ranges[0]?.range);
    expect(await incoming(workspace)).toEqual([
      ['twice', 2],
      ['run', 1],
      ['main.qasm', 1],
    ]);
  });

  test('are found from a call as from the definition', async () => {
    const workspace = circuitWorkspace({ 'main.qasm': main.replace('; own q', '; ‸own q'), 'gates.inc': gates });
    expect(await itemAt(workspace)).toMatchObject({ name: 'own', uri: workspace.uriOf('gates.inc') });
    expect(await incoming(workspace)).toEqual([
      ['twice', 2],
      ['run', 1],
      ['main.qasm', 1],
    ]);
  });

  test('go on to what calls the caller, down to the program', async () => {
    const workspace = circuitWorkspace({ 'gates.inc': gates.replace('twice', 'twi‸ce'), 'main.qasm': main });
    const [call] = (await workspace.language.incomingCalls?.(await itemAt(workspace), neverCancelled)) ?? [];
    expect(call?.from).toMatchObject({ name: 'main.qasm', kind: 1, uri: workspace.uriOf('main.qasm') });
    if (!call) throw new Error('Nobody calls it.');
    expect(await workspace.language.incomingCalls?.(call.from, neverCancelled)).toEqual([]);
    const outside = (await workspace.language.outgoingCalls?.(call.from, neverCancelled)) ?? [];
    expect(outside.map(({ to }) => to.name)).toEqual(['twice', 'own', 'run']);
  });
});

describe('what a definition calls', () => {
  test('is grouped by callee; gates of the language have no text to show', async () => {
    const workspace = circuitWorkspace({ 'gates.inc': gates.replace('twice', 'twice‸') });
    expect(await outgoing(workspace)).toEqual([['own', 2]]);
  });

  test('may be in another file', async () => {
    const workspace = circuitWorkspace({ 'main.qasm': main.replace('def run', 'def ru‸n'), 'gates.inc': gates });
    expect(await outgoing(workspace)).toEqual([['own', 1]]);
  });
});

test('registers and library gates are not called', async () => {
  const { caret, document, language } = circuitWorkspace({ 'main.qasm': 'OPENQASM 3.0;\nqubit q‸;\n' });
  expect(await language.prepareCallHierarchy?.(document, caret, neverCancelled)).toEqual([]);
  const library = circuitWorkspace({ 'main.qasm': 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit q;\n‸h q;\n' });
  expect(await library.language.prepareCallHierarchy?.(library.document, library.caret, neverCancelled)).toEqual([]);
});
