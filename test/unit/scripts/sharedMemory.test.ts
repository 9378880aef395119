import { expect, test } from 'vitest';
import { sharingItsMemory } from '#scripts/sharedMemory.ts';

const header = [0x00, ...Buffer.from('asm'), 1, 0, 0, 0];
const types = [1, 4, 1, 0x60, 0, 0];
const names = [3, ...Buffer.from('env'), 6, ...Buffer.from('memory')];
const moduleImporting = (...imported: readonly number[]) =>
  new Uint8Array([...header, ...types, 2, 1 + names.length + imported.length, 1, ...names, ...imported]);

/** Between one and two pages. */
const withMemory = moduleImporting(2, 1, 1, 2);

function takes(module: Uint8Array<ArrayBuffer>, shared: boolean): boolean {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared });
  try {
    return (
      new WebAssembly.Instance(new WebAssembly.Module(module), { env: { memory } }) instanceof WebAssembly.Instance
    );
  } catch (thrown) {
    if (thrown instanceof WebAssembly.LinkError) return false;
    throw thrown;
  }
}

test('a module that is made to share its memory takes one that is shared, and no other', () => {
  expect([takes(withMemory, false), takes(withMemory, true)]).toEqual([true, false]);
  const sharing = new Uint8Array(sharingItsMemory(withMemory));
  expect([takes(sharing, false), takes(sharing, true)]).toEqual([false, true]);
});

test.each([
  ['no import', new Uint8Array([...header, ...types])],
  ['a memory without a maximum', moduleImporting(2, 0, 1)],
  ['a function', moduleImporting(0, 0)],
])('a module with %s is refused', (_, module) => {
  expect(() => sharingItsMemory(module)).toThrow('The first import of the module is not a memory with a maximum.');
});
