import type { OpenExecutions } from '../aws/open-executions.ts';

/** Asks once for each account, Region and way of telling, whoever asks: the messages of a batch come at once. */
export const shared = (find: OpenExecutions): OpenExecutions => {
  const asked = new Map<string, ReturnType<OpenExecutions>>();
  return (accountId, regions, told) => {
    const key = [accountId, ...regions, told].join(' ');
    const answer = asked.get(key) ?? find(accountId, regions, told);
    asked.set(key, answer);
    return answer;
  };
};
