import { useEffect, useRef } from 'preact/hooks';
import { SmallButton } from './smallButton.tsx';

interface ToolBoxProps {
  readonly title: string;
  readonly children: preact.ComponentChildren;
  readonly onClose: () => void;
}

/** A tool that is open above what it is for. It takes the focus, and Escape closes it. */
export function ToolBox({ children, onClose, title }: ToolBoxProps) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <section
      class="tool-box"
      aria-label={title}
      tabIndex={-1}
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      <div class="tool-box-title">
        <h2>{title}</h2>
        <SmallButton label={`Close ${title}`} text="Close" onPress={onClose} />
      </div>
      {children}
    </section>
  );
}
