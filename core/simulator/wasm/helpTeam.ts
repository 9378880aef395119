import type { KernelExports } from './kernelExports.ts';
import { instantiateKernels } from './kernelInstance.ts';
import { TeamControl } from './teamControl.ts';
import type { TeamInvitation } from './threadTeam.ts';

export type Kernel = (...values: number[]) => unknown;

/** All kernels in an order that is the same in every thread. */
export function kernelsInOrder(exports: KernelExports): { readonly names: string[]; readonly kernels: Kernel[] } {
  const sorted = Object.entries(exports).sort(([left], [right]) => (left < right ? -1 : 1));
  return { names: sorted.map(([name]) => name), kernels: sorted.map(([, kernel]) => kernel as Kernel) };
}

/**
 * Helps the leader of a team, in another thread, until the team is closed or the helper recalled. Blocks meanwhile.
 * @param seat one that no other helper has; the number of the thread is one more
 */
export function helpTeam({ control: buffer, memory, module }: TeamInvitation, seat: number): void {
  const control = new TeamControl(buffer);
  const { kernels } = kernelsInOrder(instantiateKernels(module, memory));
  let stage = control.join(seat);
  try {
    for (;;) {
      const next = control.nextStage(seat, stage);
      if (next === undefined) return;
      stage = next;
      const command = control.enterGate(seat);
      if (command === undefined) continue;
      const kernel = kernels[command.kernel];
      try {
        for (let chunk = control.takeChunk(); chunk < command.chunks; ) {
          kernel?.(...command.values, chunk, seat + 1);
          if (control.isRecalled(seat)) break;
          chunk = control.takeChunk();
        }
      } catch {
        control.breakStage();
        return;
      } finally {
        control.leaveGate(seat);
      }
    }
  } finally {
    control.leave(seat);
  }
}
