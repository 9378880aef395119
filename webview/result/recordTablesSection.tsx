import { recordTables } from '#core/runs/recordTables.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { TextTable } from '../ui/textTable.tsx';
import { Section } from './section.tsx';

/** Drawn as bars instead. */
const shownElsewhere = 'Time by step';

/** How the result came about: the plan beside what was used, circuits, answers, jobs, calibrations, as reports list it. */
export function RecordTables({ record }: { readonly record: RunRecord }) {
  return recordTables(record)
    .filter(({ title }) => title !== shownElsewhere)
    .map(({ columns, rows, title }) => (
      <Section key={title} title={title}>
        <TextTable
          label={title}
          table={{ columns: columns.map((column) => ({ title: column, isNumber: false })), rows }}
        />
      </Section>
    ));
}
