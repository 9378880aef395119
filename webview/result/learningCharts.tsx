import type { RunResult } from '#core/runs/runRecord.ts';
import { ChartSection } from '../charts/chartSection.tsx';
import { ConfusionMatrix } from '../charts/confusionMatrix.tsx';
import { KernelMap } from '../charts/kernelMap.tsx';
import { PredictionChart } from '../charts/predictionChart.tsx';
import { ReceiverChart } from '../charts/receiverChart.tsx';
import { StripPlot } from '../charts/stripPlot.tsx';
import { confusionData, kernelData, predictionsData, receiverData, repeatsData } from './resultTables.ts';

/** Every repeat of every contender, and how well each tells the classes apart or the numbers. */
export function ContenderCharts({ result: { contenders } }: { readonly result: RunResult }) {
  const repeats = Math.max(0, ...contenders.flatMap(({ metrics }) => metrics.map(({ values }) => values.length)));
  return (
    <>
      {contenders.length > 1 && repeats > 1 && (
        <ChartSection title="Repeats" table={() => repeatsData(contenders)}>
          <StripPlot contenders={contenders} />
        </ChartSection>
      )}
      {contenders.some(({ predictions = [] }) => predictions.length > 0) && (
        <ChartSection title="Predictions" table={() => predictionsData(contenders)}>
          <PredictionChart contenders={contenders} />
        </ChartSection>
      )}
      {contenders.some(({ receiver = [] }) => receiver.length > 0) && (
        <ChartSection title="Receiver operating characteristic" table={() => receiverData(contenders)}>
          <ReceiverChart contenders={contenders} />
        </ChartSection>
      )}
    </>
  );
}

/** Which classes were taken for which, and the kernel that rows are told apart by. */
export function ModelCharts({ result: { confusion, contenders, kernel } }: { readonly result: RunResult }) {
  const classes = confusion?.classes ?? noClasses;
  return (
    <>
      {confusion !== undefined && classes.length > 0 && (
        <ChartSection title="Confusion matrix" table={() => confusionData(confusion, contenders)}>
          <ConfusionMatrix confusion={confusion} contenders={contenders} />
        </ChartSection>
      )}
      {kernel !== undefined && kernel.cells.length > 0 && (
        <ChartSection title="Quantum kernel" table={() => kernelData(kernel, classes)}>
          <KernelMap kernel={kernel} classes={classes} />
        </ChartSection>
      )}
    </>
  );
}

const noClasses: readonly string[] = [];
