import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { allEditorFeatures, type EditorFeatures } from '#core/language/languageService.ts';
import { CircuitAnalyses } from '#core/language/openqasm/circuitAnalysis.ts';
import { createPipelineLanguage } from '#core/language/pipeline/pipelineLanguage.ts';
import { languageDocument, memoryWorkspace } from '#test/support/languageDocuments.ts';
import { applyTextEdits } from '#test/support/markedDocument.ts';
import { readCaret } from '#test/support/markers.ts';

const uri = 'file:///project/a.hybrid.yaml';
const language = createPipelineLanguage(
  new CircuitAnalyses(
    memoryWorkspace({
      'file:///project/data/iris.csv': '"sepal length",petal_width,species\n1,2,a\n',
      'file:///project/data/rows.json': '[{"a": 1, "b": 2}, {"kind": "x"}]',
      'file:///project/data/broken.json': '[{"a": 1,',
      'builtin:wine.csv': 'alcohol,cultivar\n14,class_0\n',
    }),
  ),
);

async function complete(marked: string): Promise<string[]> {
  const { caret, text } = readCaret(marked);
  const document = languageDocument(text, uri);
  return (await language.completion(document, document.lines.positionAt(caret), neverCancelled)).items.map(
    ({ label }) => label,
  );
}

/** The text after accepting one proposal. */
async function accept(marked: string, label: string): Promise<string> {
  const { caret, text } = readCaret(marked);
  const document = languageDocument(text, uri);
  const { items } = await language.completion(document, document.lines.positionAt(caret), neverCancelled);
  const edit = items.find((item) => item.label === label)?.textEdit;
  if (!edit || !('range' in edit)) throw new Error(`No proposal ${label}`);
  return (
    text.slice(0, document.lines.offsetAt(edit.range.start)) +
    edit.newText +
    text.slice(document.lines.offsetAt(edit.range.end))
  );
}

describe('completion', () => {
  test('offers the keys a file may still get, required ones first', async () => {
    const labels = await complete('hybrid: 1\nname: a\n‸');
    expect(labels).toEqual(expect.arrayContaining(['pattern', 'task', 'data', 'quantum', 'benchmark']));
    expect(labels).not.toContain('name');
  });

  test('offers keys of a nested block while a key is being written', async () => {
    expect(await complete('hybrid: 1\nquantum:\n  qub‸\n')).toContain('qubits');
    expect(await accept('hybrid: 1\nquantum:\n  qub‸\n', 'qubits')).toBe('hybrid: 1\nquantum:\n  qubits: \n');
  });

  test('does not double the colon of a key that has one', async () => {
    expect(await accept('hybrid: 1\npat‸: x\n', 'pattern')).toBe('hybrid: 1\npattern: x\n');
  });

  test('offers the values of a key', async () => {
    expect(await complete('hybrid: 1\npattern: ‸\n')).toEqual([
      'quantum-scoring',
      'quantum-features',
      'variational-loop',
    ]);
    expect(await accept('hybrid: 1\npattern: quantum-f‸\n', 'quantum-features')).toBe(
      'hybrid: 1\npattern: quantum-features\n',
    );
  });

  test('works inside flow blocks and lists', async () => {
    expect(await complete('optimise: { method: ‸ }\n')).toContain('cobyla');
    expect(await complete('optimise: { method: cobyla, ‸ }\n')).toContain('maxIterations');
    expect(await complete('preprocess:\n  - { use: ‸ }\n')).toContain('standardize');
    expect(await complete('preprocess:\n  - use: ‸\n')).toContain('to-angle');
    expect(await complete('benchmark:\n  baselines:\n    - ‸\n')).toContain('use');
  });

  test('offers the same in a long file as in a short one', async () => {
    const notes = `x-notes:\n${'  - { id: note, text: "quantum: { qubits: 2 }" }\n'.repeat(60)}`;
    for (const marked of [
      'hybrid: 1\n‸',
      'optimise: { method: ‸ }\n',
      'optimise:\n  method: cobyla\n  ‸\n',
      'preprocess:\n- use: ‸\n- use: clip\n',
      'benchmark:\n  baselines:\n    - ‸\nname: a\n',
      'backends:\n  b: &b { adapter: ionq }\nexecution: { chain: [{ backend: ‸ }] }\n',
      '"task": ‸\n',
    ]) {
      const short = await complete(marked);
      expect(short).not.toEqual([]);
      expect(await complete(notes + marked)).toEqual(short);
      expect(await complete(`${marked.endsWith('\n') ? marked : `${marked}\n`}${notes}`)).toEqual(short);
    }
  });

  test('begins blocks and lists of blocks where they are wanted', async () => {
    expect(await complete('data: ‸\n')).toEqual(expect.arrayContaining(['{ source: … }', '{ target: … }']));
    expect(await accept('data: ‸\n', '{ source: … }')).toBe('data: { source: $1 }\n');
    expect(await accept('quantum: { featureMap: ‸ }\n', '{ use: … }')).toBe('quantum: { featureMap: { use: $1 } }\n');
    expect(await accept('preprocess: ‸\n', '[{ use: … }]')).toBe('preprocess: [{ use: $1 }]\n');
    expect(await accept('preprocess: [‸]\n', '{ use: … }')).toBe('preprocess: [{ use: $1 }]\n');
    expect(await accept('backends:\n  a: ‸\n', '{ adapter: … }')).toBe('backends:\n  a: { adapter: $1 }\n');
    expect(await complete('name: ‸\n')).toEqual([]);
    expect(await complete('data: "‸"\n')).toEqual([]);
  });

  test('begins backends of the embedded simulator that the file does not have yet', async () => {
    expect(await complete('backends:\n  local: {}\n  ‸\n')).toEqual(['sampled', 'noisy']);
    expect(await accept('backends:\n  ‸\n', 'sampled')).toBe(
      'backends:\n  sampled: { adapter: builtin-simulator, shots: 1000 }\n',
    );
  });

  test('offers the columns of the table', async () => {
    const file = 'data:\n  source: { path: data/iris.csv }\n  target: ‸\n';
    expect(await complete(file)).toEqual(['sepal length', 'petal_width', 'species']);
  });

  test('offers the columns of data in every form', async () => {
    const json = (path: string) => `data:\n  source: { path: ${path} }\n  target: ‸\n`;
    expect(await complete(json('data/rows.json'))).toEqual(['a', 'b', 'kind']);
    expect(await complete(json('data/broken.json'))).toEqual([]);
    expect(await complete('data:\n  source: { builtin: wine }\n  target: ‸\n')).toEqual(['alcohol', 'cultivar']);
    expect(await complete('data:\n  source: { builtin: moons }\n  features: [‸]\n')).toEqual(['x0', 'x1', 'label']);
    expect(await complete('data:\n  source: { builtin: ‸ }\n')).toEqual(expect.arrayContaining(['digits', 'ad-hoc']));
  });

  test('offers the backends of the file', async () => {
    const file = 'backends:\n  cloud: { adapter: ionq, kind: hardware }\nexecution:\n  chain:\n    - { backend: ‸ }\n';
    expect(await complete(file)).toEqual(['cloud', 'classical']);
  });

  test('offers the options of what a block uses', async () => {
    expect(await complete('preprocess:\n  - { use: pca, with: { ‸ } }\n')).toEqual(['components', 'sign']);
    expect(await complete('head: { use: svm, with: { kernel: ‸ } }\n')).toEqual(['linear', 'rbf']);
    expect(await complete('optimise:\n  method: spsa\n  with:\n    cal‸\n')).toContain('calibrate');
  });

  test('offers files, folder by folder', async () => {
    expect(await complete('data:\n  source: { path: ‸ }\n')).toEqual(['data/']);
    const inFolder = await complete('data:\n  source: { path: data/‸ }\n');
    expect(inFolder.sort()).toEqual(['data/broken.json', 'data/iris.csv', 'data/rows.json']);
  });

  test('is silent in a comment', async () => {
    expect(await complete('hybrid: 1 # na‸\n')).toEqual([]);
  });
});

test('a hover explains a key and its values', async () => {
  const { caret, text } = readCaret('hybrid: 1\npat‸tern: variational-loop\n');
  const document = languageDocument(text, uri);
  const hover = await language.hover(document, document.lines.positionAt(caret), neverCancelled);
  expect(hover?.range).toEqual({ start: { line: 1, character: 0 }, end: { line: 1, character: 7 } });
  expect(hover?.contents).toMatchObject({
    value: expect.stringContaining('quantum-scoring | quantum-features | variational-loop'),
  });
});

describe('definition', () => {
  const go = async (marked: string) => {
    const { caret, text } = readCaret(marked);
    const document = languageDocument(text, uri);
    return language.definition(document, document.lines.positionAt(caret), neverCancelled);
  };

  test('of a file is the file', async () => {
    expect((await go('quantum: { ansatz: { file: ../c/an‸satz.qasm } }\n'))?.uri).toBe('file:///c/ansatz.qasm');
  });

  test('of a backend is its block', async () => {
    const found = await go(
      'backends:\n  cloud: { adapter: ionq, kind: hardware }\nexecution: { chain: [{ backend: clo‸ud }] }\n',
    );
    expect(found?.range.start).toEqual({ line: 1, character: 2 });
  });

  test('of a variable is where it is set', async () => {
    const found = await go('vars: { n: 3 }\noptimise: { maxIterations: "${va‸rs.n}" }\n');
    expect(found?.range.start).toEqual({ line: 0, character: 8 });
  });
});

test('the outline names blocks, and list items by what they use', async () => {
  const document = languageDocument(
    'hybrid: 1\npreprocess:\n  - { use: standardize }\n  - { id: turn, use: to-angle }\n',
    uri,
  );
  const symbols = await language.documentSymbols(document, neverCancelled);
  expect(symbols.map(({ name }) => name)).toEqual(['hybrid', 'preprocess']);
  expect(symbols[1]?.children?.map(({ name }) => name)).toEqual(['standardize', 'turn']);
});

describe('formatting', () => {
  const format = async (text: string) => {
    const document = languageDocument(text, uri);
    const edits = await language.formatting(document, { tabSize: 2, insertSpaces: true }, neverCancelled);
    return edits
      .map(({ newText, range }) => ({
        newText,
        start: document.lines.offsetAt(range.start),
        end: document.lines.offsetAt(range.end),
      }))
      .toSorted((a, b) => b.start - a.start)
      .reduce((result, edit) => result.slice(0, edit.start) + edit.newText + result.slice(edit.end), text);
  };

  test('tidies white space, keeps comments and is idempotent', async () => {
    const tidy = await format('hybrid: 1  \n\n# a comment\t\nname: a\n\n\n');
    expect(tidy).toBe('hybrid: 1\n\n# a comment\nname: a\n');
    expect(await format(tidy)).toBe(tidy);
  });

  test('leaves a file with block texts alone', async () => {
    const file = 'description: |\n  two spaces  \n\n\n';
    expect(await format(file)).toBe(file);
  });
});

test('code lenses stand above the first key', async () => {
  const document = languageDocument('# note\nhybrid: 1\n', uri);
  const lenses = await language.codeLenses(document, neverCancelled);
  expect(lenses.map(({ command, range }) => [command?.title, range.start.line])).toEqual([
    ['Run', 1],
    ['Plan', 1],
    ['Benchmark', 1],
    ['Lock', 1],
  ]);
  const reports = languageDocument('hybrid: 1\nscorecard: {}\nrollout: {}\n', uri, 2);
  const titles = (await language.codeLenses(reports, neverCancelled)).map(({ command, range }) => [
    command?.title,
    range.start.line,
  ]);
  expect(titles.slice(4)).toEqual([
    ['Show Scorecard', 1],
    ['Show Rollout', 2],
  ]);
});

test('columns are named as the table names them, and inserted so that YAML reads them back', async () => {
  const service = createPipelineLanguage(
    new CircuitAnalyses(
      memoryWorkspace({ 'file:///project/t.csv': '\uFEFFlänge,"a, b","say ""x""",true,x y\r\n1,2,3,4,5\r\n' }),
    ),
  );
  const { caret, text } = readCaret('data:\n  source: { path: t.csv }\n  target: ‸\n');
  const document = languageDocument(text, uri);
  const { items } = await service.completion(document, document.lines.positionAt(caret), neverCancelled);
  expect(items.map(({ label }) => label)).toEqual(['länge', 'a, b', 'say "x"', 'true', 'x y']);
  expect(items.map(({ textEdit }) => textEdit?.newText)).toEqual(['länge', '"a, b"', '"say \\"x\\""', '"true"', 'x y']);
});

test('a name that is no valid encoding does not stand in the way of diagnostics', async () => {
  const document = languageDocument('hybrid: 1\n', 'file:///project/100%.hybrid.yaml');
  expect(await language.diagnostics(document, neverCancelled)).not.toEqual([]);
});

describe('names', () => {
  const text = [
    'vars: { n: 3 }',
    'backends: { "cloud": { adapter: ionq }, local: { adapter: builtin-simulator } }',
    'execution: { chain: [{ backend: cloud }, { backend: local }] }',
    'optimise: { maxIterations: "${vars.n}", tolerance: "${ vars.n }" }',
    '',
  ].join('\n');
  const document = languageDocument(text, uri);
  const positionOf = (piece: string) => document.lines.positionAt(text.indexOf(piece) + 1);
  const rename = async (piece: string, name: string) => {
    const edit = await language.rename?.(document, positionOf(piece), name, neverCancelled);
    return applyTextEdits(text, edit?.changes?.[uri] ?? []);
  };

  test('of backends are renamed with their links', async () => {
    expect(await rename('cloud }', 'device')).toBe(text.replaceAll('cloud', 'device'));
    expect(await rename('cloud"', 'device')).toBe(text.replaceAll('cloud', 'device'));
  });

  test('of variables are renamed with their uses', async () => {
    expect(await rename(' n: 3', 'count')).toBe(
      text.replace('{ n: 3', '{ count: 3').replaceAll('vars.n', 'vars.count'),
    );
  });

  test('that are taken or no names are refused', async () => {
    await expect(rename('cloud }', 'local')).rejects.toMatchObject({ reason: 'conflict' });
    await expect(rename('cloud }', 'classical')).rejects.toMatchObject({ reason: 'conflict' });
    await expect(rename('cloud }', 'a b')).rejects.toMatchObject({ reason: 'invalid-input' });
  });

  test('are found where they are used', async () => {
    const places = await language.references?.(document, positionOf(' n: 3'), true, neverCancelled);
    expect(places?.map(({ range }) => range.start.line)).toEqual([0, 3, 3]);
    const uses = await language.references?.(document, positionOf('local }'), false, neverCancelled);
    expect(uses).toHaveLength(1);
    expect(await language.references?.(document, positionOf('ionq'), true, neverCancelled)).toEqual([]);
  });
});

test('blocks and comments fold', async () => {
  const document = languageDocument(
    '# a\n# b\nhybrid: 1\nquantum:\n  qubits: 2\n  ansatz:\n    use: qaoa\n\nname: a\n',
    uri,
  );
  expect(await language.foldingRanges?.(document, neverCancelled)).toEqual([
    { startLine: 0, endLine: 1, kind: 'comment' },
    { startLine: 3, endLine: 6 },
    { startLine: 5, endLine: 6 },
  ]);
});

test('names of files are links', async () => {
  const document = languageDocument(
    'data: { source: { path: data/a.csv } }\nquantum: { circuit: { file: c.qasm } }\n',
    uri,
  );
  expect(await language.documentLinks?.(document, neverCancelled)).toMatchObject([
    {
      target: 'file:///project/data/a.csv',
      range: { start: { line: 0, character: 24 }, end: { line: 0, character: 34 } },
    },
    { target: 'file:///project/c.qasm' },
  ]);
});

test('what differs from the lock file is accepted by a command, where the editor has it', async () => {
  const text = 'hybrid: 1\nname: a\npattern: variational-loop\ntask: optimisation\nquantum: { qubits: 2 }\n';
  const workspace = memoryWorkspace({ 'file:///project/a.hybrid.lock.json': '{ "lock": 1 }' });
  const actions = async (line: number, features: EditorFeatures) => {
    const service = createPipelineLanguage(new CircuitAnalyses(workspace), features);
    const at = { line, character: 0 };
    const found = await service.codeActions?.(
      languageDocument(text, uri),
      { start: at, end: at },
      undefined,
      neverCancelled,
    );
    return (found ?? []).flatMap(({ command }) => (command ? [[command.command, command.arguments]] : []));
  };
  expect(await actions(0, allEditorFeatures)).toEqual([['hybridQuantum.pipeline.lock', [uri]]]);
  expect(await actions(1, allEditorFeatures)).toEqual([]);
  expect(await actions(0, { ...allEditorFeatures, locksPipelines: false })).toEqual([]);
});

describe('numbers', () => {
  // 10 rows: 7 to train on, 3 to test on.
  const rows = Array.from({ length: 10 }, (_, row) => `${row},${row % 3},${row % 2 === 0 ? 'a' : 'b'}`).join('\n');
  const counting = createPipelineLanguage(
    new CircuitAnalyses(memoryWorkspace({ 'file:///project/data.csv': `x,y,label\n${rows}\n` })),
  );
  const text = `hybrid: 1
name: a
pattern: variational-loop
task: classification
data: { source: { path: data.csv }, target: label }
quantum: { qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes, reps: 1 } }
optimise: { method: cobyla, maxIterations: 50, with: { rhobeg: 1 } }
backends: { d: { adapter: ionq, device: forte, shots: 10, price: { perShot: { amount: 0.01, currency: EUR }, asOf: "2026-05-01" } } }
confidence: { halfWidth: 0.1, of: probability }
benchmark: { repeats: 2, ablations: [no-entanglement] }
`;
  const document = languageDocument(text, uri);
  const hoverAt = async (piece: string) => {
    const hover = await counting.hover(document, document.lines.positionAt(text.indexOf(piece)), neverCancelled);
    return hover && typeof hover.contents === 'object' && 'value' in hover.contents ? hover.contents.value : undefined;
  };

  test('of cost, shots and circuits are in the hovers', async () => {
    // Per repeat 50 losses of 7 rows and 3 predictions; two repeats, with the ablation as much again.
    expect(await hoverAt('backends')).toContain(
      '1412 circuits, 14120 shots; cost 141.20 EUR = 14120 shots × 0.01 EUR.',
    );
    expect(await hoverAt('halfWidth')).toContain('takes 97 shots = z²/4 / 0.1² at worst');
    expect(await hoverAt('maxIterations')).toContain('7 circuits per iteration');
    expect(await hoverAt('optimise')).toContain('`restarts: 1`');
    expect(await hoverAt('rhobeg')).toContain('First trust radius');
    expect(await hoverAt('name')).not.toContain('circuits');
  });

  const told = async (marked: string) => {
    const { caret, text: file } = readCaret(marked);
    const asked = languageDocument(file, uri);
    const hover = await counting.hover(asked, asked.lines.positionAt(caret), neverCancelled);
    const whole = asked.lines.rangeAt({ start: 0, end: file.length });
    const hints = await counting.inlayHints?.(asked, whole, neverCancelled);
    const value = hover && typeof hover.contents === 'object' && 'value' in hover.contents ? hover.contents.value : '';
    return { hover: value, hints: (hints ?? []).map(({ label }) => label) };
  };

  test('of kernels are the pairs of their rows', async () => {
    const kernel = (shots: string, kind: string) => `hybrid: 1
name: a
pattern: quantum-features
task: classification
data: { source: { path: data.csv }, target: label }
quantum: { qubits: 2, featureMap: { use: zz }, ker‸nel: { kind: ${kind} } }
backends: { s: { adapter: builtin-simulator${shots} } }
`;
    const sampled = await told(kernel(', shots: 10', 'fidelity'));
    expect(sampled.hover).toContain(
      '7 · 6 / 2 pairs of training rows and 3 · 7 with test rows: 42 circuits per repeat.',
    );
    expect(sampled.hints).toContain('42 circuits per repeat');
    const exact = await told(kernel('', 'fidelity'));
    expect(exact.hover).toContain('computes a state for each row instead');
    expect(exact.hints).not.toContain('42 circuits per repeat');
    expect((await told(kernel(', shots: 10', 'projected'))).hover).toContain('circuits of 7 training and 3 test rows');
  });

  test('of corrections, of links and of energies are told where they are written', async () => {
    const corrected = (key: string) =>
      text
        .replace(
          'confidence:',
          'mitigation: { readout: { method: full, shots: 50, maxAge: 1h }, zne: { scales: [1, 3, 5], fold: global, fit: linear } }\nconfidence:',
        )
        .replace(key, `${key.slice(0, 2)}‸${key.slice(2)}`);
    const zne = await told(corrected('zne'));
    expect(zne.hover).toContain('runs every circuit 3 times and multiplies its gates by 9 in all');
    expect(zne.hover).not.toContain('Readout');
    expect(zne.hints).toContain('3 circuits for one, 9 times its gates');
    expect((await told(corrected('readout'))).hover).toContain('4 calibration circuits of 50 shots: 200 shots');
    expect((await told(corrected('mitigation'))).hover).toMatch(/by 9 in all.*200 shots/s);
    const link = text.replace('confidence:', 'execution: { chain: [{ backend: ‸d }] }\nconfidence:');
    expect((await told(link)).hover).toContain('cost 141.20 EUR');
    const energy = await told(`hybrid: 1
name: a
pattern: variational-loop
task: ground-state
problem: { kind: hamiltonian, sense: min, paulis: { ZZ: 0.6, XX: 0.8 } }
quantum: { qubits: 2, ansatz: { use: real-amplitudes } }
confidence: { half‸Width: 0.04, of: energy }
`);
    // (0.6 + 0.8)² and 0.6² + 0.8², each times 2401.
    expect(energy.hover).toContain('takes 4706 shots = (Σ|c|)² z² / 0.04² at worst, over all terms.');
    expect(energy.hover).toContain('for each of its 2 measurement bases: 2401 of each.');
  });

  test('of the circuit and its cost stand in the text', async () => {
    const whole = document.lines.rangeAt({ start: 0, end: text.length });
    const hints = await counting.inlayHints?.(document, whole, neverCancelled);
    // RY, CX and RY behind the RY of the encoding: two layers with two parameters each.
    expect(hints?.map(({ label, position }) => [position.line, label])).toEqual([
      [5, '4 parameters · depth 4 · 1 two-qubit gate'],
      [6, 'about 7 circuits each'],
      [7, 'at most 14120 shots · 141.20 EUR'],
      [8, '97 shots'],
    ]);
    expect(await counting.inlayHints?.(document, { start: whole.start, end: whole.start }, neverCancelled)).toEqual([]);
  });
});
