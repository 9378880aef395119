/** An X on the target where all controls are 1. */
export interface ControlledX {
  readonly controls: readonly number[];
  readonly target: number;
}

/**
 * X with three or more controls, as X gates with two, with the help of at least one spare qubit in any state, which is
 * left as it was (A. Barenco et al., "Elementary gates for quantum computation", 1995, lemmas 7.2 and 7.3).
 * @param spare qubits that are neither controls nor the target; at least one
 */
export function multiControlledX({ controls, target }: ControlledX, spare: readonly number[]): ControlledX[] {
  const count = controls.length;
  if (count <= 2) return [{ controls, target }];
  if (spare.length >= count - 2) return ladder(controls, target, spare.slice(0, count - 2));
  const [helper] = spare;
  if (helper === undefined) throw new RangeError('An X with several controls needs a spare qubit.');
  const first = controls.slice(0, Math.ceil(count / 2));
  const second = [...controls.slice(first.length), helper];
  const onHelper = multiControlledX({ controls: first, target: helper }, [...controls.slice(first.length), target]);
  const onTarget = multiControlledX({ controls: second, target }, first);
  return [...onHelper, ...onTarget, ...onHelper, ...onTarget];
}

/** Two passes down and up a ladder of spare qubits, two less than controls. */
function ladder(controls: readonly number[], target: number, spare: readonly number[]): ControlledX[] {
  const rungs = [...spare, target];
  // Rung j is turned by control j + 1 together with the rung below; the lowest by the first two controls.
  const rung = (index: number): ControlledX => ({
    controls: [controls[index + 1] ?? 0, index === 0 ? (controls[0] ?? 0) : (rungs[index - 1] ?? 0)],
    target: rungs[index] ?? 0,
  });
  const down = Array.from({ length: rungs.length }, (_, index) => rung(rungs.length - 1 - index));
  const up = down.slice(0, -1).reverse();
  const whole = [...down, ...up];
  const inner = whole.slice(1, -1);
  return [...whole, ...inner];
}
