import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { findings } from '#core/pipeline/analysis/findings.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

const folder = join(projectRoot, 'docs', 'diagnostics');
const formCodes = ['HP001', 'HP002', 'HP003', 'HP004', 'HP005'];
const codes = [...formCodes, ...Object.keys(findings)];

test('every finding has a page and every page a finding', () => {
  const pages = readdirSync(folder).flatMap((name) => /^(HP\d+)\.md$/.exec(name)?.[1] ?? []);
  expect(pages.sort()).toEqual(codes.sort());
});

describe.each(codes)('the page of %s', (code) => {
  const page = readFileSync(join(folder, `${code}.md`), 'utf8');
  const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');

  test('names the code and its severity', () => {
    const severity = Object.entries(findings).find(([other]) => other === code)?.[1].severity ?? 'error';
    expect(page).toMatch(new RegExp(`^# ${code}: \\S`));
    expect(page).toContain(`Severity: ${severity}\n`);
  });

  test('shows a wrong and a right example', () => {
    expect(examples).toHaveLength(2);
    expect(parseDocument(examples[1] ?? '').errors).toEqual([]);
    expect(examples[1]).not.toBe(examples[0]);
  });
});
