import { Component, type ComponentChildren } from 'preact';
import { EmptyState } from './emptyState.tsx';

interface ErrorBoundaryProps {
  /** What could not be shown, as the subject of a sentence: "The circuit". */
  readonly subject: string;
  /** A new value gives the content another chance. */
  readonly attempt: unknown;
  readonly children: ComponentChildren;
}

interface ErrorBoundaryState {
  readonly failedAttempt?: { readonly attempt: unknown };
}

/** Keeps a fault in one view from emptying the whole panel; the next snapshot from the host tries again. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = {};

  override componentDidCatch(error: unknown): void {
    console.error(`${this.props.subject} could not be shown:`, error);
    this.setState({ failedAttempt: { attempt: this.props.attempt } });
  }

  override render(): ComponentChildren {
    if (this.state.failedAttempt?.attempt === this.props.attempt && this.state.failedAttempt !== undefined) {
      return (
        <EmptyState
          icon="warning"
          title={`${this.props.subject} could not be shown`}
          advice="This is a fault of the extension; its output has the details. Another tab, run or file still works."
        />
      );
    }
    return this.props.children;
  }
}
