import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { projectRoot } from '#scripts/projectRoot.ts';

/** Which rules are examined: all of them, or those that depend on colours, where the page was examined in another theme. */
export type ExaminedRules = 'all' | 'colours';

/**
 * What axe-core finds of serious or critical impact in a page, one line for each place; empty for an accessible page.
 * @param exceptions rules that do not hold in this page for a reason the caller states
 */
export async function seriousFindings(
  page: Page,
  exceptions: readonly string[] = [],
  rules: ExaminedRules = 'all',
): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    const source = await readFile(join(projectRoot, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
    await page.evaluate(`${source}; undefined`);
  }
  // All rules are examined; to describe every place that keeps one takes several times as long as to examine it.
  const only = rules === 'colours' ? ", runOnly: ['color-contrast', 'link-in-text-block']" : '';
  const results = await page.evaluate<AxeResults>(`axe.run(document, { resultTypes: ['violations']${only} })`);
  return results.violations
    .filter(({ id, impact }) => (impact === 'serious' || impact === 'critical') && !exceptions.includes(id))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
    );
}
