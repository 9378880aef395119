import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { providerEmulators } from '#test/support/emulators/providerEmulators.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

test('emulators are started as a program, and reached with what it prints', async () => {
  const program = spawn(process.execPath, [join(projectRoot, 'scripts', 'emulators.ts'), '--port', '0']);
  try {
    let printed = '';
    program.stdout.setEncoding('utf8');
    for await (const text of program.stdout) {
      printed += text;
      if (/^Ready\.$/m.test(printed)) break;
    }
    for (const { title } of providerEmulators) expect(printed).toContain(title);
    const configuration = printed.slice(printed.indexOf('{'), printed.indexOf('\nand the keys'));
    const environment = Object.fromEntries(
      [...printed.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name = '', value = '']) => [name, value]),
    );
    await withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'hybridq.json'), configuration);
      for (const { adapter } of providerEmulators) {
        const tested = await hybridq(['backends', 'test', `emulated-${adapter}`], { folder, environment });
        expect(tested, tested.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('✓') });
      }
    });
  } finally {
    const ended = new Promise((resolve) => program.on('exit', resolve));
    program.kill('SIGTERM');
    await ended;
  }
});
