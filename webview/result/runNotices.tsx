import { failedStepText } from '#core/runs/failedStepText.ts';
import type { RunRecord, RunResult } from '#core/runs/runRecord.ts';
import { titleOf } from '../format/runWords.ts';
import { formatFullMoment } from '../format/times.ts';
import { Icon } from '../ui/icon.tsx';
import { Section } from './section.tsx';

/** Why a run ended without a result, where, and what to do about it. */
export function FailureNotice({ record }: { readonly record: RunRecord }) {
  const { failure, state } = record;
  const at = failedAt(record);
  if (failure === undefined) {
    if (state !== 'cancelled' && state !== 'stopped') return null;
    return (
      <div class="notice">
        <Icon name="information" />
        <div>
          <p class="notice-title">{`The run was ${state}${at}`}</p>
          {record.kind === 'pipeline' && <p>What it had finished is kept: it can be resumed from its checkpoint.</p>}
        </div>
      </div>
    );
  }
  return (
    <div class={state === 'failed' ? 'notice error' : 'notice'} role={state === 'failed' ? 'alert' : undefined}>
      <Icon name={state === 'failed' ? 'circle-cross' : 'information'} />
      <div>
        <p class="notice-title">{`The run ${state === 'failed' ? 'failed' : `was ${state}`}${at}`}</p>
        <p>{failure.message}</p>
        {failure.advice !== undefined && <p class="notice-advice">{failure.advice}</p>}
      </div>
    </div>
  );
}

/** In which step, repeat and part of it a run ended early, where that is known. */
function failedAt(record: RunRecord): string {
  const exact = failedStepText(record);
  if (exact !== undefined) return ` in ${exact}`;
  return record.step === undefined ? '' : ` in the step “${titleOf(record.step)}”`;
}

function eventText({ attempt, from, to }: RunResult['fallbacks'][number]): string {
  return attempt === undefined ? `Fell back from ${from} to ${to}` : `Tried ${from} again, attempt ${attempt}`;
}

interface EventsSectionProps {
  readonly result: RunResult | undefined;
  /** What a run at work has warned of and does not have in its record yet. */
  readonly live: readonly string[];
}

/** Warnings of the run, and every time it fell back to another backend. */
export function EventsSection({ live, result }: EventsSectionProps) {
  const { fallbacks = [] } = result ?? {};
  const warnings = [...new Set([...(result?.warnings ?? []), ...live])];
  if (warnings.length + fallbacks.length === 0) return null;
  return (
    <Section title="Warnings and fallbacks">
      <ul class="events">
        {fallbacks.map((fallback) => (
          <li key={`${fallback.time} ${fallback.from} ${fallback.to}`}>
            <Icon name="warning" />
            <span>
              {`${eventText(fallback)} (${fallback.reason}): ${fallback.message} `}
              <time class="event-time">{formatFullMoment(fallback.time)}</time>
            </span>
          </li>
        ))}
        {warnings.map((warning) => (
          <li key={warning}>
            <Icon name="warning" />
            <span>{warning}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
