import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kernelSources } from '#scripts/kernels.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

/** What decides about amplitudes and shots, and what learns from them and compares. */
const rooms = 'core/{base,benchmark,circuit,learn,openqasm,optimise,pipeline,simulator}/**/*.ts';

/** ECMAScript lets hosts approximate these as they like; `log2` is for powers of two only, which all take exactly. */
const approximated = /Math\.(?:a?(?:sin|cos|tan)h?|atan2|exp|expm1|log|log10|log1p|cbrt|hypot|pow)\b/g;

test('what results depend on calls no function that hosts compute differently', async () => {
  const found: string[] = [];
  let count = 0;
  for await (const each of glob(rooms, { cwd: projectRoot })) {
    const path = each.replaceAll('\\', '/');
    // Kernels have AssemblyScript's own functions, which are compiled with them.
    if (path.startsWith(`${kernelSources}/`)) continue;
    count++;
    const text = await readFile(join(projectRoot, path), 'utf8');
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    found.push(...[...code.matchAll(approximated)].map(([name]) => `${path}: ${name}`));
  }
  expect(count).toBeGreaterThan(100);
  expect(found).toEqual([]);
});
