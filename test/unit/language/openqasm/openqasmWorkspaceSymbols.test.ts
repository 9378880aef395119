import { describe, expect, test } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { circuitWorkspace } from '#test/support/circuitWorkspace.ts';
import { languageDocument, memoryWorkspace, openqasmLanguage } from '#test/support/languageDocuments.ts';

const files = {
  'main.qasm': 'OPENQASM 3.0;\ninclude "lib/gates.inc";\nqubit[2] register;\ninput angle theta;\n',
  'lib/gates.inc': 'gate bellPair a, b { U(0, 0, 0) a; }\ngate pair a, b { }\ndef flip(qubit q) { int local; }\n',
};

async function names(query: string): Promise<string[]> {
  const { language } = circuitWorkspace(files);
  return ((await language.workspaceSymbols?.(query, neverCancelled)) ?? []).map(({ name }) => name);
}

describe('symbols of the workspace', () => {
  test('are those that files declare for others, also in files that are not open', async () => {
    expect(await names('')).toEqual(['bellPair', 'flip', 'pair', 'register', 'theta']);
  });

  test('match the whole name, then its beginning, a part, and letters in order', async () => {
    expect(await names('pair')).toEqual(['pair', 'bellPair']);
    expect(await names('bp')).toEqual(['bellPair']);
    expect(await names('FLIP')).toEqual(['flip']);
    expect(await names('xyz')).toEqual([]);
  });

  test('have their place', async () => {
    const { language, uriOf } = circuitWorkspace(files);
    const [found] = (await language.workspaceSymbols?.('bellPair', neverCancelled)) ?? [];
    const range = { start: { line: 0, character: 5 }, end: { line: 0, character: 13 } };
    expect(found?.location).toEqual({ uri: uriOf('lib/gates.inc'), range });
  });

  test('are those of the editor where a file is open', async () => {
    const uri = 'file:///project/open.qasm';
    const workspace = memoryWorkspace({ [uri]: 'qubit onDisk;' }, [languageDocument('qubit inEditor;', uri)]);
    const found = await openqasmLanguage(workspace).workspaceSymbols?.('', neverCancelled);
    expect(found?.map(({ name }) => name)).toEqual(['inEditor']);
  });

  test('are read again only where a file has changed', async () => {
    const uri = 'file:///project/a.qasm';
    let [text, stamp, reads] = ['qubit one;', '1', 0];
    const workspace = {
      ...memoryWorkspace(),
      circuitFiles: async () => [{ uri, stamp }],
      readText: async () => {
        reads++;
        return text;
      },
    };
    const language = openqasmLanguage(workspace);
    const ask = async () => (await language.workspaceSymbols?.('', neverCancelled))?.map(({ name }) => name);
    expect([await ask(), await ask(), reads]).toEqual([['one'], ['one'], 1]);
    [text, stamp] = ['qubit two;', '2'];
    expect([await ask(), reads]).toEqual([['two'], 2]);
  });

  test('leave out files that cannot be read', async () => {
    const files = async () => [{ uri: 'file:///project/gone.qasm', stamp: '1' }];
    const language = openqasmLanguage({ ...memoryWorkspace(), circuitFiles: files });
    expect(await language.workspaceSymbols?.('', neverCancelled)).toEqual([]);
  });

  test('are not looked for any more when the request is cancelled', async () => {
    const source = new CancellationSource();
    const reading = memoryWorkspace({ 'file:///a.qasm': 'qubit a;', 'file:///b.qasm': 'qubit b;' });
    let reads = 0;
    const language = openqasmLanguage({
      ...reading,
      readText: async (uri) => {
        reads++;
        source.cancel();
        return reading.readText(uri);
      },
    });
    await expect(language.workspaceSymbols?.('', source.signal)).rejects.toMatchObject({ reason: 'cancelled' });
    expect(reads).toBe(1);
  });
});
