import type { ComparisonReport } from '#core/protocol/comparisonView.ts';
import { formatCount } from '../format/numbers.ts';
import { valueText } from './settingRows.tsx';

interface FileDifferencesProps {
  readonly names: readonly string[];
  readonly inputs: ComparisonReport['inputs'];
  readonly files: ComparisonReport['files'];
}

/** Files whose content differs, with the lines that do where they are texts. */
export function FileDifferences({ files, inputs, names }: FileDifferencesProps) {
  return (
    <>
      {inputs.map(({ path, values }) => {
        const texts = files.filter((file) => file.path === path);
        return (
          <div key={path} class="compared-file">
            <h3 class="code">{path}</h3>
            {texts.length === 0 && (
              <p class="toolbar-note">
                {names
                  .map(
                    (name, index) => `${name} ${values[index] === null ? 'did not read it' : valueText(values[index])}`,
                  )
                  .join(', ')}
              </p>
            )}
            {texts.map(({ lines, run }) => (
              <details key={run} open={texts.length === 1}>
                <summary>{`From A to ${names[run] ?? ''}: ${changeText(lines)}`}</summary>
                <pre class="line-difference">
                  {lines.map(({ kind, text }, index) => (
                    <span key={index} class={`difference-line ${kind}`}>
                      {kind === 'left-out' ? `… ${formatCount(Number(text), 'equal line')}` : `${marks[kind]} ${text}`}
                      {'\n'}
                    </span>
                  ))}
                </pre>
              </details>
            ))}
          </div>
        );
      })}
    </>
  );
}

const marks = { same: ' ', removed: '−', added: '+' } as const;

function changeText(lines: FileDifferencesProps['files'][number]['lines']): string {
  const count = (kind: string) => lines.filter((line) => line.kind === kind).length;
  return `${formatCount(count('removed'), 'line')} removed, ${formatCount(count('added'), 'line')} added`;
}
