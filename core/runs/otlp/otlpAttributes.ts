/** A value as OTLP writes it in JSON. Whole numbers are texts, for they may have 64 bits. */
type OtlpValue =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly boolValue: boolean };

export interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}

/** No attribute where there is no value. */
export function textAttribute(key: string, value: string | undefined): OtlpAttribute[] {
  return value === undefined || value === '' ? [] : [{ key, value: { stringValue: value } }];
}

/** A count. What is no whole number is left out. */
export function wholeAttribute(key: string, value: number | undefined): OtlpAttribute[] {
  return Number.isSafeInteger(value) ? [{ key, value: { intValue: String(value) } }] : [];
}

/** A measured value, which stays of one type when it happens to be whole. JSON knows no infinite ones: they are left out. */
export function realAttribute(key: string, value: number | undefined): OtlpAttribute[] {
  return value === undefined || !Number.isFinite(value) ? [] : [{ key, value: { doubleValue: value } }];
}
