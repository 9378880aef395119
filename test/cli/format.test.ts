import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const untidy = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nh   q[0];\ncx q[0],q[1];\n';
const tidy = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nh q[0];\ncx q[0], q[1];\n';

describe('format', () => {
  test('changes only white space, keeps a byte order mark, and has nothing to do the second time', async () => {
    await withTemporaryFolder(async (folder) => {
      const file = join(folder, 'circuit.qasm');
      await writeFile(file, '\uFEFFOPENQASM   3.0;\nqubit q;U(0,0,0)   q; // turn\n');
      const checked = await hybridq(['format', '.', '--check'], { folder });
      expect(checked).toMatchObject({ code: 1, stdout: 'circuit.qasm: not formatted\n1 of 1 file not formatted.\n' });
      expect((await hybridq(['format', '.'], { folder })).code).toBe(0);
      expect(await readFile(file, 'utf8')).toBe('\uFEFFOPENQASM 3.0;\nqubit q;\nU(0, 0, 0) q; // turn\n');
      expect((await hybridq(['format', 'circuit.qasm', '--check'], { folder })).code).toBe(0);
    });
  });

  test('shows what would change as a difference that patch could read', async () => {
    await withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'circuit.qasm'), untidy);
      const { code, stderr, stdout } = await hybridq(['format', '--diff', '.'], { folder });
      expect(code).toBe(1);
      expect(stdout).toBe(
        [
          '--- circuit.qasm',
          '+++ circuit.qasm',
          '@@ -2,4 +2,4 @@',
          ' include "stdgates.inc";',
          ' qubit[2] q;',
          '-h   q[0];',
          '-cx q[0],q[1];',
          '+h q[0];',
          '+cx q[0], q[1];',
          '',
        ].join('\n'),
      );
      expect(stderr).toBe('1 of 1 file not formatted.\n');
      expect(await readFile(join(folder, 'circuit.qasm'), 'utf8')).toBe(untidy);
    });
  });

  test('formats standard input to standard output', async () => {
    await withTemporaryFolder(async (folder) => {
      const formatted = await hybridq(['format', '--stdin'], { folder, input: untidy });
      expect(formatted).toMatchObject({ code: 0, stdout: tidy, stderr: '' });
      expect(await hybridq(['format', '-'], { folder, input: untidy })).toEqual(formatted);
      expect(await hybridq(['format', '--stdin', '--check'], { folder, input: tidy })).toMatchObject({
        code: 0,
        stdout: '',
      });
      expect(await hybridq(['format', '--stdin', '--check'], { folder, input: untidy })).toMatchObject({
        code: 1,
        stdout: '',
        stderr: 'Standard input is not formatted.\n',
      });
    });
  });

  test('indents and wraps as it is told', async () => {
    await withTemporaryFolder(async (folder) => {
      const input = 'OPENQASM 3.0;\ngate g a, b, c, d, e {\nbarrier a, b, c, d, e, a, b, c, d, e, a;\n}\n';
      const { stdout } = await hybridq(['format', '--stdin', '--indent', 'tab', '--line-width', '40'], {
        folder,
        input,
      });
      expect(stdout).toContain('\n\tbarrier a, b, c, d, e, a, b, c, d, e,\n\t\ta;\n');
      expect(await hybridq(['format', '--stdin', '--indent', '9'], { folder, input })).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('a number of spaces from 1 to 8, or tab'),
      });
    });
  });

  test('says what it needs', async () => {
    await withTemporaryFolder(async (folder) => {
      expect(await hybridq(['format'], { folder })).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('There is nothing to format.'),
      });
      expect(await hybridq(['format', '--stdin', 'a.qasm'], { folder, input: tidy })).toMatchObject({ code: 2 });
      expect(await hybridq(['format', '-', 'a.qasm'], { folder, input: tidy })).toMatchObject({ code: 2 });
    });
  });
});
