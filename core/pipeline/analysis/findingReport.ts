import type { Diagnostic, DiagnosticFix } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { keyRangeAt, nodeAt, rangeAt, type SourceNode, type SourcePath } from '#core/base/yaml/sourceNode.ts';
import { type FindingArguments, type FindingCode, findings } from './findings.ts';
import { textRepairsOf } from './repairs.ts';

/** What checks of a file found, at their places in it. */
export class FindingReport {
  readonly root: SourceNode;
  /** The text of the file. */
  readonly text: string;
  readonly diagnostics: Diagnostic[] = [];

  constructor(root: SourceNode, text: string) {
    this.root = root;
    this.text = text;
  }

  /** Reports at the value of a path, or at the closest enclosing key when nothing is written there. */
  report<Code extends FindingCode>(code: Code, path: SourcePath, ...args: FindingArguments<Code>): void {
    const node = nodeAt(this.root, path);
    // Underlining whole blocks hides what is inside them; their key stands for them.
    const range = node && node.kind !== 'scalar' ? keyRangeAt(this.root, path) : rangeAt(this.root, path);
    this.#add(code, path, range, args);
  }

  /** Reports at the key of a path. */
  reportKey<Code extends FindingCode>(code: Code, path: SourcePath, ...args: FindingArguments<Code>): void {
    this.#add(code, path, keyRangeAt(this.root, path), args);
  }

  /** What the editor can do about a finding. */
  protected repairs<Code extends FindingCode>(
    code: Code,
    path: SourcePath,
    args: FindingArguments<Code>,
  ): readonly DiagnosticFix[] {
    return textRepairsOf(code, this, path, args);
  }

  #add<Code extends FindingCode>(code: Code, path: SourcePath, range: OffsetRange, args: FindingArguments<Code>): void {
    const { severity, message } = findings[code];
    const text = (message as (...values: FindingArguments<Code>) => string)(...args);
    const fixes = this.repairs(code, path, args);
    this.diagnostics.push({ code, severity, message: text, range, ...(fixes.length > 0 ? { fixes } : {}) });
  }
}
