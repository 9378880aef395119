import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  /** What the user can do so that something appears here. */
  readonly advice: string;
  readonly children?: ComponentChildren;
}

/** Stands where content will be. */
export function EmptyState({ icon, title, advice, children }: EmptyStateProps) {
  return (
    <div class="empty-state">
      <Icon name={icon} />
      <p class="empty-title">{title}</p>
      <p class="empty-advice">{advice}</p>
      {children !== undefined && <div class="empty-actions">{children}</div>}
    </div>
  );
}
