import { decisionText } from '#core/runs/decisionText.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { formatFullMoment } from '../format/times.ts';
import { Icon } from '../ui/icon.tsx';
import { Section } from './section.tsx';

/** What the run asked, and what people answered. */
export function DecisionsSection({ record: { decisions = [] } }: { readonly record: RunRecord }) {
  if (decisions.length === 0) return null;
  return (
    <Section title="Decisions">
      <ul class="events">
        {decisions.map((decision) => (
          <li key={`${decision.time} ${decision.topic}`}>
            <Icon name="information" />
            <span>
              {`${decision.message} Answer: ${decisionText(decision)}, `}
              <time class="event-time">{formatFullMoment(decision.time)}</time>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
