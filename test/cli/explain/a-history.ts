import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import type { CheckInput } from '../../../lambdas/domain/grace-period/input.ts';
import type { Round } from '../../../lambdas/domain/grace-period/round.ts';
import { aCheckInput } from '../../lambdas/a-check-input.ts';
import { aRound } from '../../lambdas/a-round.ts';
import { at, textAt } from '../../lambdas/at.ts';

type Details = Omit<HistoryEvent, 'timestamp' | 'type' | 'id' | 'previousEventId'>;

/** An event as GetExecutionHistory returns it: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
type Step = readonly [timestamp: Date, type: HistoryEventType, details?: Details];

/** Numbers events, as Step Functions does. */
export const numbered = (steps: readonly Step[]): HistoryEvent[] =>
  steps.map(([timestamp, type, details = {}], index) => ({
    timestamp,
    type,
    id: index + 1,
    previousEventId: index,
    ...details,
  }));

const LAMBDA = 'arn:aws:lambda:us-west-2:652235167018:function:TagEnforcement-Hub-CheckFunction';

/** The events of a state that calls a function. */
export const task = (name: string, when: Date, before: unknown, after: unknown): Step[] => [
  [when, 'TaskStateEntered', { stateEnteredEventDetails: { name, input: JSON.stringify(before) } }],
  [when, 'LambdaFunctionScheduled', { lambdaFunctionScheduledEventDetails: { resource: LAMBDA } }],
  [when, 'LambdaFunctionStarted'],
  [when, 'LambdaFunctionSucceeded', { lambdaFunctionSucceededEventDetails: { output: '{}' } }],
  [when, 'TaskStateExited', { stateExitedEventDetails: { name, output: JSON.stringify(after) } }],
];

/** The events of the mails of a round: a Map in which each waits for SNS's answer. */
const publish = (when: Date, before: unknown, after: unknown): Step[] => [
  [when, 'MapStateEntered', { stateEnteredEventDetails: { name: 'Publish', input: JSON.stringify(before) } }],
  [when, 'MapStateStarted', { mapStateStartedEventDetails: { length: 1 } }],
  [when, 'MapIterationStarted', { mapIterationStartedEventDetails: { name: 'Publish', index: 0 } }],
  [when, 'TaskStateEntered', { stateEnteredEventDetails: { name: 'PublishMail', input: '{"id":"m"}' } }],
  [
    when,
    'TaskSubmitted',
    { taskSubmittedEventDetails: { resourceType: 'sqs', resource: 'sendMessage.waitForTaskToken' } },
  ],
  [when, 'TaskSucceeded', { taskSucceededEventDetails: { resourceType: 'sqs', resource: 'sendMessage' } }],
  [
    when,
    'TaskStateExited',
    { stateExitedEventDetails: { name: 'PublishMail', output: '{"messageId":"1"}' } },
  ],
  [when, 'MapIterationSucceeded', { mapIterationSucceededEventDetails: { name: 'Publish', index: 0 } }],
  [when, 'MapStateSucceeded'],
  [when, 'MapStateExited', { stateExitedEventDetails: { name: 'Publish', output: JSON.stringify(after) } }],
];

const TOPICS = 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-';

const mail = (id: string, subject: string) => ({
  id,
  to: [`${TOPICS}person-amy`, `${TOPICS}422448306679`, `${TOPICS}administrators`],
  person: 'amy@ucsc.edu',
  subject,
  message: '…',
});

const owner = { is: 'noncompliant', reason: 'owner-missing' } as const;

/** The history of a launch of i-1 and i-2, of which i-1 was tagged after the warning and i-2 was terminated. */
export const aHistory = (): HistoryEvent[] => {
  const input: CheckInput = aCheckInput();
  const start = {
    ...input,
    launch: {
      ...input.launch,
      instanceIds: ['i-1', 'i-2'],
      launcher: { userName: null, description: 'role developer, session named amy', evidence: null },
    },
  };
  const launcher = { userName: 'amy@ucsc.edu', description: 'amy@ucsc.edu', evidence: 'assume-role' };
  const known = { ...start, launcher };
  const first: Round = aRound({
    findings: [{ verdict: owner, instanceIds: ['i-1', 'i-2'] }],
    toWarn: ['i-1', 'i-2'],
  });
  const warned = {
    ...known,
    check: first,
    notice: {
      mails: [mail('mail-1', '2 instances will be terminated at 09:10 PST unless tagged Owner')],
      outcomes: [{ decision: 'warned', reason: 'owner-missing', instanceIds: ['i-1', 'i-2'] }],
    },
  };
  const told = { ...warned, published: [{ messageId: 'sns-1', topicArn: `${TOPICS}422448306679` }] };
  const second: Round = aRound({
    checkedAt: textAt(10),
    findings: [
      { verdict: { is: 'compliant', reason: 'owner-valid' }, instanceIds: ['i-1'] },
      { verdict: owner, instanceIds: ['i-2'] },
    ],
    toTerminate: [{ availabilityZone: 'us-west-2a', instanceIds: ['i-2'] }],
    until: null,
  });
  const due = { ...told, check: second };
  const done = {
    ...due,
    terminations: {
      results: [{ result: 'terminated', reason: 'confirmed', instanceIds: ['i-2'] }],
      unfinished: [],
      ifGone: [],
    },
  };
  const ended = {
    ...done,
    notice: {
      mails: [mail('mail-2', '1 instance terminated')],
      outcomes: [
        { decision: 'complied', reason: 'owner-valid', instanceIds: ['i-1'] },
        { decision: 'terminated', reason: 'owner-missing', instanceIds: ['i-2'] },
      ],
    },
  };
  return numbered([
    [at(0, 20), 'ExecutionStarted', { executionStartedEventDetails: { input: JSON.stringify(start) } }],
    ...task('Attribute', at(0, 21), start, known),
    [at(0, 22), 'WaitStateEntered', { stateEnteredEventDetails: { name: 'WaitForWarning', input: '{}' } }],
    [at(2), 'WaitStateExited', { stateExitedEventDetails: { name: 'WaitForWarning', output: '{}' } }],
    ...task('Check', at(2), known, { ...known, check: first }),
    ...task('AttributeAgain', at(2, 1), known, { ...known, check: first }),
    ...task('Notice', at(2, 2), known, warned),
    ...publish(at(2, 3), warned, told),
    ...task('Check', at(10), told, due),
    [
      at(10, 1),
      'TaskStateEntered',
      { stateEnteredEventDetails: { name: 'Terminate', input: JSON.stringify(due) } },
    ],
    [
      at(10, 2),
      'LambdaFunctionFailed',
      {
        lambdaFunctionFailedEventDetails: {
          error: 'RoleNotAssumable',
          cause:
            '{"errorType":"RoleNotAssumable","errorMessage":"Cannot assume tag-enforcement-act","trace":[]}',
        },
      },
    ],
    ...task('Terminate', at(10, 4), due, done).slice(1),
    ...task('Notice', at(10, 5), done, ended),
    ...publish(at(10, 6), ended, { ...ended, published: [{ messageId: null }] }),
    [
      at(16),
      'ExecutionFailed',
      { executionFailedEventDetails: { error: 'NotificationFailed', cause: 'No topic took the last mail.' } },
    ],
  ]);
};
