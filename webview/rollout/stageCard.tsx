import type { RolloutReport, StageView } from '#core/protocol/rolloutView.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import { Icon } from '../ui/icon.tsx';
import { Button } from '../ui/kit.ts';
import { CriteriaTable } from './criteriaTable.tsx';
import { stageFacts, stageStanding, stageTitle } from './rolloutWords.ts';

interface StageCardProps {
  readonly view: StageView;
  /** Where the pipeline goes from here, of the stage it is at. */
  readonly next: RolloutReport['next'];
  readonly send: (message: PanelMessage) => void;
}

/** A stage with its criteria and approvals. */
export function StageCard({ next, view, send }: StageCardProps) {
  const { approvalsMissing, approvedBy, criteria, evidence, place, stage } = view;
  const { icon, tone, word } = stageStanding(view);
  const facts = stageFacts(view);
  return (
    <li class={`stage stage-${place}`} aria-current={place === 'current' ? 'step' : undefined}>
      <div class="stage-head">
        <h3>{stageTitle(stage)}</h3>
        <span class={`standing tone-${tone}`}>
          <Icon name={icon} />
          {word}
        </span>
        {facts.length > 0 && <span class="stage-facts">{facts.join('; ')}</span>}
      </div>
      <CriteriaTable label={`Criteria of ${stageTitle(stage)}`} criteria={criteria} send={send} />
      {approvedBy.length + approvalsMissing.length + evidence.length > 0 && (
        <ul class="approvals" aria-label={`Evidence and approvals of ${stageTitle(stage)}`}>
          {evidence.map(({ name, present }) => (
            <li key={name} class={`standing tone-${present ? 'good' : 'open'}`}>
              <Icon name={present ? 'circle-check' : 'circle'} />
              {present ? `Evidence ${name} is there` : `Evidence ${name} is missing`}
            </li>
          ))}
          {approvedBy.map((name) => (
            <li key={name} class="standing tone-good">
              <Icon name="circle-check" />
              {`Approved by ${name}`}
            </li>
          ))}
          {approvalsMissing.map((name) => (
            <li key={name} class="standing tone-open">
              <Icon name="circle" />
              {`Approval of ${name} is missing`}
            </li>
          ))}
          {place === 'current' && approvalsMissing.length > 0 && (
            <li>
              <Button label="Approve…" onPress={() => send({ type: 'decide-rollout', decision: 'approved' })} />
            </li>
          )}
        </ul>
      )}
      {next !== undefined && <NextStage next={next} send={send} />}
    </li>
  );
}

interface NextStageProps {
  readonly next: NonNullable<RolloutReport['next']>;
  readonly send: (message: PanelMessage) => void;
}

/** The way to the next stage: open, or closed by what is listed. */
function NextStage({ next: { obstacles, stage }, send }: NextStageProps) {
  const isOpen = obstacles.length === 0;
  return (
    <div class="next-stage">
      {isOpen ? (
        <p class="standing tone-good">
          <Icon name="circle-check" />
          {`Nothing keeps it from ${stageTitle(stage)}`}
        </p>
      ) : (
        <div>
          <p class="standing tone-open">
            <Icon name="circle-slash" />
            {`Before ${stageTitle(stage)}:`}
          </p>
          <ul class="obstacles" aria-label={`What keeps it from ${stageTitle(stage)}`}>
            {obstacles.map((obstacle) => (
              <li key={obstacle}>{obstacle}</li>
            ))}
          </ul>
        </div>
      )}
      <Button
        label={`Advance to ${stageTitle(stage)}…`}
        appearance={isOpen ? 'primary' : 'secondary'}
        disabled={!isOpen}
        onPress={() => send({ type: 'decide-rollout', decision: 'advanced' })}
      />
    </div>
  );
}
