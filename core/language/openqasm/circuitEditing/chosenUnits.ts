import { type Result, success } from '#core/base/result.ts';
import type { DrawnElement, Refusal } from './circuitGesture.ts';
import type { DrawnProgram, DrawnUnit } from './drawnProgram.ts';
import { refuse } from './refuse.ts';

/**
 * What several elements show, each statement once and in the order of the text; what is in a block that is meant as a
 * whole is meant by it.
 */
export function chosenUnits(
  program: DrawnProgram,
  elements: readonly DrawnElement[],
): Result<readonly DrawnUnit[], Refusal> {
  const units = new Map<DrawnUnit['identity'], DrawnUnit>();
  for (const element of elements) {
    const unit = program.unit(element);
    if (!unit.ok) return unit;
    units.set(unit.value.identity, unit.value);
  }
  const calls = new Set([...units.values()].map(({ definition }) => definition?.call));
  if (calls.size > 1) return refuse('What is in a definition is edited by itself. Choose gates of one call at a time.');
  const ordered = [...units.values()].sort(({ source: a }, { source: b }) => a.start - b.start || b.end - a.end);
  let end = -1;
  const outermost = ordered.filter(({ source }) => {
    if (source.end <= end) return false;
    end = source.end;
    return true;
  });
  return success(outermost);
}
