import { elevation, projectBloch } from './blochProjection.ts';

type Vector = readonly [number, number, number];

const radius = 34;

/** The state of a qubit as an arrow in the Bloch sphere, which is shorter the more it is mixed. */
export function BlochSphere({ vector }: { readonly vector: Vector }) {
  const tip = projectBloch(vector);
  const length = Math.hypot(...vector);
  return (
    <svg class="bloch-sphere" width="96" height="96" viewBox="-48 -48 96 96" aria-hidden="true">
      <circle class="bloch-rim" r={radius} />
      <ellipse class="bloch-equator" rx={radius} ry={radius * Math.sin(elevation)} />
      <Axis to={[1, 0, 0]} label="x" />
      <Axis to={[0, 1, 0]} label="y" />
      <Axis to={[0, 0, 1]} label="0" />
      <Axis to={[0, 0, -1]} label="1" />
      {length > 0.02 && <line class="bloch-arrow" x2={tip.x * radius} y2={tip.y * radius} />}
      <circle
        class={`bloch-tip${tip.depth < -0.02 ? ' behind' : ''}`}
        cx={tip.x * radius}
        cy={tip.y * radius}
        r="3.5"
      />
    </svg>
  );
}

function Axis({ label, to }: { readonly label: string; readonly to: Vector }) {
  const { x, y } = projectBloch(to);
  return (
    <>
      <line class="bloch-axis" x2={x * radius} y2={y * radius} />
      <text x={x * (radius + 8)} y={y * (radius + 8)}>
        {label}
      </text>
    </>
  );
}
