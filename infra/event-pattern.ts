/** What a rule lets through. */
export type EventPattern = {
  readonly source: string[];
  readonly 'detail-type': string[];
  readonly detail: Readonly<Record<string, unknown>>;
};
