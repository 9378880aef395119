import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { analyseProgram } from '#core/openqasm/index.ts';
import { migrateToVersion3 } from '#core/openqasm/migration/migrateToVersion3.ts';
import { openqasm2Feedback, openqasm2Gates } from '#test/support/arbitraries/openqasm2Program.ts';
import { circuitOf, unitaryOf } from '#test/support/programUnitary.ts';

function migrated(text: string): string {
  const [changes] = migrateToVersion3(analyseProgram(text));
  return applyReplacements(text, changes?.replacements ?? []);
}

function errorsOf(text: string): string[] {
  return analyseProgram(text)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code} ${message}`);
}

test('a migrated program is OpenQASM 3 without errors and has the same unitary, its phase included', () => {
  fc.assert(
    fc.property(openqasm2Gates, (text) => {
      expect(errorsOf(text)).toEqual([]);
      const result = migrated(text);
      expect(analyseProgram(result).version).toMatchObject({ major: 3, declared: true });
      expect(errorsOf(result)).toEqual([]);
      const [actual, wanted] = [unitaryOf(result).flat(2), unitaryOf(text).flat(2)];
      actual.forEach((value, index) => {
        expect(Math.abs(value - (wanted[index] ?? Number.NaN))).toBeLessThan(1e-8);
      });
    }),
    { numRuns: 150 },
  );
});

test('measurements, resets and conditions stay what they are', () => {
  const operationsOf = (text: string) =>
    JSON.stringify(circuitOf(text).operations, (key, value) => (key === 'source' ? undefined : value));
  fc.assert(
    fc.property(openqasm2Feedback, (text) => {
      expect(errorsOf(text)).toEqual([]);
      const result = migrated(text);
      expect(errorsOf(result)).toEqual([]);
      expect(operationsOf(result)).toEqual(operationsOf(text));
      // A bit that is read before it is measured needs its 0.
      const warnings = analyseProgram(result).diagnostics.filter(({ code }) => code === 'QAS9002');
      expect(warnings).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
