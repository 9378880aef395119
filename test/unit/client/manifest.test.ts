import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { commandIds, panelViewType, viewIds } from '#client/app/commandIds.ts';
import { isPipelinePath } from '#client/app/documentKinds.ts';
import { lensCommands } from '#core/language/lensCommands.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

const commandSchema = z.object({ command: z.string(), title: z.string(), category: z.string() });
const menuItemSchema = z.object({ command: z.string(), when: z.string().optional() });
const manifestSchema = z.object({
  main: z.string(),
  icon: z.string(),
  activationEvents: z.array(z.string()),
  engines: z.object({ vscode: z.string() }),
  capabilities: z.object({
    untrustedWorkspaces: z.object({ supported: z.literal('limited'), restrictedConfigurations: z.array(z.string()) }),
  }),
  contributes: z.object({
    languages: z.array(z.object({ configuration: z.string(), icon: z.record(z.string(), z.string()) })),
    commands: z.array(commandSchema),
    menus: z.record(z.string(), z.array(menuItemSchema)),
    keybindings: z.array(menuItemSchema),
    views: z.record(z.string(), z.array(z.object({ id: z.string(), icon: z.string() }))),
    viewsWelcome: z.array(z.object({ view: z.string() })),
    configuration: z.object({ properties: z.record(z.string(), z.unknown()) }),
    walkthroughs: z.array(
      z.object({
        steps: z.array(z.object({ media: z.object({ markdown: z.string() }), completionEvents: z.array(z.string()) })),
      }),
    ),
  }),
});

const manifestText = readFileSync(join(projectRoot, 'package.json'), 'utf8');
const manifest = manifestSchema.parse(JSON.parse(manifestText));
const texts = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(join(projectRoot, 'package.nls.json'), 'utf8')));
const { contributes } = manifest;
const declared = contributes.commands.map(({ command }) => command).sort();

describe('the manifest', () => {
  test('declares exactly the commands the extension registers', () => {
    expect(declared).toEqual(Object.values(commandIds).sort());
  });

  test('declares the commands that code lenses carry', () => {
    expect(declared).toEqual(expect.arrayContaining(Object.values(lensCommands)));
  });

  test('refers only to its own commands', () => {
    const menus = Object.values(contributes.menus).flat();
    for (const { command } of [...menus, ...contributes.keybindings]) expect(declared).toContain(command);
    for (const text of Object.values(texts)) {
      for (const [, command = ''] of text.matchAll(/\(command:(hybridQuantum\.[^)?]+)/g))
        expect(declared).toContain(command);
    }
    for (const { completionEvents } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      for (const event of completionEvents) {
        if (event.startsWith('onCommand:')) expect(declared).toContain(event.slice('onCommand:'.length));
      }
    }
  });

  test('has the views and the panel the code asks for', () => {
    const views = Object.values(contributes.views).flat();
    expect(views.map(({ id }) => id).sort()).toEqual(Object.values(viewIds).sort());
    expect(contributes.viewsWelcome.map(({ view }) => view)).toEqual(expect.arrayContaining(Object.values(viewIds)));
    expect(manifest.activationEvents).toContain(`onWebviewPanel:${panelViewType}`);
  });

  test('takes every text it shows from the text file, which has no others', () => {
    const used = [...manifestText.matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key);
    expect([...new Set(used)].sort()).toEqual(Object.keys(texts).sort());
  });

  test('names files that exist', () => {
    const files = [
      manifest.icon,
      ...contributes.languages.flatMap(({ configuration, icon }) => [configuration, ...Object.values(icon)]),
      ...Object.values(contributes.views).flatMap((views) => views.map(({ icon }) => icon)),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
    ];
    expect(files.filter((file) => !existsSync(join(projectRoot, file)))).toEqual([]);
  });

  test('knows pipelines by the same names in menus and code', () => {
    const pattern = /resourceFilename =~ \/(.+)\/$/.exec(
      contributes.menus['editor/title/run']?.find(({ command }) => command === commandIds.runPipeline)?.when ?? '',
    )?.[1];
    const inMenus = new RegExp(pattern ?? 'missing');
    for (const name of [
      'a.hybrid.yaml',
      'a.hybrid.yml',
      'a.hybrid.json',
      'a.yaml',
      'hybrid.yaml',
      'a.hybrid.yaml.bak',
    ]) {
      expect([name, inMenus.test(name)]).toEqual([name, isPipelinePath(name)]);
    }
  });

  test('takes backends from no workspace that is not trusted', () => {
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain(
      'hybridQuantum.backends.configured',
    );
  });
});
