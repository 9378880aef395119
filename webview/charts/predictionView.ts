import type { PredictedNumbers } from '#core/runs/recordedCharts.ts';
import { type LinearScale, linearScale } from './linearScale.ts';

/** What is drawn over the true value: what was predicted, or by how much that is too large. */
export type PredictionPart = 'predicted' | 'residuals';

export interface PredictedPoint {
  /** Counted from 0. */
  readonly repeat: number;
  /** Its number in the table, counted from 0. */
  readonly row: number;
  readonly actual: number;
  readonly predicted: number;
  /** Predicted less actual. */
  readonly residual: number;
}

/** The predictions of a model as they are drawn. */
export interface PredictionView {
  /** By true value, those of all repeats. */
  readonly points: readonly PredictedPoint[];
  readonly x: LinearScale;
  /** The same as `x` for what was predicted, so that the diagonal is where nothing is wrong. */
  readonly y: LinearScale;
  /** How many predictions there were; more than points where a record keeps only some. */
  readonly tested: number;
}

/** The points of a model over all repeats, and their scales. */
export function predictionView(predictions: readonly PredictedNumbers[], part: PredictionPart): PredictionView {
  const points = predictions.flatMap(({ actual, predicted, repeat, rows }) =>
    rows.flatMap((row, place): PredictedPoint[] => {
      const [truth, told] = [actual[place], predicted[place]];
      if (truth === undefined || told === undefined || !Number.isFinite(truth) || !Number.isFinite(told)) return [];
      return [{ repeat, row, actual: truth, predicted: told, residual: told - truth }];
    }),
  );
  points.sort((one, other) => one.actual - other.actual || one.repeat - other.repeat || one.row - other.row);
  const tested = predictions.reduce((sum, own) => sum + own.tested, 0);
  const truths = points.map(({ actual }) => actual);
  if (part === 'residuals') {
    const residuals = points.map(({ residual }) => residual);
    return { points, x: linearScale(truths, 5, 0.04), y: linearScale([0, ...residuals], 5, 0.06), tested };
  }
  const both = linearScale([...truths, ...points.map(({ predicted }) => predicted)], 5, 0.04);
  return { points, x: both, y: both, tested };
}

/** Where a point is in the plot, 0…1 from left and from below. */
export function placeOfPoint(point: PredictedPoint, { x, y }: PredictionView, part: PredictionPart) {
  return { x: x.position(point.actual), y: y.position(part === 'residuals' ? point.residual : point.predicted) };
}

/**
 * The number of the point nearest to a place in the plot; undefined where there are none.
 * @param aspect the height of the plot by its width
 */
export function nearestPoint(
  view: PredictionView,
  part: PredictionPart,
  place: { readonly x: number; readonly y: number },
  aspect: number,
): number | undefined {
  let [nearest, least]: [number | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  for (const [index, point] of view.points.entries()) {
    const at = placeOfPoint(point, view, part);
    const distance = Math.hypot(at.x - place.x, (at.y - place.y) * aspect);
    if (distance < least) [nearest, least] = [index, distance];
  }
  return nearest;
}
