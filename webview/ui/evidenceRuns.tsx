import type { PanelMessage } from '#core/protocol/webview.ts';
import { formatCount } from '../format/numbers.ts';
import { SmallButton } from './smallButton.tsx';

interface EvidenceRunsProps {
  /** What the runs show, such as a measure. */
  readonly subject: string;
  readonly runs: readonly string[];
  readonly send: (message: PanelMessage) => void;
}

/** More runs than these are counted, not listed. */
const mostListed = 50;

/** How many runs a value rests on; opened, each of them, which leads to its result. */
export function EvidenceRuns({ runs, send, subject }: EvidenceRunsProps) {
  if (runs.length === 0) return null;
  return (
    <details class="evidence-runs">
      <summary aria-label={`${formatCount(runs.length, 'run')} behind ${subject}`}>
        {formatCount(runs.length, 'run')}
      </summary>
      <ul aria-label={`Runs behind ${subject}`}>
        {runs.slice(0, mostListed).map((id) => (
          <li key={id}>
            <SmallButton label={`Open run ${id}`} text={id} onPress={() => send({ type: 'open-run', id })} />
          </li>
        ))}
        {runs.length > mostListed && <li>{`and ${runs.length - mostListed} more`}</li>}
      </ul>
    </details>
  );
}
