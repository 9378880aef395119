import { flowText } from '#core/base/yaml/flowText.ts';
import { yamlText } from '#core/base/yaml/yamlText.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';

/** A setting of a run that another run can have another value for. */
export interface RunSetting {
  /** Keys and positions in lists, joined by dots. */
  readonly path: string;
  /** Its value in the run: YAML of one line. */
  readonly text: string;
  /** What stands in the file as far as the run knows it, where the run has changed it; empty for nothing. */
  readonly before: string;
}

/** Texts of fields that were edited, by path. */
export type SettingDraft = Readonly<Record<string, string>>;

/** What follows from other settings or has a field of its own, so that no file says it. */
const derived = /^(?:hybrid|seeds\..*|data\.seed|interface\.input\.asTable|optimise\.checkpointEvery)$/;

/** The settings of a run of a pipeline: those it has changed first, then all others in the order of its configuration. */
export function runSettings({ changes = [], configuration }: RunRecord): readonly RunSetting[] {
  const changed = changes.map(({ after, before, path }) => ({
    path,
    text: settingText(after),
    before: before === undefined ? '' : settingText(before),
  }));
  const isChanged = (path: string) => changed.some((one) => path === one.path || path.startsWith(`${one.path}.`));
  // A run that did not pass validation keeps what it was told instead.
  const isKnown = typeof configuration === 'object' && configuration !== null && 'hybrid' in configuration;
  const others = (isKnown ? leavesOf(configuration, '') : [])
    .filter(({ path }) => !derived.test(path) && !isChanged(path))
    .map(({ path, value }) => ({ path, text: settingText(value), before: settingText(value) }));
  return [...changed, ...others];
}

/** What stands in the field of a setting. */
export function fieldText({ path, text }: RunSetting, draft: SettingDraft): string {
  return Object.hasOwn(draft, path) ? (draft[path] ?? '') : text;
}

export function isChangedSetting(setting: RunSetting, draft: SettingDraft): boolean {
  return fieldText(setting, draft).trim() !== setting.before;
}

/** What the next run changes: the fields whose texts are not what stands in the file. */
export function changedSettingValues(settings: readonly RunSetting[], draft: SettingDraft): Record<string, string> {
  return Object.fromEntries(
    settings
      .filter((setting) => isChangedSetting(setting, draft))
      .map((setting) => [setting.path, fieldText(setting, draft).trim()]),
  );
}

/** Those whose path has every word, in any case. */
export function foundSettings(settings: readonly RunSetting[], words: string): readonly RunSetting[] {
  const wanted = words.toLowerCase().split(/\s+/);
  return settings.filter(({ path }) => wanted.every((word) => path.toLowerCase().includes(word)));
}

/** Lists are one value, but for those of blocks, whose settings have paths of their own. */
function leavesOf(value: unknown, path: string): { readonly path: string; readonly value: unknown }[] {
  if (value === undefined) return [];
  const isBlock = (item: unknown) => typeof item === 'object' && item !== null && !Array.isArray(item);
  const hasParts = Array.isArray(value) ? value.some(isBlock) : isBlock(value) && Object.keys(Object(value)).length > 0;
  if (!hasParts) return path === '' ? [] : [{ path, value }];
  return Object.entries(Object(value)).flatMap(([key, item]) => leavesOf(item, path === '' ? key : `${path}.${key}`));
}

/** As people write it: words without quotes. */
function settingText(value: unknown): string {
  return typeof value === 'string' ? yamlText(value) : flowText(value);
}
