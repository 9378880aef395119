import { expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { type LoadOptions, loadCircuit } from '#runner/circuitProgram.ts';

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

const load = (texts: Readonly<Record<string, string>>, options: LoadOptions = {}) =>
  loadCircuit('main.qasm', filesOf(texts), () => 0, options);

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
  const { circuit } = await loadCircuit('main.qasm', files, () => 0, { text: 'OPENQASM 3.0;\nqubit[3] q;\n' });
  expect(circuit.qubitCount).toBe(3);
  expect(files.asked).toEqual([]);
});

const withInputs = (declarations: string, body: string) => ({
  'main.qasm': `OPENQASM 3.0;\ninclude "stdgates.inc";\n${declarations}\nqubit[3] q;\n${body}\n`,
});

test('inputs are given by name, in whatever order, and are parameters otherwise', async () => {
  const texts = withInputs('input float a; input float b;', 'rx(a) q[0]; ry(b) q[0];');
  const { circuit, inputCount } = await load(texts, { inputs: { b: 2, a: 1 } });
  expect(inputCount).toBe(2);
  expect(circuit.parameters).toEqual([]);
  expect(circuit.operations).toMatchObject([
    { gate: 'rx', parameters: [1] },
    { gate: 'ry', parameters: [2] },
  ]);
  expect((await load(texts)).circuit.parameters.map(({ name }) => name)).toEqual(['a', 'b']);
  await expect(load(texts, { inputs: { a: 1 } })).rejects.toThrow(/needs a value for 'b'/);
  await expect(load(texts, { inputs: { a: 1, b: 2, toString: 3 } })).rejects.toThrow(/no input 'toString'/);
});

test('inputs say how often a loop runs', async () => {
  const texts = withInputs('input int n;', 'for int i in [0:n - 1] { x q[i]; }');
  const { circuit } = await load(texts, { inputs: { n: 2 } });
  expect(circuit.operations).toMatchObject([{ targets: [0] }, { targets: [1] }]);
});

test.each([
  ['int n', 1.5, "The value of input 'n' is 1.5, which is not a whole number, and it is declared as int."],
  ['uint n', -1, "The value of input 'n' is -1, which is out of range, and it is declared as uint."],
  ['int[4] n', 8, "The value of input 'n' is 8, which is out of range, and it is declared as int[4]."],
  ['bit[2] n', 4, "The value of input 'n' is 4, which is out of range, and it is declared as bit[2]."],
  ['bool n', 2, "The value of input 'n' is 2, which is neither true nor false, and it is declared as bool."],
])('a value is one of the type of its input: %s = %s', async (declaration, value, message) => {
  const texts = withInputs(`input ${declaration};`, '');
  await expect(load(texts, { inputs: { n: value } })).rejects.toMatchObject({ reason: 'invalid-input', message });
});

test('one gate or subroutine is the circuit where it is asked for, also one of an included file', async () => {
  const texts = {
    'main.qasm': 'OPENQASM 3.0;\ninclude "gates.inc";\nqubit[5] all;\nencode(0.1) all[0], all[1];\n',
    'gates.inc': 'include "stdgates.inc";\ngate encode(turn) a, b { ry(turn) a; cx a, b; }\n',
  };
  const { circuit } = await load(texts, { entry: 'encode' });
  expect(circuit).toMatchObject({
    qubitCount: 2,
    parameters: [{ name: 'turn' }],
    operations: [
      { kind: 'gate', gate: 'ry', parameters: [{ op: 'parameter', index: 0 }], targets: [0] },
      { kind: 'gate', gate: 'x', controls: [{ qubit: 0, value: 1 }], targets: [1] },
    ],
  });
  await expect(load(texts, { entry: 'encdoe' })).rejects.toMatchObject({
    reason: 'invalid-circuit',
    suggestion: 'encode',
    advice: expect.stringContaining('encode'),
  });
});
