import type { JsonObject } from '../../infra/json.ts';
import { TREEHOUSE } from './configuration.ts';
import { iamUser } from './identity.ts';
import { launched } from './launches.ts';
import { treehouse } from './places.ts';

/** A server that is protected from termination, and without an Owner: it is stopped. */
export const protectedFromTermination = (): JsonObject[] => [
  launched({
    at: '16:00:00',
    place: treehouse,
    caller: iamUser(TREEHOUSE, 'apatel@ucsc.edu'),
    name: 'annotation-db',
    instanceType: 'r6i.large',
    tags: { Name: 'annotation-db' },
    isProtected: true,
  }),
];

/** One that the configuration exempts. */
export const exempted = (): JsonObject[] => [
  launched({
    at: '16:30:00',
    place: treehouse,
    caller: iamUser(TREEHOUSE, 'rlopez@ucsc.edu'),
    name: 'star-viewer-license',
    instanceType: 't3.small',
    tags: { Name: 'star-viewer-license', Purpose: 'license-server' },
  }),
];
