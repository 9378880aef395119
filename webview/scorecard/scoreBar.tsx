interface ScoreBarProps {
  /** 0…1. */
  readonly score: number;
  /** What it would be at most if every value were known; not below `score`. */
  readonly atMost: number;
}

/** A score as the filled part of a bar, and what is not known yet as an outlined part. The number stands beside it. */
export function ScoreBar({ score, atMost }: ScoreBarProps) {
  const percent = (share: number) => `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;
  return (
    <svg class="score-bar" width="100%" height="12" aria-hidden="true">
      <rect class="score-track" x="0" y="2" width="100%" height="8" />
      {atMost > score && <rect class="score-open" x="0" y="2" width={percent(atMost)} height="8" />}
      <rect class="score-fill" x="0" y="2" width={percent(score)} height="8" />
    </svg>
  );
}
