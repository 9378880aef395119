import { useMemo, useRef, useState } from 'preact/hooks';
import { TextField } from '../ui/kit.ts';
import { SmallButton } from '../ui/smallButton.tsx';
import { fieldText, foundSettings, isChangedSetting, type RunSetting, type SettingDraft } from './changedSettings.ts';
import { isOneLineValue } from './oneLineValue.ts';

/** More rows than these take longer to look through than a word takes to type. */
const mostRows = 12;

interface ChangedSettingsListProps {
  readonly settings: readonly RunSetting[];
  readonly draft: SettingDraft;
  readonly onDraft: (draft: SettingDraft) => void;
}

/** Whether a setting is as it was, or has another value that could be one. */
export function isUsableSetting(setting: RunSetting, draft: SettingDraft): boolean {
  return !isChangedSetting(setting, draft) || isOneLineValue(fieldText(setting, draft));
}

/** The settings of a run, each with a field for another value, found by words of their paths. */
export function ChangedSettingsList({ draft, onDraft, settings }: ChangedSettingsListProps) {
  const [words, setWords] = useState('');
  // Rows keep their places while values are entered: the changed ones go first when other rows are looked for.
  const rows = useMemo(() => {
    const changed = settings.filter((setting) => isChangedSetting(setting, draft));
    return [...changed, ...foundSettings(settings, words).filter((setting) => !changed.includes(setting))];
  }, [settings, words]);
  const most = Math.max(mostRows, rows.findLastIndex((setting) => isChangedSetting(setting, draft)) + 1);
  const shown = rows.slice(0, most);
  return (
    <div class="changed-settings">
      <div class="filter-line">
        <TextField label="Find a setting" placeholder="Find a setting" value={words} onInput={setWords} />
        <span class="toolbar-note" role="status">
          {rows.length > most ? `${most} of ${rows.length} settings; words of a path find others` : ''}
          {rows.length === 0 ? 'No setting has these words' : ''}
        </span>
      </div>
      <ul aria-label="Settings of the run">
        {shown.map((setting) => (
          <SettingRow key={setting.path} {...{ draft, onDraft, setting }} />
        ))}
      </ul>
    </div>
  );
}

interface SettingRowProps {
  readonly setting: RunSetting;
  readonly draft: SettingDraft;
  readonly onDraft: (draft: SettingDraft) => void;
}

function SettingRow({ draft, onDraft, setting }: SettingRowProps) {
  const { before, path } = setting;
  const isChanged = isChangedSetting(setting, draft);
  const row = useRef<HTMLLIElement>(null);
  const enter = (text: string) => onDraft({ ...draft, [path]: text });
  const undo = () => {
    // The button goes with the change, and must not take the focus along.
    row.current?.focus();
    enter(before);
  };
  return (
    <li tabIndex={-1} ref={row} class={isChanged ? 'setting-row changed-setting' : 'setting-row'}>
      <span class="setting-path" aria-hidden="true">
        {path}
      </span>
      <span class="setting-value">
        {isChanged && <span class="setting-before">{before === '' ? 'unset' : before} → </span>}
        <TextField label={path} placeholder="" value={fieldText(setting, draft)} onInput={enter} />
        {isChanged && <SmallButton label={`Undo the change of ${path}`} text="Undo" onPress={undo} />}
        {!isUsableSetting(setting, draft) && <span role="alert">not a YAML value</span>}
      </span>
    </li>
  );
}
