/**
 * Whether a text can be a value that is written on one line of YAML: quotes and brackets are closed, and nothing follows.
 * Never false for what a parser of YAML takes; a few texts that none takes are left for the run to refuse, so that the page
 * needs no parser.
 */
export function isOneLineValue(text: string): boolean {
  const value = text.trim().replace(/^(?:[&!]\S*\s+)+/, '');
  if (/[\r\n]/.test(value)) return false;
  switch (value[0]) {
    case undefined:
      return false;
    case '"':
    case "'":
    case '[':
    case '{': {
      const end = endOfFlow(value, 0);
      return end !== undefined && /^\s*$|^\s+#/.test(value.slice(end));
    }
    case ']':
    case '}':
    case ',':
    case '@':
    case '`':
    case '%':
      return false;
    default:
      return !/:(?:\s|$)/.test(value.replace(/\s#.*$/, ''));
  }
}

const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/y;
const closing: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

/** Where a quoted text or something in brackets ends; undefined where it is not closed. */
function endOfFlow(text: string, start: number): number | undefined {
  const open: string[] = [];
  // Quotes inside of a plain word are a part of it.
  let begins = true;
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    if (begins && (character === '"' || character === "'")) {
      quoted.lastIndex = at;
      const [whole] = quoted.exec(text) ?? [];
      if (whole === undefined) return undefined;
      at += whole.length - 1;
      begins = false;
      if (open.length === 0) return at + 1;
      continue;
    }
    if (character === '#' && /\s/.test(text[at - 1] ?? ' ')) return undefined;
    const closed = closing[character];
    if (closed !== undefined) open.push(closed);
    else if (character === ']' || character === '}') {
      if (open.pop() !== character) return undefined;
      if (open.length === 0) return at + 1;
    }
    if (/[[{,:?]/.test(character)) begins = true;
    else if (!/\s/.test(character)) begins = false;
  }
  return undefined;
}
