/** Longest line, as the common formatters have it. */
const lineWidth = 88;

/**
 * A statement on one line, or on several where it is too long: the last brackets are opened, then their items stand one
 * on a line with a comma after each, as Black does it.
 * @param text one line without indentation
 * @param depth how many levels the statement is indented
 */
export function layoutStatement(text: string, depth: number): string[] {
  return layout(text, depth, '');
}

/** @param after what follows on the last line */
function layout(text: string, depth: number, after: string): string[] {
  const indent = '    '.repeat(depth);
  const whole = `${indent}${text}${after}`;
  if (whole.length <= lineWidth) return [whole];
  const brackets = lastBrackets(text);
  if (brackets === undefined) return operatorLines(text, depth, after);
  const { close, open } = brackets;
  const body = text.slice(open + 1, close);
  if (body === '') return [whole];
  const head = `${indent}${text.slice(0, open + 1)}`;
  const tail = `${indent}${text.slice(close)}${after}`;
  return [head, ...bodyLines(body, depth + 1), tail];
}

function bodyLines(body: string, depth: number): string[] {
  const indent = '    '.repeat(depth);
  if (indent.length + body.length <= lineWidth) return [indent + body];
  const items = topLevelParts(body, [', ']);
  if (items.length > 1) return items.flatMap((item) => layout(item, depth, ','));
  return layout(body, depth, '');
}

/** An expression over several lines, each of which begins with an operator of the weakest kind there is. */
function operatorLines(text: string, depth: number, after: string): string[] {
  const indent = '    '.repeat(depth);
  for (const operators of operatorsByWeakness) {
    const parts = topLevelParts(text, operators, true);
    if (parts.length > 1) return parts.map((part, index) => indent + part + (index === parts.length - 1 ? after : ''));
  }
  return [`${indent}${text}${after}`];
}

const operatorsByWeakness = [[' | '], [' & '], [' + ', ' - '], [' * ', ' / ']] as const;

/** The last pair of brackets that is in no other, if what comes after it is only the end of a statement. */
function lastBrackets(text: string): { readonly open: number; readonly close: number } | undefined {
  let found: { open: number; close: number } | undefined;
  let open = 0;
  scan(text, (offset, level, character) => {
    if (level === 1 && '([{'.includes(character)) open = offset;
    if (level === 0 && ')]}'.includes(character)) found = { open, close: offset };
  });
  return found && /^.(?: as \w+)?:?$/u.test(text.slice(found.close)) ? found : undefined;
}

/** Splits at separators outside all brackets and strings; `keep` leaves the separator at the head of the next part. */
function topLevelParts(text: string, separators: readonly string[], keep = false): string[] {
  const parts: string[] = [];
  let start = 0;
  scan(text, (offset, level) => {
    if (level > 0 || offset < start) return;
    const separator = separators.find((each) => text.startsWith(each, offset));
    if (separator === undefined || offset === start) return;
    parts.push(text.slice(start, offset));
    start = offset + (keep ? 1 : separator.length);
  });
  return [...parts, text.slice(start)];
}

/** Visits the characters outside strings, with how many brackets are open after each. */
function scan(text: string, visit: (offset: number, level: number, character: string) => void): void {
  let level = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const character = text[offset] ?? '';
    if (character === '"') {
      for (offset++; text[offset] !== '"' && offset < text.length; offset++) if (text[offset] === '\\') offset++;
      continue;
    }
    if ('([{'.includes(character)) level++;
    else if (')]}'.includes(character)) level--;
    visit(offset, level, character);
  }
}
