import { expect, test } from 'vitest';
import type { CircuitDrawing, DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { renderSvg } from '#core/circuit/drawing/renderSvg.ts';
import { renderText } from '#core/circuit/drawing/renderText.ts';
import { groupedDrawing } from '#test/support/fixtures/circuitDrawings.ts';

const groups = ({ elements }: CircuitDrawing) =>
  elements.flatMap(({ group }) => (group ? [`${group.isOpen ? '-' : '+'} ${group.key}`] : []));

const opening = (others: GroupOpening['others'], chosen: GroupOpening['chosen'] = {}): GroupOpening => ({
  others,
  chosen,
});

test('by itself a drawing opens short loops and closes calls and long loops', () => {
  expect(groups(groupedDrawing())).toEqual([
    '- /for i in [0:2]',
    '- /for i in [0:2]/i = 0',
    '+ /for i in [0:2]/i = 0/turned',
    '- /for i in [0:2]/i = 1',
    '+ /for i in [0:2]/i = 1/turned',
    '- /for i in [0:2]/i = 2',
    '+ /for i in [0:2]/i = 2/turned',
    '+ /majority',
    '+ /majority#2',
    '+ /sum',
    '+ /sum#2',
    '+ /for round in [1:20]',
  ]);
});

test('a closed loop says how often it runs, a closed call its angles', () => {
  const { elements } = groupedDrawing();
  const box = (key: string) => elements.find(({ group }) => group?.key === key);
  expect(box('/for round in [1:20]')?.parts.find(({ kind }) => kind === 'box')).toMatchObject({
    role: 'group',
    label: 'for round in [1:20]',
    detail: '× 20',
  });
  expect(box('/for round in [1:20]')?.description).toBe(
    'Loop for round in [1:20] on a[0], b[2], 20 passes, 20 operations, moment 9',
  );
  expect(box('/for i in [0:2]/i = 1/turned')?.parts).toMatchObject([{ label: 'turned', detail: 'π/4' }]);
  expect(box('/majority')?.description).toBe('Call of majority on carry, a[0], b[0], 3 operations, moment 4');
});

test('a wire that a box covers and does not touch passes through it', () => {
  const { elements, wires } = groupedDrawing();
  const passed = elements
    .find(({ group }) => group?.key === '/for round in [1:20]')
    ?.parts.flatMap((part) => (part.kind === 'passing' ? [wires.find(({ y }) => y === part.y)?.label] : []));
  expect(passed).toEqual(['a[1]', 'a[2]', 'b[0]', 'b[1]']);
});

test('what somebody chose is opened or closed, and nothing else', () => {
  const chosen = { '/majority#2': true, '/for i in [0:2]': false };
  expect(groups(groupedDrawing(opening('automatic', chosen)))).toEqual([
    '+ /for i in [0:2]',
    '+ /majority',
    '- /majority#2',
    '+ /sum',
    '+ /sum#2',
    '+ /for round in [1:20]',
  ]);
  expect(groups(groupedDrawing(opening('none'))).every((group) => group.startsWith('+'))).toBe(true);
  expect(groups(groupedDrawing(opening('all'))).every((group) => group.startsWith('-'))).toBe(true);
});

test('opening all shows every operation; frames lie around what is in them and never cut through a box', () => {
  for (const others of ['automatic', 'all', 'none'] as const) {
    const { elements, height, width } = groupedDrawing(opening(others));
    const frames = elements.filter(({ parts }) => parts[0]?.kind === 'frame');
    const plain = elements.filter((element) => !frames.includes(element));
    if (others === 'all') expect(plain).toHaveLength(3 + 6 + 3 * 4 + 1 + 20 + 3);
    for (const element of elements) {
      expect(element.x).toBeGreaterThanOrEqual(0);
      expect(element.y).toBeGreaterThanOrEqual(0);
      expect(element.x + element.width).toBeLessThanOrEqual(width);
      expect(element.y + element.height).toBeLessThanOrEqual(height);
    }
    for (const frame of frames) {
      for (const other of elements) {
        if (other !== frame)
          expect(isInside(other, frame) || isInside(frame, other) || isApart(frame, other)).toBe(true);
      }
    }
  }
});

function isInside(inner: DrawingElement, outer: DrawingElement): boolean {
  return (
    inner.x >= outer.x &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y >= outer.y &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function isApart(one: DrawingElement, other: DrawingElement): boolean {
  return (
    one.x + one.width <= other.x ||
    other.x + other.width <= one.x ||
    one.y + one.height <= other.y ||
    other.y + other.height <= one.y
  );
}

test('the texts of a drawing name closed calls', () => {
  const text = renderText(groupedDrawing(opening('none')));
  expect(text).toContain('┤majority├');
  expect(text).toContain('for round in [1:20](× 20)');
  expect(renderSvg(groupedDrawing(opening('none')))).toContain('>majority</text>');
});
