import { phaseColour, phaseOf } from './phase.ts';

interface PhaseDiskProps {
  readonly amplitude: { readonly re: number; readonly im: number };
}

const radius = 9;

/** An amplitude as a disk: as large as its size, with a hand (and a colour) for its phase, which is 0 to the right. */
export function PhaseDisk({ amplitude }: PhaseDiskProps) {
  const size = Math.hypot(amplitude.re, amplitude.im);
  const phase = phaseOf(amplitude);
  const hand = { x2: Math.cos(phase) * radius, y2: -Math.sin(phase) * radius };
  return (
    <svg class="phase-disk" width="20" height="20" viewBox="-10 -10 20 20" aria-hidden="true">
      <circle class="phase-rim" r={radius} />
      <circle r={Math.max(1, size * radius)} style={{ fill: phaseColour(phase) }} />
      {size > 0.4 && <line class="phase-halo" {...hand} />}
      <line class="phase-hand" {...hand} />
    </svg>
  );
}
