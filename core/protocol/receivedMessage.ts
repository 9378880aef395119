import type * as z from 'zod';
import { type HostMessage, hostMessageSchema, type PanelMessage, panelMessageSchema } from './webview.ts';

/** What arrived at one side of the panel: a message, or the reason why it is none. */
export type Received<Message> =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'ignored'; readonly reason: string };

/** Reads what arrived at the page. Never throws, whatever arrived. */
export function readHostMessage(received: unknown): Received<HostMessage> {
  return read(hostMessageSchema, received);
}

/** Reads what arrived at the extension. Never throws, whatever arrived. */
export function readPanelMessage(received: unknown): Received<PanelMessage> {
  return read(panelMessageSchema, received);
}

function read<Message>(schema: z.ZodType<Message>, received: unknown): Received<Message> {
  const parsed = schema.safeParse(received);
  if (parsed.success) return { kind: 'message', message: parsed.data };
  const [first] = parsed.error.issues;
  // The place only: a message that does not fit may hold anything, and the log is kept.
  const place = first === undefined || first.path.length === 0 ? 'its beginning' : `"${first.path.join('.')}"`;
  return { kind: 'ignored', reason: `it does not fit the protocol at ${place} (${first?.code ?? 'unknown'})` };
}
