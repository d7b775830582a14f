import type { OnTerminationProtection } from '../../lambdas/domain/grace-period/orders-and-results.ts';
import type { Aws } from './aws.ts';
import { embeddedAws } from './embedded-aws.ts';
import { motoAws } from './moto-aws.ts';

type Candidate = {
  readonly name: string;
  /** @param setting how protected instances are handled, if not by default. moto ignores it, since it evaluates no policies */
  readonly open: (setting?: OnTerminationProtection) => Aws;
};

/** Every AWS that must pass: for `describe.each`. */
export const AWSES: readonly Candidate[] = [
  { name: 'moto', open: motoAws },
  { name: 'the embedded AWS', open: embeddedAws },
];
