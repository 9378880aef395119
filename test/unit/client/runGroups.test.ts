import { describe, expect, test } from 'vitest';
import { type GroupedRun, groupRuns } from '#client/views/runGroups.ts';
import type { RunState } from '#core/runs/runState.ts';

const now = new Date(2026, 10, 18, 9, 30).getTime();

function run(id: string, createdAt: Date, state: RunState = 'succeeded', interrupted = false): GroupedRun {
  return {
    interrupted,
    summary: {
      id,
      kind: 'pipeline',
      name: id,
      file: 'a.hybrid.yaml',
      state,
      createdAt: createdAt.getTime(),
      backend: 'local',
    },
  };
}

function grouped(...runs: GroupedRun[]): Record<string, string[]> {
  return Object.fromEntries(
    groupRuns(runs, now).map((group) => [group.id, group.runs.map(({ summary }) => summary.id)]),
  );
}

describe('grouping of runs', () => {
  test('goes by the calendar days of the user', () => {
    expect(
      grouped(
        run('now', new Date(2026, 10, 18, 9, 29)),
        run('midnight', new Date(2026, 10, 18, 0, 0)),
        run('late', new Date(2026, 10, 17, 23, 59)),
        run('six days', new Date(2026, 10, 12, 0, 0)),
        run('seven days', new Date(2026, 10, 11, 23, 59)),
      ),
    ).toEqual({
      today: ['now', 'midnight'],
      yesterday: ['late'],
      week: ['six days'],
      earlier: ['seven days'],
    });
  });

  test('puts runs at work first, then interrupted ones, whatever their age', () => {
    const groups = groupRuns(
      [
        run('done', new Date(2026, 10, 18, 9, 0)),
        run('dead', new Date(2026, 10, 1), 'running', true),
        run('waiting', new Date(2026, 10, 1), 'waiting'),
        run('new', new Date(2026, 10, 18, 9, 30), 'created'),
      ],
      now,
    );
    expect(groups.map(({ id }) => id)).toEqual(['active', 'interrupted', 'today']);
    expect(groups[0]?.runs.map(({ summary }) => summary.id)).toEqual(['waiting', 'new']);
  });

  test('has no group without runs', () => {
    expect(groupRuns([], now)).toEqual([]);
  });

  test('counts a day of 25 hours as one day', () => {
    // Where clocks change in the night to 2026-10-25; elsewhere an ordinary day, with the same answer.
    const monday = new Date(2026, 9, 26, 0, 30).getTime();
    const sunday = run('sunday', new Date(2026, 9, 25, 0, 10));
    expect(groupRuns([sunday], monday).map(({ id }) => id)).toEqual(['yesterday']);
  });
});
