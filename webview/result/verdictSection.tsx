import type { RunRecord, RunResult, Verdict } from '#core/runs/runRecord.ts';
import { backendCaveats } from '../format/backendWords.ts';
import { verdictHeadline } from '../format/runWords.ts';
import { Icon } from '../ui/icon.tsx';
import { contenderName } from './contenderName.ts';

/** The conclusions in plain words and neutral colours: none of them is a win or a loss for the reader. */
export function VerdictSection({ record }: { readonly record: RunRecord }) {
  const { result } = record;
  if (result === undefined || result.verdicts.length === 0) return null;
  return (
    <section class="verdicts" aria-label="Verdict">
      {result.verdicts.map((verdict) => (
        <VerdictBanner key={`${verdict.against} ${verdict.metric}`} verdict={verdict} result={result} />
      ))}
      {backendCaveats(record).map((caveat) => (
        <p key={caveat} class="verdict-caveat">
          {caveat}
        </p>
      ))}
    </section>
  );
}

function VerdictBanner({ verdict, result }: { readonly verdict: Verdict; readonly result: RunResult }) {
  const other = result.contenders.find(({ id }) => id === verdict.against);
  const headline = verdictHeadline(verdict, 'the hybrid', other === undefined ? verdict.against : contenderName(other));
  return (
    <div class="verdict">
      <Icon name="balance" />
      <div>
        <p class="verdict-headline">{headline.charAt(0).toUpperCase() + headline.slice(1)}</p>
        <p class="verdict-text">{verdict.text}</p>
      </div>
    </div>
  );
}
