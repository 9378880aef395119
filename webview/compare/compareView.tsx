import { useEffect, useRef } from 'preact/hooks';
import type { ComparisonReport, ComparisonView } from '#core/protocol/comparisonView.ts';
import type { RunRecord, TraceEntry } from '#core/runs/runRecord.ts';
import { formatCount, formatMoney } from '../format/numbers.ts';
import { stateWord } from '../format/runWords.ts';
import { formatDuration, formatMoments } from '../format/times.ts';
import { Section } from '../result/section.tsx';
import { EmptyState } from '../ui/emptyState.tsx';
import { StateIcon } from '../ui/icon.tsx';
import { Button, ProgressRing } from '../ui/kit.ts';
import { ScrollArea } from '../ui/scrollArea.tsx';
import { SmallButton } from '../ui/smallButton.tsx';
import { CalibrationDifference } from './calibrationDifference.tsx';
import { CircuitSection } from './circuitSection.tsx';
import { ComparedCurves } from './comparedCurves.tsx';
import { ComparedMetrics } from './comparedMetrics.tsx';
import { CountsOverlay } from './countsOverlay.tsx';
import { FileDifferences } from './fileDifferences.tsx';
import { foldedSeeds } from './foldedSeeds.ts';
import { SettingRows } from './settingRows.tsx';

interface CompareViewProps {
  readonly ids: readonly string[];
  readonly view: ComparisonView | undefined;
  /** Records of the runs that are known, for their curves. */
  readonly records: ReadonlyMap<string, RunRecord>;
  /** Of those that are under way, what they have said so far. */
  readonly live: ReadonlyMap<string, readonly TraceEntry[]>;
  /** In which states the runs are, in their order: when one has got on, there is more to compare. */
  readonly states: readonly string[];
  /** @param changed those of the runs that have got on */
  readonly onRead: (ids: readonly string[], changed: readonly string[]) => void;
  /** Another order or fewer of the runs; the first is the reference. */
  readonly onRuns: (ids: readonly string[]) => void;
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}

/** Two to eight runs side by side: what differs of how they were made, and what came of it. */
export function CompareView({ ids, live, onClose, onOpen, onRead, onRuns, records, states, view }: CompareViewProps) {
  const wanted = ids.join('\n');
  const isCurrent = view?.ids.join('\n') === wanted;
  const known = useRef<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    const now = new Map(ids.map((id, index) => [id, states[index] ?? '']));
    const changed = ids.filter((id) => known.current.has(id) && known.current.get(id) !== now.get(id));
    known.current = now;
    if (!isCurrent || changed.length > 0) onRead(ids, changed);
  }, [wanted, isCurrent, states.join(' ')]);
  return (
    <div class="compare">
      <div class="history-strip">
        <Button label="Back to the Table" onPress={onClose} />
        <span class="toolbar-note" role="status">
          {`${ids.length} runs side by side`}
        </span>
      </div>
      {view === undefined || !isCurrent ? (
        <div class="empty-state" role="status">
          <ProgressRing label="Comparing the runs" />
        </div>
      ) : view.kind === 'unavailable' ? (
        <EmptyState icon="warning" title="These runs cannot be compared" advice={view.reason}>
          <Button label="Back to the Table" onPress={onClose} />
        </EmptyState>
      ) : (
        <Comparison report={view.report} ids={ids} records={records} live={live} onOpen={onOpen} onRuns={onRuns} />
      )}
    </div>
  );
}

/** How long a run took and what it cost, as far as it is known. */
function timeAndCost({ cost, createdAt, endedAt }: ComparisonReport['runs'][number]): string {
  return [
    ...(endedAt === undefined ? [] : [formatDuration(endedAt - createdAt)]),
    cost === undefined ? 'cost not known' : formatMoney(cost),
  ].join(', ');
}

interface ComparisonProps extends Pick<CompareViewProps, 'ids' | 'live' | 'onOpen' | 'onRuns' | 'records'> {
  readonly report: ComparisonReport;
}

function Comparison({ ids, live, onOpen, onRuns, records, report }: ComparisonProps) {
  const { calibration, circuits, circumstances, configuration, counts, files, inputs, metrics, runs } = report;
  const names = runs.map((_, index) => letterOf(index));
  const moments = formatMoments(
    runs.map(({ createdAt }) => createdAt),
    Date.now(),
  );
  const { followed, settings } = foldedSeeds(configuration);
  return (
    <ScrollArea label="Comparison of runs">
      <div class="compare-sections">
        <ol class="compared-runs" aria-label="Runs compared">
          {runs.map((run, index) => (
            <li key={run.id} class={`compared-run series-${index}`}>
              <span class="compared-name">
                <span class="series-mark" aria-hidden="true" />
                <strong>{names[index]}</strong> {run.name}
              </span>
              <span class="compared-state">
                <StateIcon state={run.state} />
                {stateWord(run.state)}
              </span>
              <span class="toolbar-note">
                {[moments[index], ...(run.backend === '' ? [] : [run.backend])].join(', ')}
              </span>
              <span class="toolbar-note">{timeAndCost(run)}</span>
              <span class="compared-actions">
                <SmallButton label={`Open run ${names[index]}`} text="Open" onPress={() => onOpen(run.id)} />
                {index > 0 && (
                  <SmallButton
                    label={`Make run ${names[index]} the reference`}
                    text="Reference"
                    onPress={() => onRuns([run.id, ...ids.filter((id) => id !== run.id)])}
                  />
                )}
                {runs.length > 2 && (
                  <SmallButton
                    label={`Leave out run ${names[index]}`}
                    text="Leave out"
                    onPress={() => onRuns(ids.filter((id) => id !== run.id))}
                  />
                )}
              </span>
            </li>
          ))}
        </ol>
        <Section title="Settings that differ">
          {configuration.length === 0 ? (
            <p>The settings are the same.</p>
          ) : (
            <SettingRows label="Settings that differ" names={names} rows={settings} />
          )}
          {followed.length > 0 && (
            <details class="followed-seeds">
              <summary>{`${formatCount(followed.length, 'seed')} that follow from seeds.root`}</summary>
              <SettingRows label="Seeds that follow" names={names} rows={followed} />
            </details>
          )}
        </Section>
        {metrics.length > 0 && (
          <Section
            title="Metrics"
            note="against A with its interval, paired by repeat, corrected t test; p-values not adjusted for their number"
          >
            <ComparedMetrics names={names} metrics={metrics} />
          </Section>
        )}
        {ids.some((id) => (records.get(id)?.result?.trace ?? live.get(id) ?? []).length > 1) && (
          <Section title="Optimisation">
            <ComparedCurves names={names} ids={ids} records={records} live={live} />
          </Section>
        )}
        {counts !== undefined && (
          <Section title="Counts" note="distances from A">
            <CountsOverlay names={names} counts={counts} />
          </Section>
        )}
        {circuits.length > 0 && <CircuitSection names={names} circuits={circuits} />}
        <Section title="Files that differ">
          {inputs.length === 0 ? (
            <p>They read the same files.</p>
          ) : (
            <FileDifferences names={names} inputs={inputs} files={files} />
          )}
        </Section>
        {circumstances.length > 0 && (
          <Section title="What else differs">
            <SettingRows label="What else differs" names={names} rows={circumstances} />
          </Section>
        )}
        {calibration.length > 0 && (
          <Section title="Calibration" note="against A, what errs most differently first">
            {calibration.map((device) => (
              <CalibrationDifference key={device.device} names={names} device={device} />
            ))}
          </Section>
        )}
      </div>
    </ScrollArea>
  );
}

/** A, B, C …: shorter than the ids, and clearer than names that are all the same. */
function letterOf(index: number): string {
  return String.fromCharCode(65 + index);
}
