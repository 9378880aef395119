import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { KernelMemory } from '#core/simulator/wasm/kernelMemory.ts';

describe('kernel memory', () => {
  test('blocks are aligned, inside the memory and never overlap, and keep what is written to them', () => {
    const command = fc.record({ bytes: fc.integer({ min: 1, max: 300_000 }), releases: fc.option(fc.nat()) });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const memory = new KernelMemory(false);
        const blocks: { address: number; bytes: number; mark: number }[] = [];
        commands.forEach(({ bytes, releases }, index) => {
          const address = memory.allocate(bytes);
          expect(address % 64).toBe(0);
          memory.uint8(address, bytes).fill((index % 250) + 1);
          blocks.push({ address, bytes, mark: (index % 250) + 1 });
          if (releases !== null) {
            const [gone] = blocks.splice(releases % blocks.length, 1);
            if (gone) memory.release(gone.address);
          }
        });
        for (const { address, bytes, mark } of blocks) {
          expect(memory.uint8(address, bytes).every((value) => value === mark)).toBe(true);
        }
      }),
    );
  });

  test('what is given back is used again', () => {
    const memory = new KernelMemory(false);
    const first = memory.allocate(1_000_000);
    const second = memory.allocate(1_000_000);
    memory.release(first);
    memory.release(second);
    const { size } = memory;
    expect(memory.allocate(2_000_000)).toBe(first);
    memory.allocate(1000);
    expect(memory.size - size).toBeLessThanOrEqual(65_536);
  });

  test('giving back what was not allocated is a mistake', () => {
    expect(() => new KernelMemory(false).release(65_536)).toThrow(RangeError);
  });

  test('more than 32-bit addresses reach is too large', () => {
    const memory = new KernelMemory(false);
    expect(() => memory.allocate(2 ** 32)).toThrow(
      expect.toSatisfy((thrown) => Failure.is(thrown, 'too-large') && thrown.message.includes('4 GiB')),
    );
    expect(memory.allocate(64)).toBe(65_536);
  });
});
