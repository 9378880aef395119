import type { RolloutReport, RolloutView } from '#core/protocol/rolloutView.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import { formatFullMoment, formatMoment } from '../format/times.ts';
import { Section } from '../result/section.tsx';
import { Fact } from '../ui/fact.tsx';
import { Icon } from '../ui/icon.tsx';
import { Button } from '../ui/kit.ts';
import { useNow } from '../ui/useNow.ts';
import { CriteriaTable } from './criteriaTable.tsx';
import { eventText, stageTitle } from './rolloutWords.ts';
import { StageCard } from './stageCard.tsx';

interface RolloutTabProps {
  readonly view: Extract<RolloutView, { kind: 'rollout' }>;
  readonly send: (message: PanelMessage) => void;
}

/** The way of a pipeline to production: its stages, what is still missing, what was decided, and the switch. */
export function RolloutTab({ view: { file, report }, send }: RolloutTabProps) {
  const { history, name, next, rollbackWhen, stage, stages } = report;
  return (
    <section
      class="result rollout"
      aria-label="Rollout"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <header class="run-header">
        <div class="run-title">
          <h1>{name}</h1>
          <div class="run-actions">
            <Button label="Open Pipeline" onPress={() => send({ type: 'open-file', file })} />
          </div>
        </div>
        <dl class="facts">
          <Fact name="File">{file}</Fact>
          <Fact name="Stage">{stageTitle(stage)}</Fact>
        </dl>
      </header>
      <QuantumSwitch report={report} send={send} />
      {report.overdue !== undefined && (
        <div class="notice error" role="alert">
          <Icon name="clock" />
          <div>
            <p class="notice-title">The quantum step rests until the stage is left</p>
            <p>{`Why: ${report.overdue}. Advance to the next stage, or give this one a longer maxDuration.`}</p>
          </div>
        </div>
      )}
      <Section title="Stages">
        <ol class="stages">
          {stages.map((each) => (
            <StageCard key={each.stage} view={each} next={each.place === 'current' ? next : undefined} send={send} />
          ))}
        </ol>
      </Section>
      {rollbackWhen.length > 0 && (
        <Section title="Switched off when" note="one of these holds">
          <CriteriaTable
            label="Criteria for switching the quantum step off"
            criteria={rollbackWhen}
            isAlarm
            send={send}
          />
        </Section>
      )}
      <Section title="History">
        <HistoryList history={history} />
      </Section>
    </section>
  );
}

/** Whether the quantum step runs, and the button that changes it. */
function QuantumSwitch({
  report: { switchedOff },
  send,
}: { readonly report: RolloutReport } & Pick<RolloutTabProps, 'send'>) {
  const isOn = switchedOff === undefined;
  return (
    <div class={isOn ? 'notice switch' : 'notice switch error'} role="status">
      <Icon name={isOn ? 'circle-check' : 'circle-slash'} />
      <div class="switch-text">
        <p class="notice-title">
          {isOn ? 'The rollout leaves the quantum step on' : 'The quantum step is switched off'}
        </p>
        <p>
          {isOn
            ? 'Switching it off changes nothing else: runs go on classically.'
            : `Why: ${switchedOff}. Runs go on classically.`}
        </p>
      </div>
      <Button
        label={isOn ? 'Switch Off…' : 'Switch On…'}
        appearance={isOn ? 'secondary' : 'primary'}
        onPress={() => send({ type: 'decide-rollout', decision: isOn ? 'rolled-back' : 'restored' })}
      />
    </div>
  );
}

function HistoryList({ history }: { readonly history: RolloutReport['history'] }) {
  const now = useNow(false);
  if (history.length === 0) return <p class="hint">Nothing has been decided yet.</p>;
  return (
    <ol class="decisions" aria-label="Decisions, the latest first">
      {[...history].reverse().map((event) => (
        <li key={`${event.at} ${event.kind} ${event.by}`}>
          <time title={formatFullMoment(event.at)}>{formatMoment(event.at, now)}</time>
          <span>
            {eventText(event)}
            {event.note !== undefined && <span class="decision-note">{event.note}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
