import { fewestCompared, mostCompared } from '#core/protocol/comparisonSize.ts';
import type { SuiteProgressView, SuiteRunView } from '#core/protocol/suiteView.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import { isFinal } from '#core/runs/runState.ts';
import { formatCount } from '../format/numbers.ts';
import { stateWord } from '../format/runWords.ts';
import { Section } from '../result/section.tsx';
import { StateIcon } from '../ui/icon.tsx';
import { Button } from '../ui/kit.ts';
import { SmallButton } from '../ui/smallButton.tsx';
import { TextTable } from '../ui/textTable.tsx';

interface SuiteProgressProps {
  readonly progress: SuiteProgressView;
  readonly send: (message: PanelMessage) => void;
  /** Shows runs beside each other. */
  readonly onCompare: (ids: readonly string[]) => void;
}

/** The runs of a suite that was started: how far each is, and once all have ended, the table of what came of them. */
export function SuiteProgress({ onCompare, progress: { isRunning, result, runs }, send }: SuiteProgressProps) {
  const ended = runs.filter(({ state }) => isFinal(state)).length;
  const comparable = runs.flatMap(({ runId, state }) =>
    runId !== undefined && (isRunning ? state === 'running' || state === 'succeeded' : state === 'succeeded')
      ? [runId]
      : [],
  );
  const compared = comparable.slice(0, mostCompared);
  return (
    <>
      {result !== undefined && (
        <Section title="Results" note={result.note}>
          <TextTable label="Results" table={result.table} />
          {result.failures.map((failure) => (
            <p key={failure} class="suite-failure">
              {failure}
            </p>
          ))}
        </Section>
      )}
      <Section
        title="Progress"
        note={isRunning ? `${ended} of ${formatCount(runs.length, 'run')} ended` : formatCount(runs.length, 'run')}
      >
        <ol class="suite-runs" aria-label="Runs of the suite">
          {runs.map((run) => (
            <SuiteRun key={run.title} run={run} send={send} />
          ))}
        </ol>
        {compared.length >= fewestCompared && (
          <p class="section-action">
            <Button
              label={compared.length < comparable.length ? `Compare the First ${compared.length}` : 'Compare Runs'}
              onPress={() => onCompare(compared)}
            />
          </p>
        )}
      </Section>
    </>
  );
}

function SuiteRun({ run, send }: { readonly run: SuiteRunView; readonly send: SuiteProgressProps['send'] }) {
  const { detail, fraction, runId, state, title } = run;
  const percent = Math.round(Math.max(0, Math.min(1, fraction)) * 100);
  const isAtWork = state === 'running';
  return (
    <li class="suite-run">
      <span class="suite-run-state">
        <StateIcon state={state} />
        {state === 'created' ? 'Waiting' : stateWord(state)}
      </span>
      <span class="suite-run-title">{title}</span>
      <span class="suite-run-detail" title={detail}>
        {isAtWork ? `${percent} % ${detail}` : detail}
      </span>
      {runId !== undefined && (
        <SmallButton label={`Open ${title}`} text="Open" onPress={() => send({ type: 'open-run', id: runId })} />
      )}
      {runId !== undefined && isAtWork && (
        <SmallButton label={`Cancel ${title}`} text="Cancel" onPress={() => send({ type: 'cancel-run', id: runId })} />
      )}
      {isAtWork && (
        <div
          class="progress"
          role="progressbar"
          aria-label={`Progress of ${title}`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
        >
          <div class="progress-bar" style={{ width: `${percent}%` }} />
        </div>
      )}
    </li>
  );
}
