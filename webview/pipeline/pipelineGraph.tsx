import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { GraphRun, ShownGraph, ShownGraphNode } from '#core/protocol/pipelineGraph.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { type Direction, type EdgeRoute, layoutGraph, type NodePlace, stepTowards } from './graphLayout.ts';
import { kindWord, type StepState, stepAt, stepDescription, stepStates } from './stepStates.ts';

interface PipelineGraphProps {
  readonly graph: ShownGraph;
  readonly run: GraphRun | undefined;
  readonly cursor: OffsetRange | undefined;
  readonly onReveal: (range: OffsetRange) => void;
}

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** The graph: a list of steps for those who hear it, each where the layout puts it; arrow keys follow the connections. */
export function PipelineGraph({ cursor, graph, onReveal, run }: PipelineGraphProps) {
  const layout = useMemo(() => layoutGraph(graph), [graph]);
  const states = useMemo(() => (run === undefined ? undefined : stepStates(graph, run)), [graph, run]);
  const [chosen, setChosen] = useState<string>();
  const list = useRef<HTMLOListElement>(null);
  const marked = cursor === undefined ? undefined : stepAt(graph.nodes, cursor);
  const first = graph.nodes[0]?.id;
  const focused = graph.nodes.some(({ id }) => id === chosen) ? chosen : first;
  const step = (id: string) => list.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(id)}"]`);

  useEffect(() => {
    if (marked !== undefined) step(marked)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [marked]);

  const move = (event: KeyboardEvent) => {
    const target = targetOf(event.key);
    if (target === undefined) return;
    event.preventDefault();
    setChosen(target);
    step(target)?.focus();
  };
  const targetOf = (key: string): string | undefined => {
    if (key === 'Home') return first;
    if (key === 'End') return graph.nodes.at(-1)?.id;
    const direction = directions[key];
    return direction === undefined || focused === undefined ? undefined : stepTowards(layout, focused, direction)?.id;
  };

  return (
    <div class="pipeline-scroll">
      <div class="pipeline-graph" style={{ width: `${layout.width}px`, height: `${layout.height}px` }}>
        <svg width={layout.width} height={layout.height} aria-hidden="true">
          {layout.routes.map((route) => (
            <Connection key={`${route.edge.from} ${route.edge.to}`} route={route} />
          ))}
        </svg>
        <ol aria-label={`Steps of ${graph.name}`} ref={list} onKeyDown={move}>
          {layout.places.map((place) => (
            <Step
              key={place.node.id}
              place={place}
              description={stepDescription(place.node, graph, states?.get(place.node.id))}
              state={states?.get(place.node.id)}
              isMarked={place.node.id === marked}
              isStop={place.node.id === focused}
              onFocus={() => setChosen(place.node.id)}
              onReveal={onReveal}
            />
          ))}
        </ol>
      </div>
    </div>
  );
}

interface StepProps {
  readonly place: NodePlace;
  readonly description: string;
  readonly state: StepState | undefined;
  readonly isMarked: boolean;
  /** Whether the tab key stops here. */
  readonly isStop: boolean;
  readonly onFocus: () => void;
  readonly onReveal: (range: OffsetRange) => void;
}

function Step({ description, isMarked, isStop, onFocus, onReveal, place, state }: StepProps) {
  const { height, node, width, x, y } = place;
  return (
    <li style={{ left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` }}>
      <button
        type="button"
        class={['step', `step-${node.kind}`, ...(isMarked ? ['step-marked'] : [])].join(' ')}
        data-step={node.id}
        data-state={state}
        tabIndex={isStop ? 0 : -1}
        aria-current={isMarked ? 'true' : undefined}
        title={node.detail === '' ? node.title : `${node.title}: ${node.detail}`}
        onFocus={onFocus}
        onClick={() => {
          if (node.source) onReveal(node.source);
        }}
      >
        <StepText node={node} state={state} />
        <span class="visually-hidden">. {description}</span>
      </button>
    </li>
  );
}

function StepText({ node, state }: { readonly node: ShownGraphNode; readonly state: StepState | undefined }) {
  return (
    <>
      <span class="step-kind">
        {`${kindWord(node.kind)}${node.role === '' ? '' : ` ${node.role}`} `}
        {state !== undefined && (
          <span class={`step-state step-state-${state}`}>
            <Icon name={stateIcons[state]} />
          </span>
        )}
      </span>
      <span class="step-title">{`${node.title} `}</span>
      {node.detail !== '' && <span class="step-detail">{node.detail}</span>}
    </>
  );
}

const stateIcons: Readonly<Record<StepState, IconName>> = {
  waiting: 'circle',
  running: 'arc',
  done: 'circle-check',
  failed: 'circle-cross',
};

function Connection({ route: { edge, label, points } }: { readonly route: EdgeRoute }) {
  const [x, y] = points.at(-1) ?? [0, 0];
  const [fromX, fromY] = points.at(-2) ?? [0, 0];
  const path = points.map(([px, py], index) => `${index === 0 ? 'M' : 'L'}${px} ${py}`).join('');
  return (
    <g class={`connection connection-${edge.kind}`}>
      <path class="connection-line" d={path} />
      <path class="connection-end" d={arrowAt(x, y, Math.sign(x - fromX), Math.sign(y - fromY))} />
      {edge.label !== '' && (
        <text
          x={label.x}
          y={label.y}
          text-anchor={label.anchor}
          transform={label.isUpright ? `rotate(-90 ${label.x} ${label.y})` : undefined}
        >
          {edge.label}
        </text>
      )}
    </g>
  );
}

/** A triangle whose tip is where a line ends that comes in this direction. */
function arrowAt(x: number, y: number, dx: number, dy: number): string {
  const [baseX, baseY] = [x - 7 * dx, y - 7 * dy];
  return `M${x} ${y}L${baseX - 4 * dy} ${baseY + 4 * dx}L${baseX + 4 * dy} ${baseY - 4 * dx}Z`;
}
