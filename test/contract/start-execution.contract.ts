import { describe, expect, test } from '@jest/globals';
import { stateMachineArn } from '../../infra/names.ts';
import { executionName } from '../../lambdas/domain/grace-period/execution-name.ts';
import { aLaunch } from '../lambdas/a-launch.ts';
import { AWSES } from './awses.ts';
import { HUB, variable } from './stacks.ts';

const eventTime = '2026-11-03T16:30:00Z';

const inputOf = (reservationId: string) => ({
  launch: aLaunch({ key: { filter: 'reservation-id', value: reservationId }, eventTime }),
  cause: 'launch' as const,
  account: { name: 'pangenomics', mode: 'enforce' } as const,
  warnAt: eventTime,
});

describe.each(AWSES)('executions are started in $name', ({ open }) => {
  const aws = open();
  const start = aws.startExecution(variable('intake', 'STATE_MACHINE_ARN'));

  test.each([
    ['in plain words', 'r-0a1b2c3d4e5f60001'],
    ['hashed, as long as Step Functions takes', 'a client’s own token'],
  ])('by a name %s, with their input', async (_what, reservationId) => {
    const input = inputOf(reservationId);
    const name = executionName(input.launch, input.cause);
    await start(name, input);
    expect(await aws.inputsOf(name)).toEqual([input]);
  });

  test('once for each name: another start succeeds and changes nothing', async () => {
    const input = inputOf('r-0a1b2c3d4e5f60002');
    const name = executionName(input.launch, input.cause);
    await start(name, input);
    await start(name, input);
    await start(name, inputOf('r-0a1b2c3d4e5f60003'));
    expect(await aws.inputsOf(name)).toEqual([input]);
  });

  test('but not for a state machine that does not exist', async () => {
    const missing = aws.startExecution(`${stateMachineArn(HUB)}-old`);
    await expect(missing('a-name', inputOf('r-0a1b2c3d4e5f60004'))).rejects.toThrow();
  });
});
