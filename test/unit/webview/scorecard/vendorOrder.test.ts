import { expect, test } from 'vitest';
import { comparedScorecardsFixture } from '#test/support/fixtures/reportViews.ts';
import { orderedVendors, raisedFlags, type VendorOrder } from '#webview/scorecard/vendorOrder.ts';

const { others = [], report } = comparedScorecardsFixture();
const vendors = [{ file: 'iris.hybrid.yaml', scored: report.scored }, ...others];
const order = (by: VendorOrder) => orderedVendors(vendors, by).map(({ scored }) => scored.name);

test('the best scorecard comes first, by flags, total or a dimension', () => {
  expect(vendors.map(({ scored }) => raisedFlags(scored))).toEqual([1, 0]);
  expect(order('flags')).toEqual(['other-cloud', 'iris-vqc']);
  expect(order('total')).toEqual(['iris-vqc', 'other-cloud']);
  expect(order('costControl')).toEqual(['iris-vqc', 'other-cloud']);
});

test('equal ones are in order of their names', () => {
  const [first] = vendors;
  if (!first) throw new Error('There is no scorecard.');
  const twins = ['b', 'a'].map((name) => ({ ...first, file: name, scored: { ...first.scored, name } }));
  expect(orderedVendors(twins, 'total').map(({ file }) => file)).toEqual(['a', 'b']);
});
