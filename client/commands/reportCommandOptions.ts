import type { Log } from '../app/log.ts';
import type { PanelHost } from '../panels/panelHost.ts';
import type { RunService } from '../runs/runService.ts';

/** What the commands about scorecards and rollouts need. */
export interface ReportCommandOptions {
  readonly runs: RunService;
  readonly panels: PanelHost;
  readonly log: Log;
}
