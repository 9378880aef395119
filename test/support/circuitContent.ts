import { scan } from '#core/openqasm/scanner.ts';

/** Tokens and comments of a text, without the white space between them. */
export function contentOf(text: string): string {
  const { kinds, starts, ends, count } = scan(text);
  const content: string[] = [];
  let end = 0;
  for (let token = 0; token < count; token++) {
    content.push(text.slice(end, starts[token]).replaceAll(/\s+/g, ''));
    content.push(`${kinds[token]} ${text.slice(starts[token], ends[token])}`);
    end = ends[token] ?? 0;
  }
  return content.join('\n');
}
