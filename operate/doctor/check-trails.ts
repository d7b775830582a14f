import { type Diagnosis, failed, ok } from './diagnosis.ts';
import type { SeenTrail } from './reader.ts';

/** Whether a trail logs the Region's calls: without one, EventBridge gets none of them. */
export const checkTrails = (trails: readonly SeenTrail[]): Diagnosis => {
  const [first] = trails;
  if (!first) return failed('no trail: no event ever comes; set "trail": "create", or create one');
  const logging = trails.find(({ isLogging }) => isLogging);
  if (logging) return ok('a trail logs');
  // In its home Region alone it can be started: arn:aws:cloudtrail:<home>:...
  const home = first.arn.split(':')[3];
  return failed(
    `trail ${first.arn} does not log: aws cloudtrail start-logging --region ${home} --name ${first.arn}`,
  );
};
