import { useRef, useState } from 'preact/hooks';
import type { PanelMessage } from '#core/protocol/webview.ts';
import { changesText } from '#core/runs/changesText.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { isFinal } from '#core/runs/runState.ts';
import { backendText } from '../format/backendWords.ts';
import { formatMoney } from '../format/numbers.ts';
import { runDuration, stateWord } from '../format/runWords.ts';
import { formatDuration, formatFullMoment, formatMoment } from '../format/times.ts';
import { RunAgainForm } from '../runAgain/runAgainForm.tsx';
import { Fact } from '../ui/fact.tsx';
import { StateIcon } from '../ui/icon.tsx';
import { Button } from '../ui/kit.ts';
import { useNow } from '../ui/useNow.ts';
import { runCost } from './runCost.ts';

interface RunHeaderProps {
  readonly record: RunRecord;
  readonly send: (message: PanelMessage) => void;
}

export function RunHeader({ record, send }: RunHeaderProps) {
  const working = !isFinal(record.state);
  const now = useNow(working);
  const duration = runDuration(record, now);
  const started = record.startedAt ?? record.createdAt;
  const cost = runCost(record);
  const changed = changesText(record);
  const header = useRef<HTMLElement>(null);
  // Of which run: another one that is shown has no form open.
  const [changing, setChanging] = useState<string>();
  const close = () => {
    setChanging(undefined);
    // What had the focus goes with the form.
    header.current?.focus();
  };
  return (
    <header class="run-header" tabIndex={-1} ref={header}>
      <div class="run-title">
        <h1>{record.name}</h1>
        <span class={`state-chip state-${record.state}`} role="status">
          <StateIcon state={record.state} />
          {stateWord(record.state)}
        </span>
        <div class="run-actions">
          <Button
            label={record.kind === 'pipeline' ? 'Open Pipeline' : 'Open Circuit'}
            onPress={() => send({ type: 'open-file', file: record.file })}
          />
          {!working && <Button label="Run Again" onPress={() => send({ type: 'run-again', id: record.id })} />}
          {!working && <Button label="Run Changed…" onPress={() => setChanging(record.id)} />}
        </div>
      </div>
      {changing === record.id && (
        <RunAgainForm
          key={record.id}
          run={record}
          record={record}
          onRead={() => undefined}
          onRun={(options) => {
            send({ type: 'run-changed', id: record.id, options });
            close();
          }}
          onClose={close}
        />
      )}
      <dl class="facts">
        <Fact name="File">{record.file}</Fact>
        {changed !== undefined && <Fact name="Changed">{changed}</Fact>}
        {record.backend !== '' && <Fact name="Backend">{backendText(record)}</Fact>}
        <Fact name="Started">
          <time title={formatFullMoment(started)}>{formatMoment(started, now)}</time>
        </Fact>
        {duration !== undefined && <Fact name={working ? 'Running for' : 'Duration'}>{formatDuration(duration)}</Fact>}
        {cost !== undefined && <Fact name="Cost">{formatMoney(cost)}</Fact>}
        <Fact name="Run">
          <span class="code">{record.id}</span>
        </Fact>
        {record.tags.length > 0 && <Fact name="Tags">{record.tags.join(', ')}</Fact>}
      </dl>
    </header>
  );
}
