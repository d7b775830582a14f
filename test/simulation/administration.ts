import { stateMachineArn } from '../../infra/names.ts';
import { decide } from '../../lambdas/domain/breaker/record.ts';
import { GracePeriodInput } from '../../lambdas/domain/grace-period/input.ts';
import type { World } from '../../local/world.ts';
import { deployWithin } from './deploying.ts';
import type { Fault } from './faults/fault.ts';
import type { FaultInjector } from './faults/fault-injector.ts';
import type { Decision, Observations } from './observed/seen.ts';
import { CHANGES, type Change, configurationOf } from './settings.ts';
import type { Stage } from './stage.ts';
import { SECOND } from './time.ts';

/** What administrators do to the service itself. Instants are milliseconds since the epoch. */
export type Administration = { readonly from: number; readonly until: number } & (
  | { readonly kind: 'deploy'; readonly change: Change; readonly within: number }
  /** At most `stops` executions are stopped. They are redriven later, together with those that failed. */
  | { readonly kind: 'redriven'; readonly stops: number }
  | { readonly kind: 'by-hand' }
  /** Once, at `from`. */
  | { readonly kind: 'decided'; readonly is: Decision['is'] }
);

/**
 * What administrators do because of a run's faults. A fault's `seconds` choose the change, the number of stops or the
 * decision. There is at most one deployment, since the end of one would undo another.
 */
export const administrationsOf = (faults: readonly Fault[]): Administration[] => {
  const [deploy] = faults.filter(({ kind }) => kind === 'deploy');
  return faults.flatMap((fault): Administration[] => {
    const { kind, from, until, seconds, within = 0 } = fault;
    const change = CHANGES[seconds % CHANGES.length];
    if (fault === deploy && change) return [{ kind: 'deploy', from, until, change, within }];
    if (kind === 'redriven') return [{ kind, from, until, stops: seconds % 3 }];
    if (kind === 'decided') return [{ kind, from, until, is: seconds % 2 === 0 ? 'released' : 'dismissed' }];
    return kind === 'by-hand' ? [{ kind, from, until }] : [];
  });
};

export const deploymentsOf = (all: readonly Administration[]): Observations['deployments'] =>
  all.flatMap((one) => (one.kind === 'deploy' ? [{ ...one, within: one.within * SECOND }] : []));

const MACHINE = stateMachineArn(configurationOf('usual').hub);

/** Schedules what administrators do. */
export const administer = (
  all: readonly Administration[],
  { aws }: Pick<World, 'aws'>,
  stage: Stage,
  observed: Observations,
  injector: FaultInjector,
): void => {
  const { stateMachines } = aws;
  const at = (instant: number, act: () => void): void => {
    setTimeout(act, Math.max(0, instant - Date.now()));
  };
  const reportAct = (kind: Administration['kind'], what: string): void =>
    injector.report({ kind, accountId: null, fn: null, what });
  const opened = (name: string): void => {
    for (const one of observed.executions) if (one.name === name) one.until = Number.POSITIVE_INFINITY;
  };

  const unsuccessful = () => [
    ...stateMachines.list(MACHINE, 'FAILED'),
    ...stateMachines.list(MACHINE, 'ABORTED'),
  ];
  const stop = (those: readonly { readonly name: string }[], kind: Administration['kind']): void => {
    for (const { name } of those) {
      reportAct(kind, `${name} is stopped`);
      stateMachines.stop(MACHINE, name);
    }
  };

  const redrive = (): void => {
    for (const { name } of unsuccessful()) {
      reportAct('redriven', `${name} is redriven`);
      opened(name);
      stateMachines.redrive(MACHINE, name);
    }
  };

  /** Follows the runbook: starts an execution only if none of the launch is open. */
  const startAgain = (): void => {
    const open = stateMachines.list(MACHINE, 'RUNNING').map(({ input }) => GracePeriodInput.parse(input));
    for (const { input } of unsuccessful()) {
      const { launch } = GracePeriodInput.parse(input);
      const { accountId, region, key, instanceIds } = launch;
      const isOpen = open.some(
        (one) =>
          one.launch.key.value === key.value ||
          one.launch.instanceIds.some((instanceId) => instanceIds.includes(instanceId)),
      );
      if (isOpen) continue;
      const name = `${accountId}-${region}-${key.value}-again-1`.slice(0, 80);
      reportAct('by-hand', `${name} is started`);
      observed.executions.push({ name, launch, from: Date.now(), until: Number.POSITIVE_INFINITY });
      stateMachines.startByHand(MACHINE, name, input);
    }
  };

  /** Decides about every breaker group in every account, as `npm run breaker` does. */
  const decideAll = (is: Decision['is']): void => {
    for (const { accountId } of configurationOf('usual').subAccounts) {
      const decided = aws.breaker.update(accountId, (record) => {
        const undecided = record.groups.filter((group) => group.decision === null);
        const changed = undecided.reduce(
          (before, { id }) => decide(before, id, is, new Date()) ?? before,
          record,
        );
        return { record: changed, result: undecided };
      });
      decided.then((groups) => {
        for (const { id, cause, from, until } of groups) {
          reportAct('decided', `${id} is ${is}`);
          const times = { from: Date.parse(from), until: Date.parse(until) };
          observed.decisions.push({ at: Date.now(), is, accountId, cause, ...times });
        }
      });
    }
  };

  for (const one of all) {
    switch (one.kind) {
      case 'deploy':
        at(one.from, () => {
          reportAct('deploy', `${one.change} is deployed`);
          deployWithin(aws, stage[one.change], one.within);
        });
        at(one.until, () => {
          reportAct('deploy', `${one.change} is taken back`);
          deployWithin(aws, stage[observed.setting], one.within);
        });
        break;
      case 'redriven':
        at(one.from, () => {
          stop(stateMachines.list(MACHINE, 'RUNNING').slice(0, one.stops), 'redriven');
        });
        at(one.until, redrive);
        break;
      case 'by-hand':
        at(one.from, () => {
          // An execution that is stopped in the middle of a call would never report what the call did.
          const waiting = stateMachines
            .list(MACHINE, 'RUNNING')
            .filter(({ stateName }) => stateName?.startsWith('WaitFor'));
          stop(waiting.slice(0, 1), 'by-hand');
        });
        at(one.until, startAgain);
        break;
      case 'decided':
        at(one.from, () => decideAll(one.is));
        break;
      default:
        one satisfies never;
    }
  }
};
