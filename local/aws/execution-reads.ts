import type { ExecutionReads } from '../../lambdas/aws/open-executions.ts';

/** What ListExecutions and DescribeExecution show of an execution. */
type ExecutionSummary = {
  readonly input: unknown;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  /** When it began, milliseconds since the epoch. */
  readonly startedAt: number;
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
const PAGE = 1000;

const executionArn = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

/**
 * ListExecutions and DescribeExecution, as the deployed clients call them.
 *
 * @param require throws if the caller may not perform the action
 * @param executions by state machine and name
 */
export const executionReads = (
  require: (action: string, arn: string) => void,
  executions: ReadonlyMap<string, ExecutionSummary>,
): ExecutionReads => ({
  listExecutions: async ({ stateMachineArn = '', statusFilter, maxResults = PAGE, nextToken = '0' }) => {
    require('states:ListExecutions', stateMachineArn);
    const found = [...executions]
      .flatMap(([key, summary]) => {
        const [arn, name = ''] = key.split(' ');
        return arn === stateMachineArn && summary.status === statusFilter ? [{ name, ...summary }] : [];
      })
      // ListExecutions returns the newest first.
      .reverse();
    const start = Number(nextToken);
    const end = start + Math.min(maxResults, PAGE);
    return {
      executions: found.slice(start, end).map(({ name, status, startedAt }) => ({
        executionArn: executionArn(stateMachineArn, name),
        stateMachineArn,
        name,
        status,
        startDate: new Date(startedAt),
      })),
      ...(end < found.length ? { nextToken: String(end) } : {}),
    };
  },
  describeExecution: async ({ executionArn: wanted = '' }) => {
    require('states:DescribeExecution', wanted);
    for (const [key, { input }] of executions) {
      const [arn = '', name = ''] = key.split(' ');
      if (executionArn(arn, name) === wanted) return { input: JSON.stringify(input) };
    }
    throw Object.assign(new Error(`Execution Does Not Exist: '${wanted}'`), {
      name: 'ExecutionDoesNotExist',
    });
  },
});
