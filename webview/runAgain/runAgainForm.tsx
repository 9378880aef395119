import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ChangedOptions } from '#core/protocol/historyMessages.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunRow } from '../app/panelModel.ts';
import { type CircuitConfiguration, circuitConfiguration, configuredBackends } from '../format/runConfiguration.ts';
import { Button, ProgressRing, Select, TextField } from '../ui/kit.ts';
import { ToolBox } from '../ui/toolBox.tsx';
import { changedSettingValues, runSettings, type SettingDraft } from './changedSettings.ts';
import { ChangedSettingsList, isUsableSetting } from './changedSettingsList.tsx';

/** Of a circuit of which it is not known. */
const usualCircuit: CircuitConfiguration = { shots: 1024, inputs: {} };

interface RunAgainFormProps {
  readonly run: Pick<RunRow, 'id' | 'name'>;
  /** Undefined until it is read. */
  readonly record: RunRecord | undefined;
  readonly onRead: (ids: readonly string[]) => void;
  readonly onRun: (options: ChangedOptions) => void;
  readonly onClose: () => void;
}

/** Starts the pipeline or circuit of a run again, on its files as they are now, with other values. */
export function RunAgainForm({ onClose, onRead, onRun, record, run }: RunAgainFormProps) {
  useEffect(() => {
    if (record === undefined) onRead([run.id]);
  }, [record === undefined]);
  return (
    <ToolBox title={`Run ${run.name} with other values`} onClose={onClose}>
      {record === undefined ? (
        <ProgressRing label="Reading the run" />
      ) : record.kind === 'pipeline' ? (
        <PipelineValues record={record} onRun={onRun} />
      ) : (
        <CircuitValues record={record} onRun={onRun} />
      )}
    </ToolBox>
  );
}

interface ValuesProps {
  readonly record: RunRecord;
  readonly onRun: (options: ChangedOptions) => void;
}

function PipelineValues({ onRun, record }: ValuesProps) {
  const [seed, setSeed] = useState(String(record.seeds['root'] ?? ''));
  const [backend, setBackend] = useState(record.backend);
  const [quantum, setQuantum] = useState<NonNullable<ChangedOptions['quantum']>>('active');
  const [draft, setDraft] = useState<SettingDraft>({});
  const settings = useMemo(() => runSettings(record), [record]);
  const areSettings = settings.every((setting) => isUsableSetting(setting, draft));
  const values = changedSettingValues(settings, draft);
  const backends = [...new Set([record.backend, ...(configuredBackends(record) ?? [])])];
  const root = wholeNumber(seed);
  const isSeed = seed.trim() === '' || (root !== undefined && root >= -(2 ** 31) && root < 2 ** 32);
  return (
    <>
      <div class="filter-line">
        <Field label="Seed" value={seed} onInput={setSeed} valid={isSeed} />
        <Select
          label="Backend"
          value={backend}
          options={backends.map((id) => ({ value: id, label: id }))}
          onSelect={setBackend}
        />
        <Select
          label="Quantum step"
          value={quantum}
          options={[
            { value: 'active', label: 'Quantum step on' },
            { value: 'disabled', label: 'Quantum step off' },
            { value: 'shadow', label: 'Quantum step in the shadow' },
          ]}
          onSelect={setQuantum}
        />
        <Button
          label="Run"
          appearance="primary"
          disabled={!isSeed || !areSettings}
          onPress={() =>
            onRun({
              ...(root === undefined || root === record.seeds['root'] ? {} : { seed: root }),
              ...(backend === record.backend ? {} : { backend }),
              ...(quantum === 'active' ? {} : { quantum }),
              ...(Object.keys(values).length === 0 ? {} : { values }),
            })
          }
        />
        <p class="toolbar-note">
          Its files are read as they are now; Repeat in the Result tab takes them as they were.
        </p>
      </div>
      {settings.length > 0 && <ChangedSettingsList {...{ draft, settings }} onDraft={setDraft} />}
    </>
  );
}

function CircuitValues({ onRun, record }: ValuesProps) {
  const before = circuitConfiguration(record) ?? usualCircuit;
  const [shots, setShots] = useState(String(before.shots));
  const [seed, setSeed] = useState(String(record.seeds['sampler'] ?? record.seeds['root'] ?? ''));
  const [inputs, setInputs] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(Object.entries(before.inputs).map(([name, value]) => [name, String(value)])),
  );
  const count = wholeNumber(shots);
  const isCount = count !== undefined && count >= 1 && count <= 100_000_000;
  const root = wholeNumber(seed);
  const isSeed = seed.trim() === '' || root !== undefined;
  const values = Object.entries(inputs).map(([name, text]) => [name, Number(text), text.trim() !== ''] as const);
  const areValues = values.every(([, value, given]) => given && Number.isFinite(value));
  return (
    <div class="filter-line">
      <Field label="Shots" value={shots} onInput={setShots} valid={isCount} />
      <Field label="Seed" value={seed} onInput={setSeed} valid={isSeed} />
      {Object.entries(inputs).map(([name, text]) => (
        <Field
          key={name}
          label={name}
          value={text}
          valid={text.trim() !== '' && Number.isFinite(Number(text))}
          onInput={(value) => setInputs({ ...inputs, [name]: value })}
        />
      ))}
      <Button
        label="Run"
        appearance="primary"
        disabled={!isCount || !isSeed || !areValues}
        onPress={() =>
          onRun({
            ...(count === undefined ? {} : { shots: count }),
            ...(root === undefined ? {} : { seed: root }),
            inputs: Object.fromEntries(values.map(([name, value]) => [name, value])),
          })
        }
      />
    </div>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly valid: boolean;
  readonly onInput: (value: string) => void;
}

function Field({ label, onInput, valid, value }: FieldProps) {
  return (
    <span class="labelled-field">
      <span aria-hidden="true">{label}</span>
      <TextField label={label} placeholder="" value={value} onInput={onInput} />
      {!valid && <span role="alert">no such value</span>}
    </span>
  );
}

function wholeNumber(text: string): number | undefined {
  const number = Number(text);
  return text.trim() !== '' && Number.isInteger(number) ? number : undefined;
}
