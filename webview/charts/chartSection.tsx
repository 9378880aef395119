import type { ComponentChildren } from 'preact';
import { useContext, useRef, useState } from 'preact/hooks';
import { type ChartFileFormat, chartFileFormats } from '#core/protocol/chartFileFormats.ts';
import { Icon } from '../ui/icon.tsx';
import { MenuButton } from '../ui/menuButton.tsx';
import { ChartSavingContext, chartFile } from './saving/chartSaving.ts';
import type { ChartTable } from './saving/chartTable.ts';

const formatWords: Readonly<Record<ChartFileFormat, string>> = {
  csv: 'Save Data as CSV…',
  json: 'Save Data as JSON…',
  svg: 'Save Picture as SVG…',
  png: 'Save Picture as PNG…',
};

interface ChartSectionProps {
  readonly title: string;
  /** Said quietly beside the title. */
  readonly note?: string | undefined;
  /** The numbers it shows. */
  readonly table: () => ChartTable;
  readonly children: ComponentChildren;
}

/** A section with a chart, whose data and picture can be saved. */
export function ChartSection({ children, note, table, title }: ChartSectionProps) {
  const saving = useContext(ChartSavingContext);
  const body = useRef<HTMLDivElement>(null);
  const [trouble, setTrouble] = useState('');
  const id = `chart-${title.toLowerCase().replaceAll(/\W+/g, '-')}`;

  const save = async (format: ChartFileFormat) => {
    const element = body.current;
    if (saving === undefined || element === null) return;
    try {
      saving.save(await chartFile({ title, table, element }, saving.subject, format));
      setTrouble('');
    } catch (thrown) {
      // A browser that cannot paint the picture can still write its drawing.
      console.warn('A chart could not be painted:', thrown);
      setTrouble('The picture could not be painted. Save it as SVG instead.');
    }
  };
  return (
    <section class="section" aria-labelledby={id}>
      <div class="section-head">
        <h2 id={id}>
          {title}
          {note !== undefined && <span class="section-note">{note}</span>}
        </h2>
        {saving !== undefined && (
          <MenuButton
            label={`Save ${title}`}
            icon={<Icon name="save" />}
            entries={chartFileFormats.map((format) => ({
              label: formatWords[format],
              onChoose: () => void save(format),
            }))}
          />
        )}
      </div>
      <p class="hint" role="status">
        {trouble}
      </p>
      <div ref={body}>{children}</div>
    </section>
  );
}
