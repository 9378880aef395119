import type { OffsetRange } from '#core/base/textRange.ts';
import { SmallButton } from '../../ui/smallButton.tsx';

/** What is said about the last gesture. */
export type EditStatus =
  | { readonly kind: 'done'; readonly text: string }
  /** What is going to happen. */
  | { readonly kind: 'note'; readonly text: string }
  | {
      readonly kind: 'refused';
      readonly text: string;
      /** What of the source is the cause. */
      readonly source: OffsetRange | undefined;
      /** What can be done instead. */
      readonly remedy: Remedy | undefined;
    };

/** Something that helps where a gesture alone does not. */
export interface Remedy {
  /** Its whole name, and what the button says. */
  readonly label: string;
  readonly text: string;
  readonly onPress: () => void;
}

/** Says beforehand that what is called changes wherever it is used. */
export function changeNote(called: string | undefined): EditStatus | undefined {
  return called === undefined ? undefined : { kind: 'note', text: `Changes the definition of '${called}'.` };
}

interface EditStatusLineProps {
  readonly status: EditStatus | undefined;
  readonly onShowSource: (source: OffsetRange) => void;
  readonly onDismiss: () => void;
}

/** Says below the drawing why a gesture did nothing, and what can be done; what was done is only read out. */
export function EditStatusLine({ status, onShowSource, onDismiss }: EditStatusLineProps) {
  return (
    <div class={status === undefined || status.kind === 'done' ? 'edit-status quiet' : 'edit-status'} role="status">
      {status !== undefined && <span>{status.text}</span>}
      {status?.kind === 'refused' && (
        <>
          {status.remedy !== undefined && <SmallButton {...status.remedy} />}
          {status.source !== undefined && (
            <SmallButton
              label="Show the source"
              text="Show Line"
              onPress={() => status.source && onShowSource(status.source)}
            />
          )}
          <SmallButton label="Dismiss the message" text="Dismiss" onPress={onDismiss} />
        </>
      )}
    </div>
  );
}
