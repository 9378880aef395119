import type { CancellationToken } from 'vscode-languageserver';
import type { CancellationSignal } from '#core/base/cancellation.ts';

/** The protocol's cancellation token as the core's signal. */
export function signalOf(token: CancellationToken): CancellationSignal {
  return {
    get isCancelled() {
      return token.isCancellationRequested;
    },
    onCancel(listener) {
      const subscription = token.onCancellationRequested(listener);
      return () => subscription.dispose();
    },
  };
}
