import { parentPort } from 'node:worker_threads';
import { helpTeam } from '#core/simulator/wasm/helpTeam.ts';
import type { TeamInvitation } from '#core/simulator/wasm/threadTeam.ts';

/** A thread of our subject: helps every team it is invited to, one after the other. */
parentPort?.on('message', ({ invitation, seat }: { readonly invitation: TeamInvitation; readonly seat: number }) => {
  helpTeam(invitation, seat);
});
