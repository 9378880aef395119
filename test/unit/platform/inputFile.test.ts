import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderFiles } from '#platform/folderFiles.ts';
import { readInputText } from '#platform/inputFile.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

test('reads UTF-8 text without its byte order mark', async () => {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'a'), '\uFEFFθ = π\r\n');
    expect(await readInputText(join(folder, 'a'))).toBe('θ = π\r\n');
  });
});

test('says what is wrong with what is no text file', async () => {
  await withTemporaryFolder(async (folder) => {
    const path = (name: string) => join(folder, name);
    const failure = async (name: string) => await readInputText(path(name)).then(String, (thrown: unknown) => thrown);
    await mkdir(path('folder'));
    await writeFile(path('binary'), Buffer.from([0x7f, 0x45, 0, 1]));
    await writeFile(path('utf16'), Buffer.from('\uFEFFabc', 'utf16le'));
    await writeFile(path('latin1'), Buffer.from('one\ntwo\nna\xefve\n', 'latin1'));
    await writeFile(path('large'), '');
    await truncate(path('large'), 50 * 1024 * 1024);
    expect(await failure('none')).toMatchObject({ reason: 'not-found', place: { path: path('none') } });
    expect(await failure('folder')).toMatchObject({ reason: 'unreadable', message: 'This is a folder, not a file.' });
    expect(await failure('binary')).toMatchObject({ reason: 'unreadable', message: expect.stringContaining('binary') });
    expect(await failure('utf16')).toMatchObject({ reason: 'unreadable', message: expect.stringContaining('UTF-16') });
    expect(await failure('latin1')).toMatchObject({ reason: 'unreadable', place: { line: 2 } });
    expect(await failure('large')).toMatchObject({ reason: 'too-large', message: expect.stringContaining('50 MB') });
    expect(await failure('binary/x')).toMatchObject({ reason: 'not-found' });
  });
});

test.skipIf(process.platform === 'win32')('does not wait for a pipe or read a device', async () => {
  await withTemporaryFolder(async (folder) => {
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'pipe')]);
    await expect(readInputText(join(folder, 'pipe'))).rejects.toMatchObject({ reason: 'unreadable' });
    await expect(readInputText('/dev/zero')).rejects.toMatchObject({ reason: 'unreadable' });
  });
});

test('names a file beside a pipeline as the pipeline does', async () => {
  await withTemporaryFolder(async (folder) => {
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'x.csv'), 'a,b\n');
    const files = folderFiles(folder);
    expect(Buffer.from(await files.read('data/x.csv')).toString()).toBe('a,b\n');
    await expect(files.read('data/y.csv')).rejects.toMatchObject({
      reason: 'not-found',
      place: { path: 'data/y.csv' },
    });
  });
});

test('writes a whole file or nothing', async () => {
  await withTemporaryFolder(async (folder) => {
    await writeOutputFile(join(folder, 'out.svg'), 'one');
    await writeOutputFile(join(folder, 'out.svg'), 'two');
    expect(await readFile(join(folder, 'out.svg'), 'utf8')).toBe('two');
    await expect(writeOutputFile(join(folder, 'none', 'x'), 'y')).rejects.toMatchObject({ reason: 'unreadable' });
    await mkdir(join(folder, 'sub'));
    await expect(writeOutputFile(join(folder, 'sub'), 'y')).rejects.toMatchObject({ reason: 'unreadable' });
    expect(await readdir(folder)).toEqual(['out.svg', 'sub']);
  });
});
