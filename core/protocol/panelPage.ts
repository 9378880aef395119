import { Failure } from '#core/base/failure.ts';
import type { PanelTab } from './panelTabs.ts';
import type { HostMessage } from './webview.ts';

/** The id of the element that holds what the page begins with. */
export const beginningId = 'beginning';

export interface PanelPageParts {
  /** Fresh for every page, at least 16 characters of base64 (plain or URL alphabet), from a cryptographic source. */
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** The source the editor serves the panel's files from; `webview.cspSource` in VS Code. */
  readonly cspSource: string;
  /** The tab that a page shows of which nothing is remembered yet; the page's own choice when left out. */
  readonly tab?: PanelTab | undefined;
  /** What such a page need not ask for: a message that it reads before it says that it is ready. */
  readonly beginning?: HostMessage | undefined;
}

/**
 * The HTML of the panel's page. Data arrives by message, except for what it begins with, which is there as JSON. Its policy
 * allows one script, by nonce, and style sheets from the editor's own source or with that nonce; the `csp-nonce`
 * property is where the component toolkit looks for it. Images may be written out in the page, as pictures of charts are
 * before they are painted.
 * @throws Failure `invalid-input` for a nonce that is short or could not stand in a policy.
 */
export function panelPage(parts: PanelPageParts): string {
  if (!/^[A-Za-z0-9+/_-]{16,}={0,2}$/.test(parts.nonce)) {
    throw new Failure('invalid-input', 'The nonce of a panel page must be at least 16 characters of base64.');
  }
  const policy = [
    "default-src 'none'",
    `img-src ${parts.cspSource} data:`,
    `style-src ${parts.cspSource} 'nonce-${parts.nonce}'`,
    `script-src 'nonce-${parts.nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="csp-nonce" content="${parts.nonce}">
<title>Hybrid Quantum</title>
<link rel="stylesheet" href="${escapeAttribute(parts.styleUri)}">
</head>
<body>
<div id="panel"${parts.tab === undefined ? '' : ` data-tab="${parts.tab}"`}></div>
${parts.beginning === undefined ? '' : dataBlock(parts.beginning)}<script nonce="${parts.nonce}" src="${escapeAttribute(parts.scriptUri)}"></script>
</body>
</html>
`;
}

/** No script: the editor writes the page anew from its tree, in which nothing may look like the end of the element. */
function dataBlock(message: HostMessage): string {
  const text = JSON.stringify(message).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="${beginningId}">${text}</script>\n`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
