import type { ScorecardView } from '#core/protocol/scorecardView.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import { dimensionTitles } from '#core/runs/scorecardDimensions.ts';
import { formatFullMoment, formatMoment } from '../format/times.ts';
import { Section } from '../result/section.tsx';
import { Fact } from '../ui/fact.tsx';
import { Icon } from '../ui/icon.tsx';
import { Button, Select } from '../ui/kit.ts';
import { useNow } from '../ui/useNow.ts';
import { DifferenceSection } from './differenceSection.tsx';
import { DimensionTable } from './dimensionTable.tsx';
import { ScoreBar } from './scoreBar.tsx';
import { scoreText } from './scorecardWords.ts';
import { VendorsSection } from './vendorsSection.tsx';

interface ScorecardTabProps {
  readonly view: Extract<ScorecardView, { kind: 'scorecard' }>;
  readonly send: (message: PanelMessage) => void;
}

/** No version is named so: versions are names of files. */
const none = ' ';

/** A scorecard as recorded runs and reviewers score it now: the total, red flags, and every measure with its limits. */
export function ScorecardTab({ view, send }: ScorecardTabProps) {
  const { file, others = [], report } = view;
  const { difference, scored, versions } = report;
  const now = useNow(false);
  const isKept = versions.includes(scored.version.replaceAll(/[^\w.-]/g, '_'));
  return (
    <section
      class="result scorecard"
      aria-label="Scorecard"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <header class="run-header">
        <div class="run-title">
          <h1>{scored.name}</h1>
          <span class="version">{`version ${scored.version}`}</span>
          <div class="run-actions">
            <Comparison view={view} send={send} />
            <Button label="Keep Version…" disabled={isKept} onPress={() => send({ type: 'keep-scorecard' })} />
            <Button label="Export…" onPress={() => send({ type: 'export-scorecard' })} />
            <Button label="Open File" onPress={() => send({ type: 'open-file', file })} />
          </div>
        </div>
        <dl class="facts">
          <Fact name="File">{file}</Fact>
          <Fact name="Reviewer for ML">{scored.reviewers.ml}</Fact>
          <Fact name="Reviewer for platform">{scored.reviewers.platform}</Fact>
          <Fact name="Scored">
            <time title={formatFullMoment(scored.scoredAt)}>{formatMoment(scored.scoredAt, now)}</time>
          </Fact>
        </dl>
      </header>
      <div class="total">
        <p>
          <span class="total-name">Total</span>
          <span class="total-score">{scoreText(scored.total, scored.totalAtMost)}</span>
          <span class="total-note">
            of 1{scored.totalAtMost > scored.total ? '; some values are not known yet' : ''}
          </span>
        </p>
        <ScoreBar score={scored.total} atMost={scored.totalAtMost} />
      </div>
      <RaisedFlags dimensions={scored.dimensions} />
      {scored.remarks.length > 0 && (
        <ul class="events remarks" aria-label="Remarks">
          {scored.remarks.map((remark) => (
            <li key={remark}>
              <Icon name="information" />
              <span>{remark}</span>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && <VendorsSection shown={{ file, scored }} others={others} send={send} />}
      <Section title="Dimensions">
        <DimensionTable scored={scored} send={send} />
      </Section>
      {difference !== undefined && <DifferenceSection difference={difference} now={now} />}
      {versions.length === 0 && (
        <p class="hint">No version is kept yet. Keep this one to compare later ones with it.</p>
      )}
      {isKept && (
        <p class="hint">
          {`Version ${scored.version} is kept and never changes. Give the scorecard a new version in its file for the next review.`}
        </p>
      )}
    </section>
  );
}

/** Chooses a kept version, and what it is compared with: the scorecard as it is now, or another kept version. */
function Comparison({ view, send }: ScorecardTabProps) {
  const { against, newer, report } = view;
  const { versions } = report;
  if (versions.length === 0) return null;
  const compare = (version: string, later: string) =>
    send({
      type: 'compare-scorecard',
      ...(version === none ? {} : { version, ...(later === none ? {} : { newer: later }) }),
    });
  return (
    <>
      <Select
        label="Compare version"
        value={against ?? none}
        options={[
          { value: none, label: 'No comparison' },
          ...versions.map((version) => ({ value: version, label: `Compare ${version}` })),
        ]}
        onSelect={(chosen) => compare(chosen, chosen === newer ? none : (newer ?? none))}
      />
      {against !== undefined && (
        <Select
          label="with version"
          value={newer ?? none}
          options={[
            { value: none, label: 'with now' },
            ...versions
              .filter((version) => version !== against)
              .map((version) => ({ value: version, label: `with ${version}` })),
          ]}
          onSelect={(chosen) => compare(against, chosen)}
        />
      )}
    </>
  );
}

function RaisedFlags({
  dimensions,
}: {
  readonly dimensions: ScorecardTabProps['view']['report']['scored']['dimensions'];
}) {
  const raised = dimensions.filter(({ redFlag }) => redFlag?.raised === true);
  if (raised.length === 0) return null;
  return (
    <div class="notice error" role="alert">
      <Icon name="warning" />
      <div>
        <p class="notice-title">
          {raised.length === 1 ? 'A red flag is raised' : `${raised.length} red flags are raised`}
        </p>
        {raised.map(({ name, redFlag }) => (
          <p key={name}>
            {`${dimensionTitles[name]}: ${redFlag?.text ?? ''}${redFlag?.reason === undefined ? '' : ` (${redFlag.reason})`}`}
          </p>
        ))}
      </div>
    </div>
  );
}
