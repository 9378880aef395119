import { useState } from 'preact/hooks';
import { type AnnotationChange, longestNote, longestTag } from '#core/runs/runStore.ts';
import type { RunRow } from '../app/panelModel.ts';
import { formatCount } from '../format/numbers.ts';
import { Button, TextField } from '../ui/kit.ts';
import { SmallButton } from '../ui/smallButton.tsx';
import { ToolBox } from '../ui/toolBox.tsx';

interface AnnotationEditorProps {
  readonly runs: readonly RunRow[];
  readonly onChange: (change: AnnotationChange) => void;
  readonly onClose: () => void;
}

/** Tags of one or several runs, and the note of one. */
export function AnnotationEditor({ onChange, onClose, runs }: AnnotationEditorProps) {
  const [tag, setTag] = useState('');
  const [only] = runs;
  const [note, setNote] = useState(runs.length === 1 ? (only?.note ?? '') : '');
  const tags = [...new Set(runs.flatMap((run) => run.tags ?? []))].sort();
  const addTag = () => {
    if (tag.trim() === '') return;
    onChange({ addTags: [tag.trim().slice(0, longestTag)] });
    setTag('');
  };
  return (
    <ToolBox
      title={`Tags and note of ${runs.length === 1 ? only?.name : formatCount(runs.length, 'run')}`}
      onClose={onClose}
    >
      <ul class="tag-list" aria-label="Tags">
        {tags.map((one) => (
          <li key={one}>
            <span class="tag">{one}</span>
            <SmallButton
              label={`Remove the tag ${one}`}
              text="Remove"
              onPress={() => onChange({ removeTags: [one] })}
            />
          </li>
        ))}
      </ul>
      <form
        class="filter-line"
        onSubmit={(event) => {
          event.preventDefault();
          addTag();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') addTag();
        }}
      >
        <TextField label="New tag" placeholder="New tag" value={tag} onInput={setTag} />
        <Button label="Add Tag" onPress={addTag} />
      </form>
      {runs.length === 1 && (
        <div class="note-editor">
          <label for="run-note">Note</label>
          <textarea
            id="run-note"
            class="text-area"
            rows={3}
            maxLength={longestNote}
            value={note}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
          <Button label="Save Note" disabled={note.trim() === (only?.note ?? '')} onPress={() => onChange({ note })} />
        </div>
      )}
    </ToolBox>
  );
}
