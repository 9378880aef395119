import type { PanelMessage } from '#core/protocol/webview.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { ShownRun } from '../app/panelModel.ts';
import { titleOf } from '../format/runWords.ts';
import { Button } from '../ui/kit.ts';

interface LiveProgressProps {
  readonly record: RunRecord;
  readonly live: ShownRun['live'];
  readonly send: (message: PanelMessage) => void;
}

/** How far a working run is. Without news of it yet, the bar says that something is under way, not how much. */
export function LiveProgress({ record, live, send }: LiveProgressProps) {
  const percent = live === undefined ? undefined : Math.round(Math.max(0, Math.min(1, live.fraction)) * 100);
  const phrase = live?.detail ?? waitingPhrase(record);
  return (
    <div class="live">
      <div class="live-text">
        <span class="live-phrase">{phrase}</span>
        {percent !== undefined && <span class="live-percent">{percent}&nbsp;%</span>}
        <Button label="Cancel" onPress={() => send({ type: 'cancel-run', id: record.id })} />
      </div>
      <div
        class={percent === undefined ? 'progress indeterminate' : 'progress'}
        role="progressbar"
        aria-label="Progress of the run"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={percent === undefined ? phrase : `${percent} %, ${phrase}`}
      >
        <div class="progress-bar" style={percent === undefined ? {} : { width: `${percent}%` }} />
      </div>
    </div>
  );
}

function waitingPhrase(record: RunRecord): string {
  switch (record.state) {
    case 'created':
      return 'Waiting to start';
    case 'validating':
      return 'Checking the pipeline';
    case 'waiting':
      return `Waiting for ${record.backend}`;
    default:
      return record.step === undefined ? 'Working' : titleOf(record.step);
  }
}
