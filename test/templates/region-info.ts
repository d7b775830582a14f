import { loadCdk } from './synthesize.ts';

/** Stands for `aws-cdk-lib/region-info`, a megabyte of facts, in all tests: what the CDK says, asked outside of Jest. */
export const RegionInfo: {
  readonly regions: readonly {
    readonly name: string;
    readonly partition: string;
    readonly isOptInRegion: boolean;
  }[];
} = { regions: JSON.parse(loadCdk().regions()) };
