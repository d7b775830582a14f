import { type Diagnosis, failed, ok } from './diagnosis.ts';
import type { EventSelectors, RecordingTrail } from './reader.ts';

/** What the rules need most, as event selectors see it. */
const LAUNCH: Readonly<Record<string, string>> = {
  eventCategory: 'Management',
  eventType: 'AwsApiCall',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  readOnly: 'false',
};

/**
 * Whether event selectors include launches. One of data events only, or of read events only, leaves them out, and then
 * EventBridge gets none. In a basic selector, what is left out includes everything; in an advanced one, every field must match.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html, API_AdvancedFieldSelector.html
 */
const includeLaunches = ({ basic, advanced }: EventSelectors): boolean =>
  basic.some(
    ({ IncludeManagementEvents, ReadWriteType }) =>
      IncludeManagementEvents !== false && ReadWriteType !== 'ReadOnly',
  ) ||
  advanced.some(({ FieldSelectors = [] }) =>
    FieldSelectors.every(
      ({ Field = '', Equals, NotEquals, StartsWith, NotStartsWith, EndsWith, NotEndsWith }) => {
        const value = LAUNCH[Field];
        // What a field such as userIdentity.arn is of a launch, nobody can say.
        if (value === undefined) return !Field.startsWith('resources.');
        return (
          (Equals?.includes(value) ?? true) &&
          (StartsWith?.some((text) => value.startsWith(text)) ?? true) &&
          (EndsWith?.some((text) => value.endsWith(text)) ?? true) &&
          !NotEquals?.includes(value) &&
          !NotStartsWith?.some((text) => value.startsWith(text)) &&
          !NotEndsWith?.some((text) => value.endsWith(text))
        );
      },
    ),
  );

/** Checks that a trail logs the Region's launches: without one, EventBridge gets none of them. */
export const checkTrails = (trails: readonly RecordingTrail[]): Diagnosis => {
  const [first] = trails;
  if (!first) return failed('there is no trail, so no events come: set "trail": "create", or create one');
  const logging = trails.filter(({ isLogging }) => isLogging);
  if (logging.some(({ selectors }) => selectors !== null && includeLaunches(selectors)))
    return ok('a trail logs');
  if (logging.some(({ selectors }) => selectors === null)) {
    return ok(
      'a trail logs (its event selectors cannot be read from here: they must include write management events)',
    );
  }
  const [one] = logging;
  if (one) {
    return failed(
      `trail ${one.arn} logs, but no launches, so no events come: add write management events to its event selectors, or set "trail": "create"`,
    );
  }
  // It can only be started in its home Region: arn:aws:cloudtrail:<home>:...
  const home = first.arn.split(':')[3];
  return failed(
    `trail ${first.arn} does not log: aws cloudtrail start-logging --region ${home} --name ${first.arn}`,
  );
};
