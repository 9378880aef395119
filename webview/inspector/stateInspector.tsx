import { useEffect, useRef, useState } from 'preact/hooks';
import type { InspectorState } from '#core/protocol/panelState.ts';
import {
  type BasisOrder,
  mostInspectedQubits,
  type OutcomeChoice,
  type StatePart,
  stateParts,
} from '#core/protocol/stateChoices.ts';
import type { StateQuestion, StateView } from '#core/protocol/stateInspection.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import type { StateAnswer, WholeCircuit } from '../app/panelModel.ts';
import { formatCount } from '../format/numbers.ts';
import { Icon } from '../ui/icon.tsx';
import { ProgressRing, Select } from '../ui/kit.ts';
import { type TabDefinition, Tabs } from '../ui/tabs.tsx';
import { useElementSize } from '../ui/useElementSize.ts';
import { AmplitudeTable } from './amplitudeTable.tsx';
import { BranchNotice } from './branchNotice.tsx';
import { BranchTable } from './branchTable.tsx';
import { CorrelationMap } from './correlationMap.tsx';
import { InputSliders } from './inputSliders.tsx';
import { InspectorDivider, inspectorPlace, shownShare } from './inspectorDivider.tsx';
import { MomentBar } from './momentBar.tsx';
import { ObservableField } from './observableField.tsx';
import { PassFields } from './passFields.tsx';
import { QubitCards } from './qubitCards.tsx';
import { SaveStateMenu } from './saveStateMenu.tsx';
import { ShotNotice } from './shotNotice.tsx';
import { useStateAnswer } from './useStateAnswer.ts';
import { useStateSaving } from './useStateSaving.ts';

const titles: Readonly<Record<StatePart, string>> = {
  amplitudes: 'Amplitudes',
  qubits: 'Qubits',
  correlations: 'Entanglement',
};

const parts: readonly TabDefinition<StatePart>[] = stateParts.map((id) => ({ id, label: titles[id] }));

const orders: readonly { readonly value: BasisOrder; readonly label: string }[] = [
  { value: 'probability', label: 'By probability' },
  { value: 'basis', label: 'By basis state' },
];

const choices: readonly { readonly value: OutcomeChoice; readonly label: string }[] = [
  { value: 'all', label: 'All outcomes' },
  { value: 'shot', label: 'One shot' },
];

/** Basis states asked for at a time, and how many of them are in front of those in view. */
const asked = 120;
const ahead = 40;

interface StateInspectorProps {
  readonly circuit: WholeCircuit;
  readonly answer: StateAnswer | undefined;
  readonly inspector: InspectorState;
  readonly onInspector: (inspector: InspectorState) => void;
  readonly send: (message: PanelMessage) => void;
}

/** The state of the circuit at a moment of its drawing. */
export function StateInspector(props: StateInspectorProps) {
  const { qubits } = props.circuit.facts;
  const { inspector, onInspector } = props;
  const body = useRef<Element | null>(null);
  const place = inspectorPlace(useElementSize(body)?.width);
  const { share, widthShare } = inspector;
  return (
    <section
      class="inspector"
      aria-label="State"
      ref={(element) => {
        body.current = element?.parentElement ?? null;
      }}
      style={{
        '--height-share': `${shownShare('under', share)}%`,
        '--width-share': `${shownShare('beside', widthShare)}%`,
      }}
    >
      <InspectorDivider
        place={place}
        share={place === 'under' ? share : widthShare}
        onShare={(next) =>
          onInspector({ ...inspector, ...(place === 'under' ? { share: next } : { widthShare: next }) })
        }
      />
      {qubits > mostInspectedQubits ? (
        <p class="inspector-note">
          <Icon name="information" />
          {`The circuit has ${formatCount(qubits, 'qubit')}. The state is shown of at most ${mostInspectedQubits}; simulate the circuit for counts and expectation values.`}
        </p>
      ) : (
        <InspectedState {...props} />
      )}
    </section>
  );
}

function InspectedState({ circuit, answer, inspector, onInspector, send }: StateInspectorProps) {
  const [from, setFrom] = useState(0);
  const {
    branch,
    hasMarks = true,
    inputs,
    moment,
    observable,
    order,
    outcomes = 'all',
    part,
    passes,
    shot,
  } = inspector;
  const saving = useStateSaving(circuit.file.split('/').at(-1) ?? '', part, send);
  const question: StateQuestion = {
    ...(moment !== undefined && { moment }),
    ...(passes !== undefined && { passes }),
    inputs,
    outcomes,
    ...(branch !== undefined && { branch }),
    shot,
    states: { order, from: part === 'amplitudes' ? from : 0, count: part === 'amplitudes' ? asked : 0 },
    wantsQubits: part === 'qubits' || hasMarks,
    wantsCorrelations: part === 'correlations',
    ...(observable.trim() !== '' && { observable }),
  };
  const { isWaiting, problem, state } = useStateAnswer(circuit, saving.asked(question), answer, send);
  useEffect(() => saving.heard(isWaiting ? undefined : state), [isWaiting, state]);
  const change = (changed: Partial<InspectorState>) => onInspector({ ...inspector, ...changed });
  const count = circuit.drawing.frame.columns.length;
  const showBranch = (next: string | undefined) => {
    const { branch: _before, ...others } = inspector;
    setFrom(0);
    onInspector({ ...others, ...(next !== undefined && { branch: next }) });
  };
  const measures =
    circuit.facts.bits > 0 || state?.shot !== undefined || state?.branches !== undefined || problem !== undefined;
  return (
    <>
      <MomentBar
        moment={Math.min(moment ?? state?.moment ?? 0, count)}
        count={count}
        isWaiting={isWaiting}
        onMoment={(next) => change({ moment: next })}
      >
        <PassFields
          loops={state?.loops ?? 0}
          passes={passes ?? []}
          onPasses={(next) => change({ passes: [...next] })}
        />
        <label class="mark-choice">
          <input
            type="checkbox"
            checked={hasMarks}
            onChange={(event) => change({ hasMarks: event.currentTarget.checked })}
          />
          Qubits in the drawing
        </label>
        {measures && (
          <Select
            label="Outcomes of measurements"
            value={outcomes}
            options={choices}
            onSelect={(next) => change({ outcomes: next })}
          />
        )}
      </MomentBar>
      {state !== undefined && state.inputs.length > 0 && (
        <InputSliders
          inputs={state.inputs}
          values={inputs}
          onValue={(name, value) => change({ inputs: { ...inputs, [name]: value } })}
        />
      )}
      {problem !== undefined ? (
        <p class="inspector-note" role="status">
          <Icon name="warning" />
          {problem}
        </p>
      ) : (
        <>
          {state?.shot !== undefined && <ShotNotice shot={state.shot} onAnother={() => change({ shot: shot + 1 })} />}
          {state?.branches !== undefined && (
            <BranchNotice branches={state.branches} onAll={() => showBranch(undefined)} />
          )}
          <Tabs label="Parts of the State" tabs={parts} shown={part} onShow={(next) => change({ part: next })}>
            <div class="inspector-tools">
              {part === 'amplitudes' && (
                <Select
                  label="Order of basis states"
                  value={order}
                  options={orders}
                  onSelect={(next) => {
                    setFrom(0);
                    change({ order: next });
                  }}
                />
              )}
              <ObservableField
                text={observable}
                answer={state?.observable}
                onText={(text) => change({ observable: text })}
              />
              {state !== undefined && <SaveStateMenu onChoose={saving.begin} />}
              <span class="save-note" role="status">
                {saving.note}
              </span>
            </div>
            {state === undefined ? (
              <Simulating />
            ) : (
              <ShownPart
                part={part}
                state={state}
                onRange={(first, last) => {
                  if (first < from || last >= from + asked) setFrom(Math.max(0, first - ahead));
                }}
                onBranch={showBranch}
              />
            )}
          </Tabs>
        </>
      )}
    </>
  );
}

interface ShownPartProps {
  readonly part: StatePart;
  readonly state: StateView;
  readonly onRange: (first: number, last: number) => void;
  readonly onBranch: (key: string | undefined) => void;
}

function ShownPart({ part, state, onRange, onBranch }: ShownPartProps) {
  switch (part) {
    case 'amplitudes':
      return (
        <div class="basis">
          {state.branches !== undefined && state.branches.all.length > 1 && (
            <BranchTable branches={state.branches} onShow={onBranch} />
          )}
          <AmplitudeTable key={`${state.order} ${state.branches?.seen}`} state={state} onRange={onRange} />
        </div>
      );
    case 'qubits':
      return state.bloch === undefined ? <Simulating /> : <QubitCards state={state} />;
    case 'correlations':
      return state.correlations === undefined ? <Simulating /> : <CorrelationMap state={state} />;
  }
}

function Simulating() {
  return <ProgressRing label="Simulating the state" />;
}
