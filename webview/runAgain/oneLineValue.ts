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
      return !/:(?:\s|$)/.test(value.replace(/(?:^|\s)#.*$/, ''));
  }
}

const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/y;
const property = /&[^\s,[\]{}]*|![^\s,[\]{}"']*/y;
const closing: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

/** Where a quoted text or something in brackets ends; undefined where it is not closed. */
function endOfFlow(text: string, start: number): number | undefined {
  const open: string[] = [];
  // Quotes inside of a plain word are a part of it; anchors and tags go before a value.
  let begins = true;
  // After a quoted text, or brackets, a value follows its colon with no space between (YAML 1.2.2, 7.4.2).
  let isClosed = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    if (begins && (character === '"' || character === "'")) {
      quoted.lastIndex = at;
      const [whole] = quoted.exec(text) ?? [];
      if (whole === undefined) return undefined;
      at += whole.length - 1;
      begins = false;
      isClosed = true;
      if (open.length === 0) return at + 1;
      continue;
    }
    if (begins && (character === '&' || character === '!')) {
      property.lastIndex = at;
      at += (property.exec(text)?.[0].length ?? 1) - 1;
      continue;
    }
    if (character === '#' && /\s/.test(text[at - 1] ?? ' ')) return undefined;
    const closed = closing[character];
    if (closed !== undefined) open.push(closed);
    else if (character === ']' || character === '}') {
      if (open.pop() !== character) return undefined;
      if (open.length === 0) return at + 1;
    }
    if (/\s/.test(character)) continue;
    const endsKey = character === ':' && (isClosed || isIndicator(text, at));
    const beginsKey: boolean = character === '?' && begins && isIndicator(text, at);
    begins = /[[{,]/.test(character) || endsKey || beginsKey;
    isClosed = character === ']' || character === '}';
  }
  return undefined;
}

/** Whether a colon or a question mark is more than a character of a plain word: nothing of a word follows. */
function isIndicator(text: string, at: number): boolean {
  return /^(?:$|[\s,[\]{}])/.test(text.slice(at + 1, at + 2));
}
