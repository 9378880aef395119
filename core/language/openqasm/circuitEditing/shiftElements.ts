import type { Result } from '#core/base/result.ts';
import { chosenUnits } from './chosenUnits.ts';
import type { CircuitGesture, EditProposal, Refusal } from './circuitGesture.ts';
import type { DrawnList } from './drawnList.ts';
import type { DrawnProgram, DrawnUnit } from './drawnProgram.ts';
import { moveUnits } from './moveElements.ts';
import { refuse } from './refuse.ts';

/** Moves elements past their nearest neighbour, or to the qubits above or below. */
export function shiftElements(
  program: DrawnProgram,
  { direction, elements }: Extract<CircuitGesture, { kind: 'shift' }>,
): Result<EditProposal, Refusal> {
  const found = chosenUnits(program, elements);
  if (!found.ok) return found;
  const units = found.value;
  const [first] = units;
  if (!first) return refuse('Nothing is chosen.');
  const { source } = first;
  const listed = program.listOf(first);
  if (!listed.ok) return listed;
  const list = listed.value;
  const { identities, neighbours } = beside(units, list);
  const where = list.block ? ' in its block. Drag it out of the frame to move it further.' : '.';
  switch (direction) {
    case 'left': {
      const sooner = neighbours.flatMap(({ others, unit }) =>
        others.filter((each) => each.lastColumn < unit.firstColumn),
      );
      if (sooner.length === 0) return refuse(`It is the first on its wires${where}`, source);
      const before = Math.max(...sooner.map(({ firstColumn }) => firstColumn));
      return moveUnits(program, units, { list, before, passesStraddling: true, exchanges: [] });
    }
    case 'right': {
      const behind = neighbours.flatMap(({ others, unit }) =>
        others.filter((each) => each.firstColumn > unit.lastColumn),
      );
      if (behind.length === 0) return refuse(`It is the last on its wires${where}`, source);
      const before = Math.min(...behind.map(({ lastColumn }) => lastColumn)) + 1;
      return moveUnits(program, units, { list, before, passesStraddling: true, exchanges: [] });
    }
    case 'up':
    case 'down': {
      const step = direction === 'up' ? -1 : 1;
      const qubits = new Set(units.flatMap(({ wires }) => wires).filter((wire) => wire < program.circuit.qubitCount));
      const exchanges = [...qubits].map((from) => ({ from, to: from + step }));
      // Each stays behind what it is behind.
      const before = list.occupants
        .filter(({ identity }) => identities.has(identity))
        .reduce((least, { firstColumn }) => Math.min(least, firstColumn), first.firstColumn);
      return moveUnits(program, units, { list, before, exchanges, keepsColumns: true });
    }
  }
}

/** Of each unit what else is on its wires. */
function beside(units: readonly DrawnUnit[], list: DrawnList) {
  const identities = new Set(units.map(({ identity }) => identity));
  const free = list.occupants.filter(({ identity }) => !identities.has(identity));
  const neighbours = units.map((unit) => {
    const wires = new Set(unit.wires);
    return { unit, others: free.filter((each) => each.wires.some((wire) => wires.has(wire))) };
  });
  return { identities, neighbours };
}
