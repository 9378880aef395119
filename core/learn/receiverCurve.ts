/** How a classifier tells a class from the others at every threshold. */
export interface ReceiverCurve {
  /**
   * The area under the curve: how often a sample of the class is scored above one that is not, ties counted half (Hanley
   * and McNeil, "The meaning and use of the area under a receiver operating characteristic curve", 1982).
   */
  readonly area: number;
  /** True positive rates at {@link receiverSteps} false positive rates from 0 to 1, equally far apart. */
  readonly rates: readonly number[];
}

/** Steps of false positive rates that curves are kept at. */
export const receiverSteps = 51;

/**
 * The receiver operating characteristic of scores; between thresholds, as between tied scores, the curve is a line. At a
 * false positive rate where it rises, the upper end counts.
 * @param scores larger for what is surer to be of the class
 * @param positives whether each sample is of the class
 * @returns undefined where all samples are of the class, or none
 */
export function receiverCurve(scores: ArrayLike<number>, positives: readonly boolean[]): ReceiverCurve | undefined {
  const order = positives
    .map((_, index) => index)
    .sort((one, other) => (scores[other] as number) - (scores[one] as number));
  const total = positives.filter(Boolean).length;
  const others = positives.length - total;
  if (total === 0 || others === 0) return undefined;
  const points: { readonly false: number; readonly true: number }[] = [{ false: 0, true: 0 }];
  let [right, wrong, area] = [0, 0, 0];
  for (let start = 0; start < order.length; ) {
    const score = scores[order[start] as number];
    const [rightBefore, wrongBefore] = [right, wrong];
    for (; start < order.length && scores[order[start] as number] === score; start++) {
      if (positives[order[start] as number]) right++;
      else wrong++;
    }
    area += ((wrong - wrongBefore) * (right + rightBefore)) / 2;
    points.push({ false: wrong / others, true: right / total });
  }
  const rates = Array.from({ length: receiverSteps }, (_, step) => rateAt(points, step / (receiverSteps - 1)));
  return { area: area / (total * others), rates };
}

function rateAt(points: readonly { readonly false: number; readonly true: number }[], wanted: number): number {
  const reach = 1e-12;
  let last = points[0] ?? { false: 0, true: 0 };
  for (const point of points) {
    if (point.false > wanted + reach) {
      const share = (wanted - last.false) / (point.false - last.false);
      return last.true + Math.max(0, share) * (point.true - last.true);
    }
    last = point;
  }
  return last.true;
}
