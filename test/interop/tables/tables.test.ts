import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { loadTable } from '#core/pipeline/data/loadTable.ts';
import { formatByName } from '#core/pipeline/schema/applyDefaults.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { tablesEnvironment } from '#test/support/pythonEnvironment.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

type Expected = Readonly<Record<string, Readonly<Record<string, readonly (number | string | null)[]>>>>;

// Making the environment takes a minute where it is not kept yet.
test('tables that pyarrow and NumPy write are read value by value', async () => {
  const python = await tablesEnvironment();
  await withTemporaryFolder(async (folder) => {
    const script = join(projectRoot, 'test', 'interop', 'tables', 'write_tables.py');
    await promisify(execFile)(python, [script, folder, '20260515']);
    const expected: Expected = JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8'));
    expect(Object.keys(expected).length).toBeGreaterThan(30);
    for (const [path, columns] of Object.entries(expected)) {
      const table = await loadTable({ source: { path }, format: formatByName(path), seed: 1 }, folderFiles(folder));
      expect(
        table.columns.map(({ name }) => name),
        path,
      ).toEqual(Object.keys(columns));
      for (const { kind, name, values } of table.columns) {
        const missing = kind === 'number' ? Number.NaN : '';
        expect(Array.from<number | string>(values), `${path}, ${name}`).toEqual(
          columns[name]?.map((value) => value ?? missing),
        );
      }
    }
  });
}, 300_000);
