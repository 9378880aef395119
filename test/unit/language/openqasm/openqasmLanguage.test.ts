import { describe, expect, test } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import type { DrawingAnswer } from '#core/circuit/drawing/drawingQuestions.ts';
import { automaticOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { CircuitAnalyses } from '#core/language/openqasm/circuitAnalysis.ts';
import type { CircuitBeginning } from '#core/language/openqasm/circuitDrawing.ts';
import { createOpenqasmLanguage } from '#core/language/openqasm/openqasmLanguage.ts';
import { languageDocument, memoryWorkspace, openqasmLanguage } from '#test/support/languageDocuments.ts';
import { readCaret, readMarkers } from '#test/support/markers.ts';

const uri = 'file:///project/circuit.qasm';
const gates = 'gate bell a, b { h a; cx a, b; }\n';
const language = openqasmLanguage(
  memoryWorkspace({ 'file:///project/lib/gates.inc': `include "stdgates.inc";\n${gates}` }),
);
const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n';

async function diagnose(text: string) {
  return language.diagnostics(languageDocument(text, uri), neverCancelled);
}

describe('diagnostics', () => {
  test('carry code, severity, page and the exact range', async () => {
    const { ranges, text } = readMarkers(`${header}qubit[2] q;\n⟦hh⟧ q[0];\n`);
    const [found, ...others] = (await diagnose(text)).filter(({ severity }) => severity === 1);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: 'QAS3001', severity: 1, source: 'hybridq' });
    expect(found?.codeDescription?.href).toMatch(/docs\/diagnostics\/QAS3001\.md$/);
    const document = languageDocument(text, uri);
    expect(found?.range).toEqual(document.lines.rangeAt(ranges[0] ?? { start: 0, end: 0 }));
  });

  test('know the gates of an included file', async () => {
    const errors = (await diagnose('OPENQASM 3.0;\ninclude "lib/gates.inc";\nqubit[2] q;\nbell q[0], q[1];\n')).filter(
      ({ severity }) => severity === 1,
    );
    expect(errors).toEqual([]);
  });

  test('say where a missing include was looked for', async () => {
    const configured = openqasmLanguage(memoryWorkspace(), { includePaths: ['file:///shared/my%20gates'] });
    const text = 'OPENQASM 3.0;\ninclude "nowhere.inc";\n';
    const [found] = await configured.diagnostics(languageDocument(text, uri), neverCancelled);
    expect(found).toMatchObject({
      code: 'QAS8001',
      message:
        'Cannot include "nowhere.inc": the file is not found; looked for "nowhere.inc", then "file:///shared/my gates/nowhere.inc".',
    });
  });

  test('find an include in a configured folder when it is not beside the file', async () => {
    const shared = { 'file:///shared/lib/gates.inc': 'gate bell a { U(0, 0, 0) a; }' };
    const settings = { includePaths: ['file:///shared'] };
    const text = 'OPENQASM 3.0;\ninclude "lib/gates.inc";\nqubit q;\nbell q;\n';
    const check = (files: Record<string, string>) =>
      openqasmLanguage(memoryWorkspace(files), settings).diagnostics(languageDocument(text, uri), neverCancelled);
    expect(await check(shared)).toEqual([]);
    const beside = { ...shared, 'file:///project/lib/gates.inc': 'gate bell a, b { U(0, 0, 0) a; U(0, 0, 0) b; }' };
    expect((await check(beside)).map(({ code }) => code)).toEqual(['QAS5001']);
  });

  test('point at the error of an included file exactly, also as it is in the editor', async () => {
    const inner = 'file:///project/lib/gates.inc';
    const { ranges, text } = readMarkers('// two\ngate bell a, b { ⟦hh⟧ a; CX a, b; }');
    const open = languageDocument(text, inner);
    const workspace = memoryWorkspace({ [inner]: 'gate bell a, b { }' }, [open]);
    const document = languageDocument('OPENQASM 3.0;\ninclude "lib/gates.inc";\nqubit[2] q;\nbell q[0], q[1];\n', uri);
    const [found] = await openqasmLanguage(workspace).diagnostics(document, neverCancelled);
    const range = open.lines.rangeAt(ranges[0] ?? { start: 0, end: 0 });
    expect(found).toMatchObject({
      code: 'QAS8001',
      relatedInformation: [{ location: { uri: inner, range }, message: "QAS3001: 'hh' is not defined." }],
    });
  });

  test('name the whole chain of an include cycle', async () => {
    const files = {
      'file:///project/lib/one.inc': '\ninclude "two.inc";',
      'file:///project/lib/two.inc': 'include "../circuit.qasm";',
    };
    const document = languageDocument('OPENQASM 3.0;\ninclude "lib/one.inc";', uri);
    const [found] = await openqasmLanguage(memoryWorkspace(files)).diagnostics(document, neverCancelled);
    const places = found?.relatedInformation?.map(({ location, message }) => ({
      at: `${location.uri}:${location.range.start.line}`,
      message,
    }));
    expect(places?.at(1)?.message).toContain('"circuit.qasm" → "lib/one.inc" → "lib/two.inc" → "circuit.qasm"');
    expect(places?.map(({ at }) => at)).toEqual([
      'file:///project/lib/one.inc:1',
      'file:///project/lib/two.inc:0',
      `${uri}:1`,
      'file:///project/lib/one.inc:1',
    ]);
  });
});

describe('hover', () => {
  const hover = async (marked: string) => {
    const { caret, text } = readCaret(marked);
    const document = languageDocument(text, uri);
    const found = await language.hover(document, document.lines.positionAt(caret), neverCancelled);
    return found && 'value' in Object(found.contents) ? (found.contents as { value: string }).value : undefined;
  };

  test('explains a standard gate', async () => {
    expect(await hover(`${header}qubit q;\nr‸y(1.0) q;`)).toMatch(/gate ry\(θ\) a[\s\S]*Rotation about Y/);
  });

  test('shows the definition of a gate of the program', async () => {
    expect(await hover(`${header}${gates}qubit[2] q;\nbe‸ll q[0], q[1];`)).toContain(
      'gate bell a, b { h a; cx a, b; }',
    );
  });

  test('shows the value of a constant', async () => {
    expect(await hover('OPENQASM 3.0;\nconst float quarter = pi/2;\nfloat x = quar‸ter;')).toContain(
      'Value: `π/2` = `1.5708…`',
    );
  });
});

test('formatting changes white space only and keeps comments', async () => {
  const document = languageDocument('OPENQASM 3.0;include "stdgates.inc";qubit q; // one\nh   q  ;', uri);
  const edits = await language.formatting(document, { tabSize: 2, insertSpaces: true }, neverCancelled);
  const formatted = edits
    .map(({ newText, range }) => ({
      newText,
      start: document.lines.offsetAt(range.start),
      end: document.lines.offsetAt(range.end),
    }))
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.newText + text.slice(edit.end), document.text);
  expect(formatted).toContain('qubit q; // one\n');
  expect(formatted).toContain('\nh q;');
});

describe('the drawing', () => {
  const draw = (text: string) => {
    const document = languageDocument(text, uri);
    return openqasmLanguage(memoryWorkspace({}, [document])).drawing(uri, automaticOpening, neverCancelled);
  };

  test('shows the circuit with its facts and the source of every element', async () => {
    const text = `${header}qubit[2] q;\ninput angle theta;\nrx(theta) q[0];\ncx q[0], q[1];\n`;
    const answer = await draw(text);
    expect(answer).toMatchObject({
      kind: 'drawing',
      version: 1,
      facts: { qubits: 2, gates: 2, twoQubitGates: 1, depth: 2, parameters: ['theta'] },
    });
    const sources = answer.kind === 'drawing' ? answer.drawing.tiles.elements.map(({ source }) => source) : [];
    expect(sources.map((range) => text.slice(range?.start, range?.end))).toEqual(['rx(theta) q[0];', 'cx q[0], q[1];']);
  });

  test('says why there is none', async () => {
    expect(await draw(`${header}qubit q;\nhh q;\n`)).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringMatching(/^Line 4: 'hh' is not defined/),
    });
  });

  test('of long loops and long programs pauses for other requests, and ends there when it is cancelled', async () => {
    const loop = 'for uint i in [1:4000] { h q[0]; cx q[0], q[1]; }\n';
    const document = languageDocument(`${header}qubit[2] q;\n${loop}${'x q[1];\n'.repeat(20_000)}`, uri);
    let [pauses, cancelledAt] = [0, Number.POSITIVE_INFINITY];
    const source = new CancellationSource();
    const pause = async () => {
      if (++pauses === cancelledAt) source.cancel();
    };
    const analyses = new CircuitAnalyses(memoryWorkspace({}, [document]), undefined, { isDue: () => true, pause });
    const service = createOpenqasmLanguage(analyses);
    await service.diagnostics(document, neverCancelled);
    const before = pauses;
    const opening = { others: 'all', chosen: {} } as const;
    const first = await service.drawing(uri, opening, neverCancelled);
    expect(pauses - before).toBeGreaterThan(60);
    cancelledAt = pauses + 2;
    await expect(service.drawing(uri, automaticOpening, source.signal)).rejects.toMatchObject({ reason: 'cancelled' });
    expect(pauses).toBe(cancelledAt);
    // Nothing has taken the place of the drawing before, which needs not be made again.
    expect(await service.drawing(uri, opening, neverCancelled)).toEqual(first);
    expect(pauses).toBe(cancelledAt);
    if (first.kind !== 'drawing') throw new Error(first.reason);
    const { number } = first.drawing;
    const answer = await service.drawingQuestion(uri, number, { kind: 'element', id: 0 }, neverCancelled);
    expect(answer.kind).toBe('element');
  });

  describe('of a long program', () => {
    const layer = 'h q;\ncx q[0], q[1];\ncz q[2], q[3];\n';
    const long = `${header}qubit[4] q;\n${layer.repeat(3000)}`;

    test('begins with its first operations, at the places they have in the whole one', async () => {
      const document = languageDocument(long, uri);
      const service = openqasmLanguage(memoryWorkspace({}, [document]));
      const heard: CircuitBeginning[] = [];
      const hear = (beginning: CircuitBeginning) => heard.push(beginning);
      const whole = await service.drawing(uri, automaticOpening, neverCancelled, hear);
      const [first] = heard;
      if (whole.kind !== 'drawing' || !first) throw new Error('There is no drawing, or no beginning of it.');
      expect(heard).toHaveLength(1);
      expect(first.version).toBe(whole.version);
      expect(first).not.toHaveProperty('facts');
      expect(first.drawing.tiles).toEqual(whole.drawing.tiles);
      const { columns, wires } = first.drawing.frame;
      expect(wires).toEqual(whole.drawing.frame.wires);
      expect(columns).toEqual(whole.drawing.frame.columns.slice(0, columns.length));
      expect(columns.length).toBeLessThan(whole.drawing.frame.columns.length / 2);
      // Coming back, all of it is there at once.
      await service.drawing(uri, automaticOpening, neverCancelled, hear);
      expect(heard).toHaveLength(1);
    });

    test('does so only for those who want it, and not where it is short', async () => {
      const short = languageDocument(`${header}qubit[4] q;\n${layer.repeat(30)}`, uri);
      const heard: CircuitBeginning[] = [];
      const hear = (beginning: CircuitBeginning) => heard.push(beginning);
      const answer = await openqasmLanguage(memoryWorkspace({}, [short])).drawing(
        uri,
        automaticOpening,
        neverCancelled,
        hear,
      );
      expect(answer.kind).toBe('drawing');
      expect(heard).toEqual([]);
    });

    test('answers questions about the beginning until the whole is there, and not when a newer request came first', async () => {
      const document = languageDocument(long, uri);
      const service = openqasmLanguage(memoryWorkspace({}, [document]));
      const overtaken = new CancellationSource();
      const answers: Promise<DrawingAnswer>[] = [];
      const about = ({ drawing: { number } }: CircuitBeginning) =>
        service.drawingQuestion(uri, number, { kind: 'element', id: 0 }, neverCancelled);
      let begun: CircuitBeginning | undefined;
      const overtakenDrawing = service.drawing(uri, automaticOpening, overtaken.signal, (beginning) => {
        begun = beginning;
        answers.push(about(beginning));
        overtaken.cancel();
      });
      await expect(overtakenDrawing).rejects.toMatchObject({ reason: 'cancelled' });
      const whole = await service.drawing(uri, automaticOpening, neverCancelled);
      if (whole.kind !== 'drawing' || !begun) throw new Error('There is no drawing, or no beginning of it.');
      expect(await answers[0]).toEqual({ kind: 'element', element: whole.drawing.first });
      expect((await about(begun)).kind).toBe('outdated');
    });
  });
});
