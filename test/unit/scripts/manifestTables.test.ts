import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { manifestTables, withTables } from '#scripts/manifestTables.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

const read = (name: string) => readFileSync(join(projectRoot, name), 'utf8');
const texts = z.record(z.string(), z.string()).parse(JSON.parse(read('package.nls.json')));

describe('tables of the manifest', () => {
  test('in the README are current; `node scripts/updateReadme.ts` makes them so', () => {
    const readme = read('README.md');
    expect(withTables(readme, manifestTables(JSON.parse(read('package.json')), texts))).toBe(readme);
  });

  const manifest = {
    contributes: {
      commands: [
        { command: 'x.run', title: '%run%', category: 'X' },
        { command: 'x.hidden', title: 'Hidden', category: 'X' },
      ],
      menus: { commandPalette: [{ command: 'x.hidden', when: 'false' }] },
      keybindings: [{ command: 'x.run', key: 'ctrl+r', mac: 'cmd+r' }],
      configuration: {
        properties: {
          'x.shots': { type: 'integer', default: 10, minimum: 1, maximum: 1000, description: '%shots%' },
          'x.level': { type: 'string', default: 'a', enum: ['a', 'b'], markdownDescription: 'Level a|b.\n\nMore.' },
        },
      },
    },
  };

  test('leave out what the palette hides and take the texts of the text file', () => {
    const { commands } = manifestTables(manifest, { run: 'Run It' });
    expect(commands.split('\n').slice(2)).toEqual(['| **X: Run It** | `x.run` | `ctrl+r`, on macOS `cmd+r` |']);
  });

  test('give the default, the first paragraph and the limits of a setting', () => {
    const { settings } = manifestTables(manifest, { shots: 'Shots.' });
    expect(settings.split('\n').slice(2)).toEqual([
      '| `x.shots` | `10` | Shots. From 1 to 1,000. |',
      '| `x.level` | `"a"` | Level a\\|b. One of `a`, `b`. |',
    ]);
  });

  test('stand between their marks, and what a text has no marks for is an error', () => {
    const marked = 'a\n<!-- commands -->\nold\n<!-- /commands -->\nb';
    expect(() => withTables(marked, { commands: 'new', settings: '' })).toThrow(RangeError);
    const both = `${marked}\n<!-- settings -->\n\n<!-- /settings -->`;
    expect(withTables(both, { commands: '$1 new', settings: 's' })).toContain(
      '<!-- commands -->\n\n$1 new\n\n<!-- /commands -->',
    );
  });
});
