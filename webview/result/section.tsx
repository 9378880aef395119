import type { ComponentChildren } from 'preact';

interface SectionProps {
  readonly title: string;
  /** Said quietly beside the title. */
  readonly note?: string | undefined;
  readonly children: ComponentChildren;
}

export function Section({ title, note, children }: SectionProps) {
  const id = `section-${title.toLowerCase().replaceAll(/\W+/g, '-')}`;
  return (
    <section class="section" aria-labelledby={id}>
      <h2 id={id}>
        {title}
        {note !== undefined && <span class="section-note">{note}</span>}
      </h2>
      {children}
    </section>
  );
}
