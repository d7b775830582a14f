import { embeddedAws } from './embedded-aws.ts';
import { motoAws } from './moto-aws.ts';

/** Every AWS that must pass: for `describe.each`. */
export const AWSES = [
  { name: 'moto', open: motoAws },
  { name: 'the embedded AWS', open: embeddedAws },
] as const;
