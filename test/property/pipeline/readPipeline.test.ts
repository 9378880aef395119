import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analysePipelineText } from '#core/pipeline/analysis/analysePipeline.ts';
import { mostDiagnostics } from '#core/pipeline/analysis/limitedDiagnostics.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

const sample = readFileSync(join(projectRoot, 'samples', 'iris-classifier', 'iris.hybrid.yaml'), 'utf8');

/** Whatever the text: an answer, with findings inside the text and in order. */
function expectSound(text: string): void {
  const { diagnostics, pipeline } = analysePipelineText(text, 'x.hybrid.yaml');
  expect(diagnostics.length).toBeLessThanOrEqual(mostDiagnostics + 1);
  for (const { code, message, range } of diagnostics) {
    expect(code).toMatch(/^HP\d{3}$/);
    expect(message).not.toMatch(/undefined|NaN|\[object/);
    expect(range.start).toBeGreaterThanOrEqual(0);
    expect(range.end).toBeLessThanOrEqual(Math.max(1, text.length));
    expect(range.start).toBeLessThanOrEqual(range.end);
  }
  if (pipeline === undefined) expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
}

test('any text is answered', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => expectSound(text)),
    { numRuns: 300 },
  );
});

const pieces = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ': ',
  '\n',
  '  ',
  '- ',
  '"',
  "'",
  '#',
  '&a ',
  '*a',
  '!t ',
  '|',
  '>',
  ',',
  'qubits',
  '2',
  '-1',
  '1e999',
  'null',
  '~',
  '<<: *a',
  '${vars.x}',
];

test('any damage to a file is answered', () => {
  const damage = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat({ max: 30 }),
    insert: fc.array(fc.constantFrom(...pieces), { maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
      const damaged = damages.reduce((text, { at, insert, remove }) => {
        const start = Math.floor(at * text.length);
        return text.slice(0, start) + insert.join('') + text.slice(start + remove);
      }, sample);
      expectSound(damaged);
    }),
    { numRuns: 150 },
  );
});

test('any file cut off while it is being typed is answered', () => {
  for (let end = 0; end <= sample.length; end += 7) expectSound(sample.slice(0, end));
});

test('any value in place of another is answered', () => {
  const key = fc.constantFrom(
    'pattern',
    'task',
    'data',
    'preprocess',
    'interface',
    'quantum',
    'optimise',
    'head',
    'backends',
    'execution',
    'budget',
    'confidence',
    'benchmark',
    'seeds',
    'vars',
  );
  fc.assert(
    fc.property(key, fc.jsonValue({ maxDepth: 3 }), (name, value) => {
      const text = `${sample.replace(new RegExp(`^${name}:(.*\\n)( .*\\n|\\n)*`, 'm'), '')}\n${name}: ${JSON.stringify(value)}\n`;
      expectSound(text);
    }),
    { numRuns: 100 },
  );
});
