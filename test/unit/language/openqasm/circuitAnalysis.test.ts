import { describe, expect, test } from 'vitest';
import { CircuitAnalyses } from '#core/language/openqasm/circuitAnalysis.ts';
import { defaultSettings } from '#core/language/openqasm/openqasmSettings.ts';
import { languageDocument, memoryWorkspace } from '#test/support/languageDocuments.ts';

const uri = (name: string) => `file:///project/${name}`;
const including = 'OPENQASM 3.0;\ninclude "own.inc";\nqubit q;\nown q;\n';
const alone = 'OPENQASM 3.0;\nqubit q;\n';

describe('the analysis of a document', () => {
  test('is made once for a version, and anew for the next', async () => {
    const analyses = new CircuitAnalyses(memoryWorkspace());
    const first = languageDocument(alone, uri('a.qasm'), 1);
    const second = languageDocument(`${alone}bit c;\n`, uri('a.qasm'), 2);
    const analysis = await analyses.of(first);
    expect(await analyses.of(first)).toBe(analysis);
    const next = await analyses.of(second);
    expect(next.tree.text).toBe(second.text);
    // Who still asks about the version before does not push the newer one out.
    expect((await analyses.of(first)).tree.text).toBe(first.text);
    expect(await analyses.of(second)).toBe(next);
  });

  test('pauses for others, and stops when a newer version has its own', async () => {
    let pauses = 0;
    const analyses = new CircuitAnalyses(memoryWorkspace(), undefined, {
      isDue: () => true,
      pause: async () => {
        pauses++;
        await new Promise<void>((resume) => setImmediate(resume));
      },
    });
    const long = `${alone}${'U(0, 0, 0) q;\n'.repeat(20_000)}`;
    const first = analyses.of(languageDocument(long, uri('a.qasm'), 1));
    const second = analyses.of(languageDocument(`${long}U(0, 0, 0) q;\n`, uri('a.qasm'), 2));
    await expect(first).rejects.toMatchObject({ reason: 'cancelled' });
    expect((await second).diagnostics).toEqual([]);
    // One for each piece of the text, each piece of the statements, and each kind of check.
    expect(pauses).toBeGreaterThan(20);
  });

  test('is that of the latest version when an open document is edited meanwhile', async () => {
    const uriOfA = uri('a.qasm');
    let current = languageDocument(alone, uriOfA, 1);
    const workspace = { ...memoryWorkspace(), open: () => current };
    const analyses = new CircuitAnalyses(workspace, undefined, {
      isDue: () => true,
      pause: () => new Promise<void>((resume) => setImmediate(resume)),
    });
    const asked = analyses.openProgram(uriOfA);
    current = languageDocument(`${alone}bit c;\n`, uriOfA, 2);
    await analyses.of(current);
    expect((await asked)?.analysis.tree.text).toBe(current.text);
  });

  test('is the same whether the text was edited or is new', async () => {
    const analyses = new CircuitAnalyses(memoryWorkspace());
    const texts = [
      alone,
      `${alone}h q;\n`,
      `${alone}gate h a { U(0, 0, 0) a; }\nh q;\n`,
      'OPENQASM 2.0;\nqreg q[2];\n',
    ];
    for (const [index, text] of texts.entries()) {
      const edited = await analyses.of(languageDocument(text, uri('a.qasm'), index));
      const anew = await new CircuitAnalyses(memoryWorkspace()).of(languageDocument(text, uri('a.qasm')));
      expect(edited.diagnostics).toEqual(anew.diagnostics);
      expect([...edited.globalScope.names.keys()]).toEqual([...anew.globalScope.names.keys()]);
    }
  });

  test('counts no more when a file changes that it includes, or looked for; others stay', async () => {
    const analyses = new CircuitAnalyses(memoryWorkspace({ [uri('own.inc')]: 'gate own a { U(0, 0, 0) a; }\n' }));
    const program = languageDocument(including, uri('program.qasm'));
    const missing = languageDocument(including.replace('own.inc', 'missing.inc'), uri('missing.qasm'));
    const other = languageDocument(alone, uri('other.qasm'));
    const before = await Promise.all([program, missing, other].map((document) => analyses.of(document)));
    const kept = async () => {
      const after = await Promise.all([program, missing, other].map((document) => analyses.of(document)));
      return after.map((analysis, index) => analysis === before[index]);
    };
    expect(analyses.filesChanged([uri('unrelated.inc'), program.uri])).toBe(false);
    expect(await kept()).toEqual([true, true, true]);
    expect(analyses.filesChanged([uri('own.inc')])).toBe(true);
    expect(await kept()).toEqual([false, true, true]);
    expect(analyses.filesChanged([uri('missing.inc')])).toBe(true);
    expect(await kept()).toEqual([false, false, true]);
  });

  test('counts no more when the settings change', async () => {
    let severity: (typeof defaultSettings)['severity'] = {};
    const analyses = new CircuitAnalyses(memoryWorkspace(), async () => ({ ...defaultSettings, severity }));
    const document = languageDocument('qubit q;\nU(0, 0, 0) q;\n', uri('a.qasm'));
    const codes = async () => (await analyses.of(document)).diagnostics.map(({ code }) => code);
    expect(await codes()).toContain('QAS8004');
    severity = { QAS8004: 'off' };
    expect(await codes()).toContain('QAS8004');
    analyses.settingsChanged();
    expect(await codes()).not.toContain('QAS8004');
  });

  test('is forgotten with the document', async () => {
    const analyses = new CircuitAnalyses(memoryWorkspace());
    const document = languageDocument(alone, uri('a.qasm'));
    const analysis = await analyses.of(document);
    analyses.documentClosed(uri('a.qasm'));
    expect(await analyses.of(document)).not.toBe(analysis);
  });
});

test('a file that is not open is analysed with the settings of now', async () => {
  let profile: 'default' | 'spec-3.x' = 'default';
  const analyses = new CircuitAnalyses(memoryWorkspace(), async () => ({ ...defaultSettings, profile }));
  const circuit = { uri: uri('a.qasm'), text: 'OPENQASM 3.0;\nangle a = 1;\n' };
  const codes = async () => (await analyses.analyse(circuit)).analysis.diagnostics.map(({ code }) => code);
  expect(await codes()).toEqual([]);
  profile = 'spec-3.x';
  analyses.settingsChanged();
  expect(await codes()).toEqual(['QAS4001']);
});
