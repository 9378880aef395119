import type { ComponentChildren } from 'preact';
import type { PanelBeginning, PanelMessage } from '#core/protocol/webview.ts';
import { EmptyState } from '../ui/emptyState.tsx';
import type { IconName } from '../ui/icon.tsx';
import { Button, ProgressRing } from '../ui/kit.ts';

type Send = (message: PanelMessage) => void;
type Nothing = { readonly kind: 'none' };
type Unavailable = { readonly kind: 'unavailable'; readonly reason: string };

/** What a tab shows that has nothing to show: how something comes to be there, and buttons that begin it. */
export interface EmptyTab {
  readonly icon: IconName;
  readonly title: string;
  readonly advice: string;
  readonly begin: readonly { readonly label: string; readonly action: PanelBeginning }[];
}

interface TabContentProps<View extends { readonly kind: string }> {
  /** What the tab is about, in a sentence: "circuit". */
  readonly subject: string;
  /** Absent until the host has sent one. */
  readonly view: View | undefined;
  readonly empty: EmptyTab;
  /** Other ways out, beside the beginnings of an empty tab and where its content is unavailable. */
  readonly also?: ComponentChildren;
  /** What cannot be shown, as a title. */
  readonly unavailable: (view: Extract<View, Unavailable>) => string;
  readonly send: Send;
  /** Draws what there is. */
  readonly children: (view: Exclude<View, Nothing | Unavailable>) => ComponentChildren;
}

/** A view of the host in its tab, or what to do where there is none, or why it cannot be shown. */
export function TabContent<View extends { readonly kind: string }>(props: TabContentProps<View>) {
  const { also, children, empty, send, subject, unavailable, view } = props;
  if (view === undefined) return <Loading subject={subject} />;
  if (view.kind === 'none') {
    return (
      <EmptyTabState empty={empty} send={send}>
        {also}
      </EmptyTabState>
    );
  }
  if (isUnavailable(view)) {
    return (
      <EmptyState icon="warning" title={unavailable(view)} advice={view.reason}>
        {'file' in view && <OpenFile file={String(view.file)} send={send} />}
        {also}
      </EmptyState>
    );
  }
  return children(view as Exclude<View, Nothing | Unavailable>);
}

function isUnavailable<View extends { readonly kind: string }>(view: View): view is Extract<View, Unavailable> {
  return view.kind === 'unavailable';
}

interface EmptyTabStateProps {
  readonly empty: EmptyTab;
  readonly send: Send;
  readonly children?: ComponentChildren;
}

/** The first of its beginnings is the one that most people want. */
export function EmptyTabState({ children, empty: { advice, begin, icon, title }, send }: EmptyTabStateProps) {
  return (
    <EmptyState icon={icon} title={title} advice={advice}>
      {begin.map(({ action, label }, index) => (
        <Button
          key={action}
          label={label}
          appearance={index === 0 ? 'primary' : 'secondary'}
          onPress={() => send({ type: 'begin', action })}
        />
      ))}
      {children}
    </EmptyState>
  );
}

function OpenFile({ file, send }: { readonly file: string; readonly send: Send }) {
  return <Button label="Open File" onPress={() => send({ type: 'open-file', file })} />;
}

export function Loading({ subject }: { readonly subject: string }) {
  return (
    <div class="empty-state" role="status">
      <ProgressRing label={`Loading the ${subject}`} />
    </div>
  );
}
