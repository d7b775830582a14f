import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { isFailure } from '../../lambdas/domain/grace-period/round.ts';
import { messageOf } from '../../lambdas/domain/text.ts';
import {
  describeCheck,
  describeLauncher,
  describeMails,
  describeOutcome,
  describePublished,
  describeRecord,
  describeResult,
  describeUnfinished,
  readState,
  type State,
} from './describe.ts';

/** What was known or done about an instance at an instant. */
export type Entry = { readonly at: Date; readonly says: string };

/** The failure of a step; most steps are retried, as the next events show. */
const failureOf = (
  event: HistoryEvent,
): { error?: string | undefined; cause?: string | undefined } | undefined =>
  event.lambdaFunctionFailedEventDetails ??
  event.lambdaFunctionTimedOutEventDetails ??
  event.lambdaFunctionScheduleFailedEventDetails ??
  event.taskFailedEventDetails ??
  event.taskTimedOutEventDetails;

const describeEnd = (event: HistoryEvent): string | undefined => {
  const { executionFailedEventDetails: failed, executionTimedOutEventDetails: timedOut } = event;
  switch (event.type) {
    case 'ExecutionSucceeded':
      return 'all done';
    case 'ExecutionFailed':
      return `FAILED: ${failed?.error ?? 'no error'}: ${messageOf(failed?.cause ?? '')}`;
    case 'ExecutionTimedOut':
      return `TIMED OUT: ${timedOut?.cause ?? ''}`;
    case 'ExecutionAborted':
      return 'ABORTED by somebody';
    default:
      return undefined;
  }
};

/** What a step says about the instance, by the state after it. */
const describeStep = (step: string, state: State, instanceId: string): (string | undefined)[] => {
  const round = state.check && !isFailure(state.check) ? state.check : undefined;
  const repair = round?.repair ?? [];
  const { results = [], unfinished = [] } = state.terminations ?? {};
  switch (step) {
    case 'Attribute':
    case 'AttributeAgain':
      return [state.launcher && describeLauncher(state.launcher)];
    case 'Check':
      return [round && describeCheck(round, instanceId)];
    case 'Repair':
      // A failure is an event of its own in the history.
      return [describeResult('repair', isFailure(repair) ? [] : repair, instanceId)];
    case 'Terminate':
      return [
        describeResult('termination', results, instanceId) ?? describeUnfinished(unfinished, instanceId),
      ];
    case 'Notice':
      return [describeOutcome(state.notice?.outcomes ?? [], instanceId), ...describeMails(state.notice)];
    case 'Publish':
      return describePublished(state.notice, state.published ?? []);
    default:
      return [];
  }
};

/**
 * What an execution's history says about an instance, in order of time. Lines that a step repeats from an earlier round are
 * left out.
 *
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html
 */
export const timeline = (history: readonly HistoryEvent[], instanceId: string): Entry[] => {
  const entries: Entry[] = [];
  const last = new Map<string, string>();
  let step = 'the first state';
  for (const event of history) {
    const at = event.timestamp ?? new Date(0);
    const say = (says: string | undefined): void => {
      if (says !== undefined) entries.push({ at, says });
    };
    step = event.stateEnteredEventDetails?.name ?? step;
    if (event.executionStartedEventDetails) {
      const state = readState(event.executionStartedEventDetails.input);
      for (const says of state
        ? describeRecord(state, instanceId)
        : ['began, but its input has the format of another version'])
        say(says);
    }
    const failure = failureOf(event);
    if (failure) say(`${step} failed: ${failure.error ?? 'no error'}: ${messageOf(failure.cause ?? '')}`);
    const exited = event.stateExitedEventDetails;
    const state = readState(exited?.output);
    if (exited?.name && state) {
      const kind = exited.name.replace('Again', '');
      const news = describeStep(exited.name, state, instanceId).filter((says) => says !== undefined);
      const text = news.join('\n');
      // Finding the same launcher again is not worth a line; a second mail with the same text is.
      if (kind !== 'Attribute' || last.get(kind) !== text) for (const says of news) say(says);
      last.set(kind, text);
    }
    say(describeEnd(event));
  }
  return entries;
};
