import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportFormats } from '#core/circuit/export/exportedProgram.ts';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

async function withFile(name: string, text: string, work: (folder: string) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, name), text);
    await work(folder);
  });
}

test('a format that does not exist is wrong usage, with the one that was meant', async () => {
  await withFile('bell.qasm', 'OPENQASM 3.0;\nqubit q;\n', async (folder) => {
    const { code, stderr, stdout } = await hybridq(['convert', 'bell.qasm', '--to', 'quiskit'], { folder });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Did you mean qiskit?');
    expect(stderr).toContain(exportFormats.join(', '));
    const without = await hybridq(['convert', 'bell.qasm'], { folder });
    expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining('--to <format>') });
  });
});

test('a file that cannot be read, or is no circuit by its name, is wrong usage', async () => {
  await withFile('bell.txt', 'OPENQASM 3.0;\nqubit q;\n', async (folder) => {
    const missing = await hybridq(['convert', 'none.qasm', '--to', 'qiskit'], { folder });
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('none.qasm: There is no such file.') });
    const unnamed = await hybridq(['convert', 'bell.txt', '--to', 'qiskit'], { folder });
    expect(unnamed).toMatchObject({ code: 2, stderr: expect.stringContaining('--from') });
  });
});

test('every error of the program is said with its place, and there is no output', async () => {
  await withFile('wrong.qasm', 'OPENQASM 3.0;\nqubit q;\nnone q;\n  other q;\n', async (folder) => {
    const { code, stderr, stdout } = await hybridq(['convert', 'wrong.qasm', '--to', 'qiskit'], { folder });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^wrong\.qasm:3:1: error: .*QAS3001 .*none/);
    expect(lines[1]).toMatch(/^wrong\.qasm:4:3: error: .*QAS3001 .*other/);
    const json = await hybridq(['convert', 'wrong.qasm', '--to', 'qiskit', '--format', 'json'], { folder });
    expect(json).toMatchObject({ code: 1, stderr: '' });
    const report = JSON.parse(json.stdout);
    expect(report).not.toHaveProperty('text');
    expect(report).toMatchObject({
      format: 'qiskit',
      omissions: [
        {
          severity: 'error',
          code: 'QAS3001',
          range: { start: { line: 2, character: 0 }, end: { line: 2, character: 4 } },
        },
        { severity: 'error', code: 'QAS3001', range: { start: { line: 3, character: 2 } } },
      ],
    });
  });
});

test('Quil, IonQ and Stim files are converted, with a warning for what gets lost', async () => {
  const stim = 'H 0\nX_ERROR(0.1) 0\nCX 0 1\nM 0 1\n';
  await withFile('bell.stim', stim, async (folder) => {
    const { code, stderr, stdout } = await hybridq(['convert', 'bell.stim', '--to', 'qasm3'], { folder });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^bell\.stim:2:1: warning: The noise of X_ERROR: .+\n$/);
    expect(stdout).toContain('h q[0];\ncx q[0], q[1];\nrec[0] = measure q[0];\n');
    await writeFile(join(folder, 'bell.txt'), '{"qubits": 1, "circuit": [{"gate": "x", "target": 0}]}');
    const ionq = await hybridq(['convert', 'bell.txt', '--from', 'ionq', '--to', 'quil'], { folder });
    expect(ionq).toMatchObject({ code: 0, stdout: 'DECLARE ro BIT[1]\n\nX 0\nMEASURE 0 ro[0]\n', stderr: '' });
  });
});

test('a Stim file written again keeps its noise, detectors and repetitions', async () => {
  const stim = 'H 0\nX_ERROR(0.1) 0\nREPEAT 5 {\n    MR(0.01) 0\n    DETECTOR(1, 2) rec[-1]\n}\n';
  await withFile('code.stim', stim, async (folder) => {
    const run = await hybridq(['convert', 'code.stim', '--to', 'stim'], { folder });
    expect(run).toMatchObject({ code: 0, stderr: '', stdout: stim });
    await writeFile(join(folder, 'wrong.stim'), 'X_ERROR 0\n');
    const wrong = await hybridq(['convert', 'wrong.stim', '--to', 'stim'], { folder });
    expect(wrong).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('takes one probability') });
  });
});

test('every problem of a Quil file is said with its place', async () => {
  await withFile('wrong.quil', 'X 0\nNONE 1\nRX 0\n', async (folder) => {
    const { code, stderr, stdout } = await hybridq(['convert', 'wrong.quil', '--to', 'qasm3'], { folder });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^wrong\.quil:2:1: error: .*NONE.*\nwrong\.quil:3:1: error: .*1 parameter.*\n$/);
    const run = await hybridq(['simulate', 'wrong.quil'], { folder });
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('wrong.quil:2:1: There is no gate') });
  });
});

test('what a format cannot say is an error with the place in the source', async () => {
  const program = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nh q[0];\nt q[0];\nrx(0.3) q[1];\n';
  await withFile('t.qasm', program, async (folder) => {
    const { code, stderr, stdout } = await hybridq(['convert', 't.qasm', '--to', 'stim'], { folder });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^t\.qasm:5:1: error: The gate t: .*\nt\.qasm:6:1: error: The gate rx\(0\.3\): .*\n$/);
  });
});

test('inputs get the values that are given', async () => {
  const program = 'OPENQASM 3.0;\ninclude "stdgates.inc";\ninput float a;\nqubit q;\nrx(a) q;\n';
  await withFile('input.qasm', program, async (folder) => {
    const convert = ['convert', 'input.qasm', '--to', 'qasm2'];
    const without = await hybridq(convert, { folder });
    expect(without).toMatchObject({ code: 1, stderr: expect.stringContaining("input.qasm:3:13: error: Input 'a'") });
    const given = await hybridq([...convert, '--input', 'a=pi/2'], { folder });
    expect(given).toMatchObject({ code: 0, stdout: expect.stringContaining('rx(pi/2) q[0];\n') });
    const wrong = await hybridq([...convert, '--input', 'b=1'], { folder });
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("The circuit has no input 'b'.") });
  });
});

test('files of other formats are simulated and drawn', async () => {
  const quil = 'DECLARE ro BIT\nDECLARE theta REAL\nRX(theta) 0\nPRAGMA NOTHING\nMEASURE 0 ro\n';
  await withFile('turn.quil', quil, async (folder) => {
    const run = ['simulate', 'turn.quil', '--shots', '10', '--input', 'theta=pi', '--format', 'json'];
    const { code, stdout } = await hybridq(run, { folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      counts: { '1': 10 },
      notes: [{ what: 'The pragma NOTHING', place: { line: 3, character: 0 } }],
    });
    const drawing = await hybridq(['draw', 'turn.quil', '--format', 'text'], { folder });
    expect(drawing).toMatchObject({ code: 0, stdout: expect.stringContaining('RX') });
    expect(drawing.stderr).toContain('turn.quil:4:1: warning: The pragma NOTHING');
  });
});

test.each([
  ['qiskit', 'RXGate(theta).control(2, ctrl_state="01", annotated=True)'],
  ['cirq', 'cirq.rx(theta)(q[2]).controlled_by('],
  ['pennylane', 'qml.RX(theta, wires=q[2]), control=[q[0], q[1]], control_values=[1, 0]'],
  ['braket', 'theta = FreeParameter("theta")'],
])('a program for %s keeps names, inputs and controls', async (format, expected) => {
  const program =
    'OPENQASM 3.0;\ninclude "stdgates.inc";\ninput angle theta;\nqubit[3] q;\nbit[3] c;\nh q;\nctrl @ negctrl @ rx(theta) q[0], q[1], q[2];\nc = measure q;\n';
  await withFile('turn.qasm', program, async (folder) => {
    const { code, stderr, stdout } = await hybridq(['convert', 'turn.qasm', '--to', format], { folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(expected);
    expect(stdout).toContain('if __name__ == "__main__":');
    await hybridq(['convert', 'turn.qasm', '--to', format, '-o', 'turn.py'], { folder });
    expect(await readFile(join(folder, 'turn.py'), 'utf8')).toBe(stdout);
  });
});

test('what Cirq cannot say is reported in JSON, with its range', async () => {
  const program = 'OPENQASM 3.0;\nqubit q;\nbit c;\nc = measure q;\nwhile (c) {\n  c = measure q;\n}\n';
  await withFile('loop.qasm', program, async (folder) => {
    const convert = ['convert', 'loop.qasm', '--to', 'cirq', '--format', 'json'];
    const { code, stdout } = await hybridq(convert, { folder });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'cirq',
      omissions: [
        { severity: 'error', what: expect.stringContaining('loop'), range: { start: { line: 4, character: 0 } } },
      ],
    });
  });
});

test('standard input is converted, drawn and simulated as the file it would be', async () => {
  await withTemporaryFolder(async (folder) => {
    await mkdir(join(folder, 'lib'));
    await writeFile(join(folder, 'lib', 'own.inc'), 'gate own a { U(pi, 0, pi) a; }\n');
    const input = 'OPENQASM 3.0;\ninclude "own.inc";\nqubit q;\nbit c;\nown q;\nc = measure q;\n';
    const path = ['--stdin-path', 'lib/new.qasm'];
    const converted = await hybridq(['convert', '-', '--to', 'quil', ...path], { folder, input });
    expect(converted).toMatchObject({ code: 0, stdout: expect.stringContaining('MEASURE 0 ro[0]') });
    const drawn = await hybridq(['draw', '-', '--format', 'text', ...path], { folder, input });
    expect(drawn).toMatchObject({ code: 0, stdout: expect.stringContaining('own') });
    const simulated = await hybridq(['simulate', '-', '--format', 'json', ...path], { folder, input });
    expect(JSON.parse(simulated.stdout)).toMatchObject({ counts: { '1': 1024 } });
    const misplaced = await hybridq(['convert', '-', '--to', 'quil'], { folder, input });
    expect(misplaced).toMatchObject({ code: 1, stderr: expect.stringMatching(/^stdin\.qasm:2:9: error: .*QAS8001/) });
    const stim = await hybridq(['convert', '-', '--from', 'stim', '--to', 'quil'], { folder, input: 'H 0\n' });
    expect(stim).toMatchObject({ code: 0, stdout: 'H 0\n' });
    const quil = await hybridq(['convert', '-', '--stdin-path', 'a.quil', '--to', 'stim'], { folder, input: 'H 0\n' });
    expect(quil).toMatchObject({ code: 0, stdout: 'H 0\n' });
  });
});
