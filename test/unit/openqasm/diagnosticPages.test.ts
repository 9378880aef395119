import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseProgram, diagnosticCodes } from '#core/openqasm/index.ts';

const folder = new URL('../../../docs/diagnostics/', import.meta.url);

/** Every diagnostic a program gets, whether from its analysis or from making a circuit of it. */
function findings(text: string): { code: string; severity: string }[] {
  const analysis = analyseProgram(text, {
    // What a page says of a target holds for this one.
    ...(text.startsWith('// For a device with') && { target: { name: 'the device', gates: ['rz', 'sx', 'x', 'cx'] } }),
    readInclude: (path) =>
      path === 'gates.inc'
        ? { kind: 'found', path, text: 'gate flip a { U(pi, 0, pi) a; }' }
        : { kind: 'not-found', searched: [path] },
  });
  const circuit = lowerProgram(analysis);
  return [...analysis.diagnostics, ...(circuit.ok ? [] : circuit.error)];
}

test('every code has a page and every page a code', () => {
  const pages = readdirSync(folder).filter((name) => name.startsWith('QAS'));
  expect(pages.sort()).toEqual([...diagnosticCodes].sort().map((code) => `${code}.md`));
});

describe.each(diagnosticCodes)('%s', (code) => {
  const page = readFileSync(new URL(`${code}.md`, folder), 'utf8');
  const examples = [...page.matchAll(/```openqasm\n([\s\S]*?)```/g)].map(([, example]) => example ?? '');

  // Text that is nested too deeply or has a thousand mistakes is too long for a page; other tests have it.
  test.runIf(code !== 'QAS2018' && code !== 'QAS8020')('the wrong example of its page gets it', () => {
    expect(findings(examples[0] ?? '').map((finding) => finding.code)).toContain(code);
  });

  test('the right example of its page has no error and not this finding', () => {
    const right = findings(examples.at(-1) ?? '');
    expect(right.filter((finding) => finding.severity === 'error' && finding.code !== 'QAS9101')).toEqual([]);
    expect(right.map((finding) => finding.code)).not.toContain(code);
  });

  test('its page is headed by it', () => {
    expect(page).toMatch(new RegExp(`^# ${code}: \\S`));
  });
});
