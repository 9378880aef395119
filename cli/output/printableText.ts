/**
 * The text without control characters that could move the cursor, change the title or clear the screen: names and
 * messages come from files that others wrote. Line breaks, tabs, colours and the erasing of a line stay.
 */
export function printableText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/\u001b\[[0-9;]*m|\r\u001b\[2K|\r\n|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (found) =>
    found.length > 1 ? found : '',
  );
}
