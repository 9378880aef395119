import { useState } from 'preact/hooks';
import { type InspectorState, type StatePart, stateParts } from '#core/protocol/panelState.ts';
import {
  type BasisOrder,
  mostInspectedQubits,
  type StateQuestion,
  type StateView,
} from '#core/protocol/stateInspection.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import type { DrawnCircuit, StateAnswer } from '../app/panelModel.ts';
import { formatCount } from '../format/numbers.ts';
import { Icon } from '../ui/icon.tsx';
import { ProgressRing, Select } from '../ui/kit.ts';
import { type TabDefinition, Tabs } from '../ui/tabs.tsx';
import { AmplitudeTable } from './amplitudeTable.tsx';
import { CorrelationMap } from './correlationMap.tsx';
import { InputSliders } from './inputSliders.tsx';
import { InspectorDivider, shownShare } from './inspectorDivider.tsx';
import { MomentBar } from './momentBar.tsx';
import { ObservableField } from './observableField.tsx';
import { QubitCards } from './qubitCards.tsx';
import { ShotNotice } from './shotNotice.tsx';
import { useStateAnswer } from './useStateAnswer.ts';

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

/** Basis states asked for at a time, and how many of them are in front of those in view. */
const asked = 120;
const ahead = 40;

interface StateInspectorProps {
  readonly circuit: DrawnCircuit;
  readonly answer: StateAnswer | undefined;
  readonly inspector: InspectorState;
  readonly onInspector: (inspector: InspectorState) => void;
  readonly send: (message: PanelMessage) => void;
}

/** The state of the circuit at a moment of its drawing. */
export function StateInspector(props: StateInspectorProps) {
  const { qubits } = props.circuit.facts;
  const { inspector, onInspector } = props;
  return (
    <section class="inspector" aria-label="State" style={{ height: `${shownShare(inspector.share)}%` }}>
      <InspectorDivider share={inspector.share} onShare={(share) => onInspector({ ...inspector, share })} />
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
  const { inputs, moment, observable, order, part, shot } = inspector;
  const question: StateQuestion = {
    ...(moment !== undefined && { moment }),
    inputs,
    shot,
    states: { order, from: part === 'amplitudes' ? from : 0, count: part === 'amplitudes' ? asked : 0 },
    wantsQubits: part === 'qubits',
    wantsCorrelations: part === 'correlations',
    ...(observable.trim() !== '' && { observable }),
  };
  const { isWaiting, problem, state } = useStateAnswer(circuit, question, answer, send);
  const change = (changed: Partial<InspectorState>) => onInspector({ ...inspector, ...changed });
  const count = circuit.drawing.frame.columns.length;
  return (
    <>
      <MomentBar
        moment={Math.min(moment ?? state?.moment ?? 0, count)}
        count={count}
        isWaiting={isWaiting}
        onMoment={(next) => change({ moment: next })}
      />
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
}

function ShownPart({ part, state, onRange }: ShownPartProps) {
  switch (part) {
    case 'amplitudes':
      return <AmplitudeTable key={state.order} state={state} onRange={onRange} />;
    case 'qubits':
      return state.bloch === undefined ? <Simulating /> : <QubitCards state={state} />;
    case 'correlations':
      return state.correlations === undefined ? <Simulating /> : <CorrelationMap state={state} />;
  }
}

function Simulating() {
  return <ProgressRing label="Simulating the state" />;
}
