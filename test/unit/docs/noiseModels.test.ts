import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calibrationSnapshotJsonSchema } from '#core/circuit/device/calibrationSnapshot.ts';
import { noiseFileJsonSchema } from '#core/simulator/noise/noiseFileSchema.ts';
import { noisePresetNames } from '#core/simulator/noise/noisePresets.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { circuit, controlled, cx, gate, measureAll } from '#test/support/circuitBuilder.ts';
import { finalDensity, meanOf, noiseModel, noisyProbabilities } from '#test/support/noisyRuns.ts';

const page = readFileSync(join(projectRoot, 'docs', 'noise-models.md'), 'utf8');
const examples = [...page.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);

test('every example runs', () => {
  expect(examples).toHaveLength(6);
  const operations = [gate('h', 0), cx(0, 1), gate('rz', 1, 0.4), controlled(gate('z', 2), 1), ...measureAll(3)];
  for (const text of examples) {
    const found = noisyProbabilities(circuit(3, operations, { bits: 3 }), noiseModel(text));
    expect(Object.values(found).reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
  }
});

test('the Bell pair has the means the page gives', () => {
  const example = examples.find((text) => text.startsWith('# bell')) ?? '';
  const [, zz, xx] = /ZZ ([\d.]+), XX ([\d.]+)/.exec(example) ?? [];
  const state = finalDensity(circuit(2, [gate('h', 0), cx(0, 1)]), noiseModel(example));
  expect(meanOf(state, 'ZZ')).toBeCloseTo(Number(zz), 10);
  expect(meanOf(state, 'XX')).toBeCloseTo(Number(xx), 10);
});

test('the page names the built-in models and the keys of the format', () => {
  const { properties = {} } = noiseFileJsonSchema();
  for (const name of [
    ...noisePresetNames,
    ...Object.keys(properties),
    ...Object.keys(properties['gates']?.items?.properties ?? {}),
  ]) {
    expect(page.includes(name), name).toBe(true);
  }
});

/** Run the tests with `-u` to write the generated files anew. */
test('the schemas for editors are those of this version', async () => {
  const root = '../../../media/schemas/';
  const text = (schema: object) => `${JSON.stringify(schema, null, 2)}\n`;
  await expect(text(noiseFileJsonSchema())).toMatchFileSnapshot(`${root}noise-model.schema.json`);
  await expect(text(calibrationSnapshotJsonSchema())).toMatchFileSnapshot(`${root}calibration-snapshot.schema.json`);
});
