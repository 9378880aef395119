import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  CodeLensRequest,
  CompletionRequest,
  CompletionResolveRequest,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  DocumentSymbolRequest,
  HoverRequest,
  ProgressType,
} from 'vscode-languageserver/node';
import { applyReplacements } from '#core/base/textReplacement.ts';
import {
  type CircuitGesture,
  circuitEditAnswerSchema,
  circuitEditRequest,
  circuitGatesAnswerSchema,
  circuitGatesRequest,
  circuitParametersAnswerSchema,
  circuitParametersRequest,
  circuitTextAnswerSchema,
  circuitTextRequest,
} from '#core/protocol/circuitEditing.ts';
import { drawingExportAnswerSchema, drawingExportRequest } from '#core/protocol/drawingExport.ts';
import type { DrawingAnswer, DrawingQuestion } from '#core/protocol/drawingQuestions.ts';
import { automaticGroups } from '#core/protocol/groupOpening.ts';
import {
  type CircuitBeginning,
  type CircuitDrawingAnswer,
  circuitDrawingRequest,
  circuitExportAnswerSchema,
  circuitExportRequest,
  drawingQuestionRequest,
  exportFormatsAnswerSchema,
  exportFormatsRequest,
} from '#core/protocol/languageServer.ts';
import { SampleProject } from '#test/e2e/extension/sampleProject.ts';
import { type LanguageServerProcess, startLanguageServer } from '#test/support/languageServerProcess.ts';
import { applyTextEdits, readMarkedDocument, readMarkedPosition } from '#test/support/markedDocument.ts';

let server: LanguageServerProcess;
let sample: SampleProject;
let uri: string;
let text: string;

beforeAll(async () => {
  [server, sample] = await Promise.all([startLanguageServer(), SampleProject.create()]);
  uri = pathToFileURL(sample.path('ansatz.qasm')).href;
  text = await readFile(sample.path('ansatz.qasm'), 'utf8');
  server.open(uri, text);
});
beforeEach(() => server.change(uri, text));
afterAll(async () => {
  expect(await server.close()).toBe(0);
  await sample.remove();
});

/** Puts a marked piece in the place of a piece of the sample; the document becomes the text without the markers. */
function plant(piece: string, marked: string) {
  expect(text.split(piece)).toHaveLength(2);
  const planted = readMarkedDocument(text.replace(piece, () => marked));
  server.change(uri, planted.text);
  return planted;
}

async function hover(piece: string, marked: string) {
  const { carets, ranges } = plant(piece, marked);
  const [position = { line: 0, character: 0 }] = carets;
  const answer = await server.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
  return { answer, range: ranges[0] };
}

describe('hover', () => {
  test('explains a library gate at its name', async () => {
    const { answer, range } = await hover('cx q[0], q[1];', '⟦c‸x⟧ q[0], q[1];');
    expect(answer).toMatchObject({
      range,
      contents: { kind: 'markdown', value: expect.stringMatching(/gate cx .*CNOT/s) },
    });
  });

  test('shows the declaration of an input', async () => {
    const { answer } = await hover('ry(t5) q[1];', 'ry(t‸5) q[1];');
    expect(answer).toMatchObject({ contents: { value: expect.stringContaining('input angle t5') } });
  });

  test('is empty on punctuation and white space', async () => {
    expect((await hover('cx q[0], q[1];', 'cx q[0],‸ q[1];')).answer).toBeNull();
    expect((await hover('// The trained', '// The ‸trained')).answer).toBeNull();
  });
});

describe('completion', () => {
  const labels = async (piece: string, marked: string) => {
    const { carets } = plant(piece, marked);
    const [position = { line: 0, character: 0 }] = carets;
    const answer = await server.connection.sendRequest(CompletionRequest.type, { textDocument: { uri }, position });
    return (Array.isArray(answer) ? answer : (answer?.items ?? [])).map(({ label }) => label);
  };

  test('offers statements and gates where a statement may start', async () => {
    const offered = await labels('cx q[0], q[1];', 'c‸');
    expect(offered).toEqual(expect.arrayContaining(['cx', 'crz', 'ctrl', 'const']));
    // A parameter cannot start a statement.
    expect(offered).not.toContain('t0');
  });

  test('offers the inputs of the file as parameters and the qubits as operands', async () => {
    expect(await labels('ry(t4) q[0];', 'ry(‸) q[0];')).toEqual(expect.arrayContaining(['t0', 't7', 'pi']));
    const operands = await labels('ry(t4) q[0];', 'ry(t4) ‸;');
    expect(operands).toContain('q');
    expect(operands).not.toContain('t0');
  });

  test('offers the libraries and the other circuits of the folder in an include, and nothing in a comment', async () => {
    const offered = await labels('"stdgates.inc"', '"‸"');
    expect(offered).toEqual(expect.arrayContaining(['stdgates.inc', 'qelib1.inc', 'feature-map.qasm']));
    expect(offered).not.toContain('ansatz.qasm');
    expect(await labels('// The trained', '// ‸The trained')).toEqual([]);
  });
});

test('the documentation of a proposal comes when the editor asks for it', async () => {
  const { carets } = plant('cx q[0], q[1];', 'c‸');
  const [position = { line: 0, character: 0 }] = carets;
  const answer = await server.connection.sendRequest(CompletionRequest.type, { textDocument: { uri }, position });
  const items = Array.isArray(answer) ? answer : (answer?.items ?? []);
  const item = items.find(({ label }) => label === 'crz');
  if (!item) throw new Error('crz is not offered.');
  expect(item.documentation).toBeUndefined();
  expect(await server.connection.sendRequest(CompletionResolveRequest.type, item)).toMatchObject({
    label: 'crz',
    documentation: { kind: 'markdown', value: expect.stringMatching(/^Controlled rotation about Z/) },
  });
});

describe('definition', () => {
  const target = async (document: string, position: { line: number; character: number }) =>
    server.connection.sendRequest(DefinitionRequest.type, { textDocument: { uri: document }, position });

  test('goes from a use to the name in its declaration', async () => {
    const marked = text.replace('input angle t3;', 'input angle ⟦t3⟧;').replace('ry(t3)', 'ry(‸t3)');
    const { carets, ranges } = readMarkedDocument(marked);
    expect(await target(uri, carets[0] ?? { line: 0, character: 0 })).toEqual({ uri, range: ranges[0] });
  });

  test('goes into an included file, and from the include to the file', async () => {
    await sample.write('own gates.inc', '// mine\ngate own a { U(0, 0, 0) a; }\n');
    const main = pathToFileURL(sample.path('uses.qasm')).href;
    const { carets, text: using } = readMarkedDocument('OPENQASM 3.0;\ninclude "own‸ gates.inc";\nqubit q;\now‸n q;\n');
    server.open(main, using);
    const library = pathToFileURL(sample.path('own gates.inc')).href;
    const [include, use] = await Promise.all(carets.map((caret) => target(main, caret)));
    expect(include).toEqual({
      uri: library,
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    });
    expect(use).toEqual({ uri: library, range: { start: { line: 1, character: 5 }, end: { line: 1, character: 8 } } });
  });

  test('of a library gate is nowhere', async () => {
    const { position, text: marked } = readMarkedPosition(text.replace('cx q[0]', 'c‸x q[0]'));
    server.change(uri, marked);
    expect(await target(uri, position)).toBeNull();
  });
});

test('the outline lists what the file declares, in order', async () => {
  const symbols = await server.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
  expect(symbols?.map(({ name }) => name)).toEqual(['t0', 't1', 't2', 't3', 't4', 't5', 't6', 't7', 'q']);
  expect(symbols?.at(-1)).toMatchObject({ detail: 'qubit[4]', selectionRange: { start: { character: 9 } } });
});

describe('formatting', () => {
  const options = { tabSize: 2, insertSpaces: true };
  const format = async () => {
    return (
      (await server.connection.sendRequest(DocumentFormattingRequest.type, { textDocument: { uri }, options })) ?? []
    );
  };

  test('leaves the sample as it is', async () => {
    expect(applyTextEdits(text, await format())).toBe(text);
  });

  test('tidies a statement and keeps its comment', async () => {
    const { text: untidy } = plant('cx q[0], q[1];', 'cx   q[0],q[1]  ;   // entangle');
    expect(applyTextEdits(untidy, await format())).toContain('\ncx q[0], q[1]; // entangle\n');
  });

  test('tidies the lines of a range', async () => {
    const { ranges, text: untidy } = plant('cx q[0], q[1];', '⟦cx   q[0],q[1];⟧\nx   q[0];');
    const [range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }] = ranges;
    const edits = await server.connection.sendRequest(DocumentRangeFormattingRequest.type, {
      textDocument: { uri },
      range,
      options,
    });
    expect(applyTextEdits(untidy, edits ?? [])).toContain('\ncx q[0], q[1];\nx   q[0];\n');
  });

  test('tidies a statement when its semicolon is typed', async () => {
    const { carets, text: untidy } = plant('cx q[0], q[1];', 'cx   q[0],q[1];‸\nx   q[0];');
    const [position = { line: 0, character: 0 }] = carets;
    const edits = await server.connection.sendRequest(DocumentOnTypeFormattingRequest.type, {
      textDocument: { uri },
      position,
      ch: ';',
      options,
    });
    expect(applyTextEdits(untidy, edits ?? [])).toContain('\ncx q[0], q[1];\nx   q[0];\n');
    expect(server.capabilities).toMatchObject({
      documentRangeFormattingProvider: true,
      documentOnTypeFormattingProvider: { firstTriggerCharacter: '}', moreTriggerCharacter: [';', '\n'] },
    });
  });
});

test('code lenses offer to run, to sample, to draw, to plan and to transpile, with the address as their argument', async () => {
  const lenses = await server.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
  expect(lenses?.map(({ command }) => [command?.command, command?.arguments])).toEqual([
    ['hybridQuantum.circuit.simulate', [uri]],
    ['hybridQuantum.circuit.histogram', [uri]],
    ['hybridQuantum.circuit.show', [uri]],
    ['hybridQuantum.circuit.plan', [uri]],
    ['hybridQuantum.circuit.transpile', [uri]],
  ]);
});

describe('the drawing of a circuit', () => {
  const draw = () => server.connection.sendRequest<CircuitDrawingAnswer>(circuitDrawingRequest, { uri });

  test('links every element to its statement', async () => {
    const answer = await draw();
    if (answer.kind !== 'drawing') throw new Error(answer.reason);
    expect(answer.facts).toMatchObject({ qubits: 4, bits: 0, gates: 11, twoQubitGates: 3, depth: 5 });
    expect(answer.facts.parameters).toEqual(['t0', 't1', 't2', 't3', 't4', 't5', 't6', 't7']);
    expect(answer.drawing.frame.wires.map(({ label }) => label)).toEqual(['q[0]', 'q[1]', 'q[2]', 'q[3]']);
    const sources = answer.drawing.tiles.elements.map(({ source }) => text.slice(source?.start, source?.end));
    expect(sources.toSorted()).toEqual(text.match(/^(ry|cx).*;$/gm)?.toSorted());
  });

  test('of a long circuit begins with a first part, which is asked about until all of it is there', async () => {
    const long = 'file:///project/long.qasm';
    const layers = 'h q;\ncx q[0], q[1];\n'.repeat(4000);
    server.open(long, `OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[4] q;\n${layers}`);
    const heard: string[] = [];
    const answers: Promise<DrawingAnswer>[] = [];
    const hearing = server.connection.onProgress(new ProgressType<CircuitBeginning>(), 'first look', (beginning) => {
      heard.push(beginning.kind);
      const question: DrawingQuestion = { kind: 'search', query: 'cx', place: 0 };
      const { number } = beginning.drawing;
      answers.push(server.connection.sendRequest(drawingQuestionRequest, { uri: long, drawing: number, question }));
    });
    const parameters = { uri: long, partialResultToken: 'first look' };
    const whole = await server.connection.sendRequest<CircuitDrawingAnswer>(circuitDrawingRequest, parameters);
    heard.push(whole.kind);
    hearing.dispose();
    expect(heard).toEqual(['beginning', 'drawing']);
    expect(whole).toMatchObject({ facts: { gates: 20_000, twoQubitGates: 4000, depth: 8000 } });
    const [answer] = await Promise.all(answers);
    if (answer?.kind !== 'search') throw new Error('The question about the beginning has not been answered.');
    // Not all of the circuit is in it.
    expect(answer.total).toBeGreaterThan(100);
    expect(answer.total).toBeLessThan(4000);
  });

  test('is that of the text in the editor, and says which version', async () => {
    const before = await draw();
    plant('cx q[2], q[3];', 'cx q[2], q[3]; h q[3];');
    const after = await draw();
    if (after.kind !== 'drawing') throw new Error(after.reason);
    expect(after.version).toBe(before.version + 1);
    expect(after.facts.gates).toBe(12);
  });

  test('is unavailable, with the line, while the circuit has errors, and for files that are not open', async () => {
    plant('cx q[2], q[3];', 'cx q[2], q[9];');
    expect(await draw()).toMatchObject({ kind: 'unavailable', reason: expect.stringMatching(/^Line 24: Index 9/) });
    expect(
      await server.connection.sendRequest(circuitDrawingRequest, { uri: 'file:///project/not-open.qasm' }),
    ).toMatchObject({ kind: 'unavailable' });
  });

  test('is exported as it is in the editor, as text or as a picture', async () => {
    const exported = async (format: string) =>
      drawingExportAnswerSchema.parse(
        await server.connection.sendRequest(drawingExportRequest, { uri, format, theme: 'light' }),
      );
    const latex = await exported('latex');
    expect(latex.encoding).toBe('utf8');
    expect(latex.content).toContain('\\lstick{\\texttt{q[0]}} & \\gate{\\textrm{RY(');
    const png = await exported('png');
    expect(png.encoding).toBe('base64');
    expect(Buffer.from(png.content, 'base64').subarray(1, 4).toString('latin1')).toBe('PNG');
    plant('cx q[2], q[3];', 'cx q[2], q[9];');
    await expect(exported('svg')).rejects.toMatchObject({ message: expect.stringMatching(/^Line 24: Index 9/) });
  });

  test('answers about its parts until another one replaces it', async () => {
    const answer = await draw();
    if (answer.kind !== 'drawing') throw new Error(answer.reason);
    const { drawing } = answer;
    const ask = (question: DrawingQuestion) =>
      server.connection.sendRequest<DrawingAnswer>(drawingQuestionRequest, { uri, drawing: drawing.number, question });
    expect(await ask({ kind: 'tiles', tiles: [{ column: 0, wire: 0 }] })).toEqual({ kind: 'tiles', ...drawing.tiles });
    const found = drawing.tiles.elements.filter(({ description }) => description.startsWith('CX'));
    expect(await ask({ kind: 'search', query: 'cx', place: -1 })).toEqual({
      kind: 'search',
      total: found.length,
      place: found.length - 1,
      element: found.at(-1),
    });
    // The drawing of what has not changed is the same one.
    expect(await draw()).toEqual(answer);
    const opening = { others: 'none', chosen: {} };
    const other = await server.connection.sendRequest<CircuitDrawingAnswer>(circuitDrawingRequest, { uri, opening });
    expect(other).toMatchObject({ kind: 'drawing', version: answer.version });
    expect(await ask({ kind: 'tiles', tiles: [{ column: 0, wire: 0 }] })).toEqual({ kind: 'outdated' });
    await expect(
      server.connection.sendRequest(drawingQuestionRequest, { uri, drawing: 1, question: { kind: 'all' } }),
    ).rejects.toMatchObject({ code: expect.any(Number) });
  });

  test('is edited by gestures, as long as they are about the latest version', async () => {
    const drawn = await draw();
    if (drawn.kind !== 'drawing') throw new Error(drawn.reason);
    const shown = drawn.drawing.tiles.elements.find(({ description }) => description.startsWith('CX, control q[2]'));
    if (shown?.source === undefined) throw new Error('The gate is not drawn.');
    const element = { source: shown.source, column: shown.column, firstWire: shown.firstWire };
    const drawing = { uri, version: drawn.version, opening: automaticGroups };
    const edit = async (gesture: CircuitGesture, version = drawn.version) =>
      circuitEditAnswerSchema.parse(
        await server.connection.sendRequest(circuitEditRequest, { ...drawing, version, gesture }),
      );
    const wires = [{ from: 3, to: 1 }];
    const moved = await edit({ kind: 'move', elements: [element], before: shown.column, wires });
    if (moved.kind !== 'edit') throw new Error(moved.reason);
    const after = applyReplacements(text, moved.replacements);
    expect(after).toBe(text.replace('cx q[2], q[3];', 'cx q[2], q[1];'));
    expect(moved.statements.map(({ end, start }) => after.slice(start, end))).toEqual(['cx q[2], q[1];']);
    expect(await edit({ kind: 'delete', elements: [element] }, drawn.version - 1)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('has changed'),
    });
    expect(
      circuitTextAnswerSchema.parse(
        await server.connection.sendRequest(circuitTextRequest, { ...drawing, elements: [element] }),
      ),
    ).toEqual({ kind: 'text', text: 'cx q[2], q[3];\n' });
    const rotation = drawn.drawing.tiles.elements.find(({ description }) => description.startsWith('RY'));
    const { column = 0, firstWire = 0, source = { start: 0, end: 0 } } = rotation ?? {};
    expect(
      circuitParametersAnswerSchema.parse(
        await server.connection.sendRequest(circuitParametersRequest, {
          ...drawing,
          element: { column, firstWire, source },
        }),
      ),
    ).toMatchObject({ kind: 'parameters', gate: 'ry', parameters: [{ name: 'θ', text: 't0' }] });
    const gates = circuitGatesAnswerSchema.parse(await server.connection.sendRequest(circuitGatesRequest, { uri }));
    expect(gates).toContainEqual(expect.objectContaining({ name: 'ccx', qubits: ['a', 'b', 't'] }));
  });

  test('refuses parameters of another form and goes on', async () => {
    await expect(server.connection.sendRequest(circuitDrawingRequest, { path: uri })).rejects.toMatchObject({
      code: expect.any(Number),
    });
    expect((await draw()).kind).toBe('drawing');
  });
});

describe('the export of a circuit', () => {
  const exported = async (format: string, document = uri) =>
    circuitExportAnswerSchema.parse(
      await server.connection.sendRequest(circuitExportRequest, { uri: document, format }),
    );

  test('is in every format that is offered, in the order to offer them', async () => {
    const formats = exportFormatsAnswerSchema.parse(await server.connection.sendRequest(exportFormatsRequest, {}));
    expect(formats.map(({ extension, title }) => `${title} ${extension}`)).toEqual([
      'OpenQASM 2 .qasm',
      'OpenQASM 3 .qasm',
      'Qiskit .py',
      'Cirq .py',
      'PennyLane .py',
      'Amazon Braket .py',
      'Quil .quil',
      'IonQ JSON .json',
      'Stim .stim',
    ]);
    server.open(
      'file:///project/bell.qasm',
      'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nh q[0];\ncx q[0], q[1];\n',
    );
    for (const { format } of formats) {
      const { notes, text } = await exported(format, 'file:///project/bell.qasm');
      expect([format, notes]).toEqual([format, []]);
      expect(text?.length).toBeGreaterThan(10);
    }
  });

  test('is that of the text in the editor', async () => {
    plant('cx q[2], q[3];', 'cz q[2], q[3];');
    expect((await exported('qiskit')).text).toContain('circuit.cz(q[2], q[3])');
  });

  test('says at which line what cannot be said, and why there is no text', async () => {
    const { notes, text: stim } = await exported('stim');
    expect(stim).toBeUndefined();
    expect(notes[0]).toMatchObject({ severity: 'error', line: 5, why: expect.stringContaining('no parameters') });
    plant('cx q[2], q[3];', 'cx q[2], q[9];');
    const broken = await exported('qiskit');
    expect(broken.text).toBeUndefined();
    expect(broken.notes).toEqual([
      { severity: 'error', what: 'This program is not exported', why: expect.stringContaining('Index 9'), line: 23 },
    ]);
  });

  test('is refused for formats there are not and files that are not open, and the server goes on', async () => {
    await expect(exported('morse')).rejects.toThrow("There is no format 'morse'.");
    await expect(exported('qiskit', 'file:///project/not-open.qasm')).rejects.toThrow('The file is not open.');
    expect((await exported('qiskit')).text).toContain('qiskit');
  });
});
