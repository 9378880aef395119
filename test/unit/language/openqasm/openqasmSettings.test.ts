import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { defaultSettings, readOpenqasmSettings, settingsSectionOf } from '#core/language/openqasm/openqasmSettings.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

describe('the settings of circuits', () => {
  test('have the defaults that the manifest shows', () => {
    const manifest = z
      .object({
        contributes: z.object({ configuration: z.object({ properties: z.record(z.string(), z.looseObject({})) }) }),
      })
      .parse(JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')));
    const prefix = 'hybridQuantum.openqasm.';
    const section: Record<string, unknown> = {};
    for (const [name, property] of Object.entries(manifest.contributes.configuration.properties)) {
      if (!name.startsWith(prefix)) continue;
      const [group = '', key] = name.slice(prefix.length).split('.');
      if (key === undefined) section[group] = property['default'];
      else section[group] = { ...Object(section[group]), [key]: property['default'] };
    }
    expect(Object.keys(section).sort()).toEqual(Object.keys(defaultSettings).sort());
    expect(readOpenqasmSettings(section)).toEqual({ settings: defaultSettings, problems: [] });
    const shown = { ...section, target: defaultSettings.target };
    expect(shown).toEqual(defaultSettings);
  });

  test('are the defaults where nothing is set', () => {
    for (const nothing of [undefined, null, {}])
      expect(readOpenqasmSettings(nothing).settings).toEqual(defaultSettings);
  });

  test('keep what is right beside what is wrong, and say what is wrong', () => {
    const { problems, settings } = readOpenqasmSettings({
      profile: 'lenient',
      lints: 'all',
      severity: { QAS9001: 'loud' },
      inlayHints: { values: false },
      unknown: 1,
    });
    expect(settings).toEqual({
      ...defaultSettings,
      lints: 'all',
      inlayHints: { ...defaultSettings.inlayHints, values: false },
    });
    expect(problems).toEqual([
      expect.stringMatching(/^The setting hybridQuantum\.openqasm\.profile does not count: /),
      expect.stringMatching(/^The setting hybridQuantum\.openqasm\.severity\.QAS9001 does not count: /),
    ]);
  });

  test.each(['text', 3, [], true])('are the defaults for %j', (wrong) => {
    expect(readOpenqasmSettings(wrong).settings).toEqual(defaultSettings);
  });

  test.each([{ hybridQuantum: { openqasm: { lints: 'off' } } }, { openqasm: { lints: 'off' } }, { lints: 'off' }])(
    'are found in %j',
    (sent) => {
      expect(readOpenqasmSettings(settingsSectionOf(sent)).settings.lints).toBe('off');
    },
  );
});
