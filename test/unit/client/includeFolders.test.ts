import { expect, test } from 'vitest';
import { includeFolders } from '#client/app/includeFolders.ts';

test('folders of the settings are paths of the workspace folder, absolute paths, or addresses of files', () => {
  const configured = ['lib', '${workspaceFolder}', '${workspaceFolder}/gates', '/shared/lib', 'file:///my%20gates'];
  expect(includeFolders(configured, '/project')).toEqual([
    '/project/lib',
    '/project',
    '/project/gates',
    '/shared/lib',
    '/my gates',
  ]);
});

test('what names no folder of this machine is left out', () => {
  expect(includeFolders(['https://example.com/lib', 7, null], '/project')).toEqual([]);
  expect(includeFolders('lib', '/project')).toEqual([]);
  expect(includeFolders(undefined, '/project')).toEqual([]);
});
