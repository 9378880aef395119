import { writeFile } from 'node:fs/promises';
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
