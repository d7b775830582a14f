import { expect, test } from '@jest/globals';
import { creationPattern, globalCreationPattern } from '../../../infra/events/creation-patterns.ts';
import registry from '../../../lambdas/domain/creation/registry.json' with { type: 'json' };
import { matches as localMatches } from '../../../local/events/event-pattern.ts';
import { matches } from '../matches.ts';

/** The creations of the registry, as EventBridge delivers them. */
const events = registry.creations.map(([source = '', eventName = '']) => ({
  source: `aws.${source}`,
  'detail-type': 'AWS API Call via CloudTrail',
  detail: { eventSource: `${source}.amazonaws.com`, eventName },
}));
const nameOf = ({ detail }: (typeof events)[number]): string =>
  `${detail.eventSource.split('.')[0]} ${detail.eventName}`;

test('creations that the registry knows are sent, but for those whose names begin as those of many other calls', () => {
  const missed = events.filter((event) => !matches(creationPattern, event)).map(nameOf);
  expect(events.length).toBeGreaterThan(1000);
  // What is missed is not lost to the weekly report; nobody is told of it when it is created.
  expect(missed.filter((name) => / (Create|Import|Copy|Restore)/.test(name))).toEqual([]);
  expect(missed.length).toBeLessThan(events.length * 0.05);
});

test('two readings of a pattern agree, and each creation of a service without Regions is sent from us-east-1', () => {
  for (const event of events)
    expect(localMatches(creationPattern, event)).toBe(matches(creationPattern, event));
  const ofIam = events.filter(({ source }) => source === 'aws.iam');
  expect(ofIam.filter((event) => !matches(globalCreationPattern, event)).map(nameOf)).toEqual([]);
});
