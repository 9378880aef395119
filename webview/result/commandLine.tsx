import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/kit.ts';

interface CommandLineProps {
  readonly label: string;
  readonly command: string;
}

type Copying = 'idle' | 'copied' | 'refused';

/** A command line with a button that copies it; where the clipboard is out of reach, the button selects it instead. */
export function CommandLine({ label, command }: CommandLineProps) {
  const text = useRef<HTMLElement>(null);
  const [copying, setCopying] = useState<Copying>('idle');
  useEffect(() => {
    if (copying === 'idle') return;
    const timer = setTimeout(() => setCopying('idle'), 2500);
    return () => clearTimeout(timer);
  }, [copying]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(command);
      setCopying('copied');
    } catch {
      // Writing needs a permission that some hosts do not give; a selection lets the user copy.
      if (text.current !== null) window.getSelection()?.selectAllChildren(text.current);
      setCopying('refused');
    }
  };
  return (
    <div class="command-line">
      <span class="visually-hidden">{label}: </span>
      <code ref={text}>{command}</code>
      <span class="copied" role="status">
        {copying === 'copied' ? 'Copied' : copying === 'refused' ? 'Selected' : ''}
      </span>
      <IconButton
        label="Copy command"
        icon={<Icon name={copying === 'copied' ? 'check' : 'copy'} />}
        onPress={() => void copy()}
      />
    </div>
  );
}
