import { expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { bindInputs, loadCircuit } from '#runner/circuitProgram.ts';

function filesOf(texts: Readonly<Record<string, string>>): PipelineFiles & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    read: (path) => {
      asked.push(path);
      const text = texts[path];
      if (text === undefined) return Promise.reject(new Failure('not-found', 'There is no such file.'));
      return Promise.resolve(Buffer.from(text));
    },
  };
}

const load = (texts: Readonly<Record<string, string>>) => loadCircuit('main.qasm', filesOf(texts), () => 0);

test('includes are found beside the file that has them, built-in libraries are not asked for', async () => {
  const files = filesOf({
    'main.qasm': 'OPENQASM 3.0;\ninclude "stdgates.inc";\ninclude "gates/a.inc";\nqubit q;\ng q;\n',
    'gates/a.inc': 'include "b.inc";\ngate g a { f a; }\n',
    'gates/b.inc': 'gate f a { x a; }\n',
  });
  const { circuit } = await loadCircuit('main.qasm', files, () => 0);
  expect(circuit.operations).toMatchObject([{ kind: 'gate', gate: 'x' }]);
  expect(files.asked).toEqual(['main.qasm', 'gates/a.inc', 'gates/b.inc']);
});

test('a missing include and one that is no text are errors at the include', async () => {
  const main = 'OPENQASM 3.0;\ninclude "gone.inc";\nqubit q;\n';
  await expect(load({ 'main.qasm': main })).rejects.toMatchObject({
    reason: 'invalid-circuit',
    place: { path: 'main.qasm', line: 1 },
    message: expect.stringContaining('gone.inc'),
  });
  await expect(load({ 'main.qasm': main, 'gone.inc': 'a\0b' })).rejects.toMatchObject({
    message: expect.stringContaining('binary'),
  });
});

test('unsaved text is used instead of the file', async () => {
  const files = filesOf({});
  const { circuit } = await loadCircuit('main.qasm', files, () => 0, 'OPENQASM 3.0;\nqubit[3] q;\n');
  expect(circuit.qubitCount).toBe(3);
  expect(files.asked).toEqual([]);
});

test('inputs are bound by name, in whatever order they are given', async () => {
  const { circuit } = await load({
    'main.qasm':
      'OPENQASM 3.0;\ninclude "stdgates.inc";\ninput float a;\ninput float b;\nqubit q;\nrx(a) q;\nry(b) q;\n',
  });
  const bound = bindInputs(circuit, { b: 2, a: 1 });
  expect(bound.operations).toMatchObject([
    { gate: 'rx', parameters: [1] },
    { gate: 'ry', parameters: [2] },
  ]);
  expect(() => bindInputs(circuit, { a: 1 })).toThrow(/needs a value for 'b'/);
  expect(() => bindInputs(circuit, { a: 1, b: 2, toString: 3 })).toThrow(/no input 'toString'/);
});
