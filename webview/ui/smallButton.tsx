interface SmallButtonProps {
  /** Its whole name, which says what it belongs to. */
  readonly label: string;
  readonly text: string;
  readonly onPress: () => void;
}

/** A button inside a line of text, which it does not make taller. */
export function SmallButton({ label, text, onPress }: SmallButtonProps) {
  return (
    <button type="button" class="small-button" aria-label={label} onClick={onPress}>
      {text}
    </button>
  );
}
