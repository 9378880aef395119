import type { ShownGraph, ShownGraphEdge, ShownGraphNode } from '#core/protocol/pipelineGraph.ts';

/** Where a step stands, in pixels from the top left of the graph. */
export interface NodePlace {
  readonly node: ShownGraphNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A connection as horizontal and vertical lines from corner to corner, the last of which ends in an arrow. */
export interface EdgeRoute {
  readonly edge: ShownGraphEdge;
  readonly points: readonly (readonly [number, number])[];
  readonly label: {
    readonly x: number;
    readonly y: number;
    readonly anchor: 'start' | 'middle';
    readonly isUpright: boolean;
  };
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly places: readonly NodePlace[];
  readonly routes: readonly EdgeRoute[];
}

const graphSizes = {
  margin: 16,
  nodeWidth: 184,
  nodeHeight: 56,
  /** Between a step and the next one below, with room for a label. */
  rowGap: 38,
  /** Between the flow and what stands beside it, with room for a label. */
  besideGap: 126,
  comparedGap: 64,
} as const;

const { besideGap, comparedGap, margin, nodeHeight, nodeWidth, rowGap } = graphSizes;

/** Room at the left for connections that pass steps. */
const passingRoom = 30;
/** How far above or below the middle of a box a second connection at the same side is. */
const port = 14;

/**
 * Lays a graph out from top to bottom: the flow of the rows in the first column, what serves a step beside it in the
 * second, what the pipeline is compared with in the third, the comparison below all.
 */
export function layoutGraph(graph: ShownGraph): GraphLayout {
  const rows = rowsOf(graph);
  const passes = graph.edges.filter((edge) => isPassing(edge, graph, rows));
  const left = margin + (passes.length > 0 ? passingRoom : 0);
  const columns = columnsOf(graph, left);
  const places = graph.nodes.map((node): NodePlace => {
    const y = margin + (rows.get(node.id) ?? 0) * (nodeHeight + rowGap);
    return { node, x: columns[node.lane], y, width: nodeWidth, height: nodeHeight };
  });
  const byId = new Map(places.map((place) => [place.node.id, place]));
  const right = Math.max(...places.map(({ x }) => x), 0) + nodeWidth;
  const routes = graph.edges.flatMap((edge) => {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    return from && to ? [routeOf(edge, from, to, { isPassing: passes.includes(edge), right })] : [];
  });
  const hasCompared = graph.nodes.some(({ lane }) => lane === 'compared');
  return {
    width: right + margin + (hasCompared ? 20 : 0),
    height: Math.max(...places.map(({ y }) => y), 0) + nodeHeight + margin,
    places,
    routes,
  };
}

function columnsOf({ nodes }: ShownGraph, left: number): Readonly<Record<ShownGraphNode['lane'], number>> {
  const hasBeside = nodes.some(({ lane }) => lane === 'beside');
  const beside = left + nodeWidth + besideGap;
  const compared = hasBeside ? beside + nodeWidth + comparedGap : left + nodeWidth + comparedGap + 40;
  return { flow: left, beside, compared };
}

/** The row of each step; no two of a lane share one, and the last step of the flow is below everything. */
function rowsOf({ edges, nodes }: ShownGraph): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  const flow = nodes.filter(({ lane }) => lane === 'flow');
  for (const [row, { id }] of flow.entries()) rows.set(id, row);
  let free = 0;
  for (const { beside, id } of nodes.filter(({ lane }) => lane === 'beside')) {
    const row = Math.max(free, beside === undefined ? 0 : (rows.get(beside) ?? 0));
    rows.set(id, row);
    free = row + 1;
  }
  let next = 0;
  for (const { id } of nodes.filter(({ lane }) => lane === 'compared')) {
    const source = edges.find(({ to }) => to === id)?.from ?? '';
    const row = Math.max(next, rows.get(source) ?? 0);
    rows.set(id, row);
    next = row + 1;
  }
  const last = flow.at(-1);
  if (last && nodes.some(({ lane }) => lane === 'compared')) rows.set(last.id, Math.max(...rows.values()) + 1);
  return rows;
}

/** Whether a connection within the flow leads past another step. */
function isPassing({ from, to }: ShownGraphEdge, { nodes }: ShownGraph, rows: ReadonlyMap<string, number>): boolean {
  const flow = nodes.filter(({ lane }) => lane === 'flow').map(({ id }) => id);
  if (!flow.includes(from) || !flow.includes(to)) return false;
  const [first = 0, last = 0] = [rows.get(from), rows.get(to)];
  return flow.some((id) => {
    const row = rows.get(id) ?? 0;
    return row > Math.min(first, last) && row < Math.max(first, last);
  });
}

function routeOf(
  edge: ShownGraphEdge,
  from: NodePlace,
  to: NodePlace,
  { isPassing: passes, right }: { readonly isPassing: boolean; readonly right: number },
): EdgeRoute {
  const [fromMiddle, toMiddle] = [from.y + from.height / 2, to.y + to.height / 2];
  const fromRight = from.x + from.width;
  if (passes) {
    const bus = from.x - passingRoom / 2;
    return {
      edge,
      points: [
        [from.x, fromMiddle],
        [bus, fromMiddle],
        [bus, toMiddle],
        [to.x, toMiddle],
      ],
      label: { x: bus - 5, y: (fromMiddle + toMiddle) / 2, anchor: 'middle', isUpright: true },
    };
  }
  if (from.x === to.x) {
    const x = from.x + from.width / 2;
    const [start, end] = [from.y + from.height, to.y];
    return {
      edge,
      points: [
        [x, start],
        [x, end],
      ],
      label: { x: x + 8, y: Math.min(start + rowGap / 2, (start + end) / 2) + 4, anchor: 'start', isUpright: false },
    };
  }
  if (from.node.lane === 'compared') {
    const bus = right + 16;
    return {
      edge,
      points: [
        [fromRight, fromMiddle],
        [bus, fromMiddle],
        [bus, toMiddle],
        [to.x + to.width, toMiddle],
      ],
      label: { x: bus, y: toMiddle - 6, anchor: 'middle', isUpright: false },
    };
  }
  if (to.node.lane === 'compared') {
    // Rows as they are and rows that were prepared come by ways of their own.
    const isPrepared = from.node.id.startsWith('preprocess');
    const bus = to.x - (isPrepared ? 16 : 32);
    const leaving = fromMiddle + (isPrepared ? port : 0);
    return {
      edge,
      points: [
        [fromRight, leaving],
        [bus, leaving],
        [bus, toMiddle],
        [to.x, toMiddle],
      ],
      label: { x: to.x + 2, y: to.y - 6, anchor: 'start', isUpright: false },
    };
  }
  return besideRoute(edge, from, to);
}

/** Between the flow and what stands beside it. */
function besideRoute(edge: ShownGraphEdge, from: NodePlace, to: NodePlace): EdgeRoute {
  const [fromMiddle, toMiddle] = [from.y + from.height / 2, to.y + to.height / 2];
  const outwards = from.x < to.x;
  const [start, end] = outwards ? [from.x + from.width, to.x] : [from.x, to.x + to.width];
  const above = (y: number) => ({ x: (start + end) / 2, y: y - 5, anchor: 'middle' as const, isUpright: false });
  if (from.y === to.y) {
    // Below the way back to the optimiser, which leaves the same side, or above the way it comes in.
    const y = fromMiddle + (outwards ? port : -port);
    return {
      edge,
      points: [
        [start, y],
        [end, y],
      ],
      label: above(y),
    };
  }
  const bus = outwards ? end - 24 : start - 24;
  const [leaving, arriving] = [fromMiddle - port, toMiddle + port];
  return {
    edge,
    points: [
      [start, leaving],
      [bus, leaving],
      [bus, arriving],
      [end, arriving],
    ],
    label: {
      x: bus + 6,
      y: (Math.max(from.y, to.y) + Math.min(from.y, to.y) + nodeHeight) / 2 + 4,
      anchor: 'start',
      isUpright: false,
    },
  };
}

export type Direction = 'up' | 'down' | 'left' | 'right';

/** The step that a connection leads to in a direction, forwards or backwards; the closest of several. */
export function stepTowards(
  { places, routes }: GraphLayout,
  id: string,
  direction: Direction,
): ShownGraphNode | undefined {
  const here = places.find(({ node }) => node.id === id);
  if (!here) return undefined;
  const joined = new Set(
    routes.flatMap(({ edge }) => (edge.from === id ? [edge.to] : edge.to === id ? [edge.from] : [])),
  );
  const distances = places
    .filter(({ node }) => joined.has(node.id))
    .map(({ node, x, y }) => ({ node, ...distance(x - here.x, y - here.y, direction) }))
    .filter(({ along }) => along > 0)
    .sort((one, other) => one.across - other.across || one.along - other.along);
  return distances[0]?.node;
}

function distance(dx: number, dy: number, direction: Direction): { readonly along: number; readonly across: number } {
  switch (direction) {
    case 'up':
      return { along: -dy, across: Math.abs(dx) };
    case 'down':
      return { along: dy, across: Math.abs(dx) };
    case 'left':
      return { along: -dx, across: Math.abs(dy) };
    case 'right':
      return { along: dx, across: Math.abs(dy) };
  }
}
