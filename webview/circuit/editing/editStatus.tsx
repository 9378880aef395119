import type { OffsetRange } from '#core/base/textRange.ts';
import { SmallButton } from '../../ui/smallButton.tsx';

/** What is said about the last gesture. */
export type EditStatus =
  | { readonly kind: 'done'; readonly text: string }
  | {
      readonly kind: 'refused';
      readonly text: string;
      /** What of the source is the cause. */
      readonly source: OffsetRange | undefined;
      /** Writes the statement out, where that helps. */
      readonly onWriteOut: (() => void) | undefined;
    };

interface EditStatusLineProps {
  readonly status: EditStatus | undefined;
  readonly onShowSource: (source: OffsetRange) => void;
  readonly onDismiss: () => void;
}

/** Says below the drawing why a gesture did nothing, and what can be done; what was done is only read out. */
export function EditStatusLine({ status, onShowSource, onDismiss }: EditStatusLineProps) {
  return (
    <div class={status?.kind === 'refused' ? 'edit-status' : 'edit-status quiet'} role="status">
      {status !== undefined && <span>{status.text}</span>}
      {status?.kind === 'refused' && (
        <>
          {status.onWriteOut !== undefined && (
            <SmallButton label="Write the statement out" text="Write Out" onPress={status.onWriteOut} />
          )}
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
