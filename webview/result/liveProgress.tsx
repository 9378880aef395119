import type { PanelMessage } from '#core/protocol/webview.ts';
import { jobsOutText, noJobsOut } from '#core/runs/jobsOut.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { ShownRun } from '../app/panelModel.ts';
import { titleOf } from '../format/runWords.ts';
import { Icon } from '../ui/icon.tsx';
import { Button } from '../ui/kit.ts';

interface LiveProgressProps {
  readonly record: RunRecord;
  readonly live: ShownRun['live'];
  readonly jobs: ShownRun['jobs'];
  readonly send: (message: PanelMessage) => void;
}

/** How far a working run is, and where the job is that it waits for. Without news of it yet, the bar says that something is under way, not how much. */
export function LiveProgress({ jobs = noJobsOut, live, record, send }: LiveProgressProps) {
  const percent = live === undefined ? undefined : Math.round(Math.max(0, Math.min(1, live.fraction)) * 100);
  const phrase = live === undefined || live.detail === '' ? waitingPhrase(record) : live.detail;
  const atProviders = jobsOutText(jobs, Date.now());
  return (
    <div class="live">
      <div class="live-text">
        <span class="live-phrase">{phrase}</span>
        {percent !== undefined && <span class="live-percent">{percent}&nbsp;%</span>}
        <Button label="Cancel" onPress={() => send({ type: 'cancel-run', id: record.id })} />
      </div>
      {atProviders !== '' && (
        <p class="live-jobs">
          <Icon name="clock" />
          <span>{atProviders}</span>
        </p>
      )}
      <div
        class={percent === undefined ? 'progress indeterminate' : 'progress'}
        role="progressbar"
        aria-label="Progress of the run"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={[percent === undefined ? '' : `${percent} %`, phrase, atProviders]
          .filter((part) => part !== '')
          .join(', ')}
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
