import { useState } from 'preact/hooks';
import type { PanelMessage } from '#core/protocol/webview.ts';
import { dimensionNames, dimensionTitles } from '#core/runs/scorecardDimensions.ts';
import type { ScoredScorecard } from '#core/runs/scoredScorecard.ts';
import { Section } from '../result/section.tsx';
import { Icon } from '../ui/icon.tsx';
import { Select } from '../ui/kit.ts';
import { ScrollArea } from '../ui/scrollArea.tsx';
import { SmallButton } from '../ui/smallButton.tsx';
import { ScoreBar } from './scoreBar.tsx';
import { scoreText } from './scorecardWords.ts';
import {
  dimensionOf,
  orderedVendors,
  raisedFlags,
  type Vendor,
  type VendorOrder,
  vendorOrders,
} from './vendorOrder.ts';

interface VendorsSectionProps {
  /** The scorecard that is shown, and the others of the workspace. */
  readonly shown: Vendor;
  readonly others: readonly Vendor[];
  readonly send: (message: PanelMessage) => void;
}

/** The scorecards of the workspace side by side: a column each, a row for each dimension. */
export function VendorsSection({ others, send, shown }: VendorsSectionProps) {
  const [order, setOrder] = useState<VendorOrder>('flags');
  const vendors = orderedVendors([shown, ...others], order);
  return (
    <Section title="Side by side" note="all scorecards of this workspace">
      <div class="vendor-order">
        <Select
          label="Order of the scorecards"
          value={order}
          options={vendorOrders.map((value) => ({ value, label: orderText(value) }))}
          onSelect={setOrder}
        />
      </div>
      <ScrollArea label="Scorecards side by side">
        <table class="vendors">
          <thead>
            <tr>
              <th scope="col">Dimension</th>
              {vendors.map((vendor) => (
                <VendorHead key={vendor.file} vendor={vendor} isShown={vendor === shown} send={send} />
              ))}
            </tr>
          </thead>
          <tbody>
            <tr class="vendor-total">
              <th scope="row">Total</th>
              {vendors.map(({ file, scored }) => (
                <ScoreCell key={file} score={scored.total} atMost={scored.totalAtMost} />
              ))}
            </tr>
            <tr>
              <th scope="row">Red flags</th>
              {vendors.map(({ file, scored }) => (
                <FlagsCell key={file} scored={scored} />
              ))}
            </tr>
            {dimensionNames.map((name) => (
              <tr key={name}>
                <th scope="row">{dimensionTitles[name]}</th>
                {vendors.map(({ file, scored }) => {
                  const { atMost = 0, redFlag, score = 0 } = dimensionOf(scored, name) ?? {};
                  return (
                    <ScoreCell
                      key={file}
                      score={score}
                      atMost={atMost}
                      flag={redFlag?.raised === true ? redFlag.text : undefined}
                    />
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </Section>
  );
}

interface VendorHeadProps {
  readonly vendor: Vendor;
  readonly isShown: boolean;
  readonly send: (message: PanelMessage) => void;
}

function VendorHead({ isShown, send, vendor: { file, scored } }: VendorHeadProps) {
  return (
    <th scope="col" class={isShown ? 'vendor-shown' : ''} title={file}>
      {scored.name}
      <span class="vendor-note">
        {`version ${scored.version}`}
        {isShown ? (
          ', shown here'
        ) : (
          <SmallButton
            label={`Show the scorecard ${scored.name}`}
            text="Show"
            onPress={() => send({ type: 'open-scorecard', file })}
          />
        )}
      </span>
    </th>
  );
}

interface ScoreCellProps {
  readonly score: number;
  readonly atMost: number;
  readonly flag?: string | undefined;
}

function ScoreCell({ atMost, flag, score }: ScoreCellProps) {
  return (
    <td class={flag === undefined ? '' : 'vendor-flagged'}>
      <span class="vendor-score">
        {flag !== undefined && <Icon name="warning" />}
        {scoreText(score, atMost)}
      </span>
      <ScoreBar score={score} atMost={atMost} />
      {flag !== undefined && <span class="vendor-note">{`Red flag: ${flag}`}</span>}
    </td>
  );
}

function FlagsCell({ scored }: { readonly scored: ScoredScorecard }) {
  const count = raisedFlags(scored);
  return (
    <td class={count === 0 ? '' : 'vendor-flagged'}>
      <span class="vendor-score">
        {count > 0 && <Icon name="warning" />}
        {count === 0 ? 'none' : count}
      </span>
    </td>
  );
}

function orderText(order: VendorOrder): string {
  switch (order) {
    case 'flags':
      return 'Fewest red flags first';
    case 'total':
      return 'Best total first';
    default:
      return `Best ${dimensionTitles[order]} first`;
  }
}
