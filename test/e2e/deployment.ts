import { arrive } from './arrive.ts';
import { Cdk } from './cdk.ts';
import { checkAccess, deployAccess, ERIN } from './check-access.ts';
import { checkAttached } from './check-attached.ts';
import { decide } from './check-breaker.ts';
import { checkCreations } from './check-creations.ts';
import { changeDismissed } from './check-decided.ts';
import { checkDoctor } from './check-doctor.ts';
import { checkEvaluators } from './check-evaluators.ts';
import { checkExplain, checkExplainNothing } from './check-explain.ts';
import { checkGuard } from './check-guard.ts';
import { checkRedrive } from './check-redrive.ts';
import { checkReport } from './check-report.ts';
import { checkFailedReview, checkReview, comeBeforeReview } from './check-review.ts';
import { createAgain, createAll } from './creations.ts';
import { seeTheEnd } from './end.ts';
import { addSubAccount, deployAgain } from './grow.ts';
import { install } from './install.ts';
import { launchAll } from './launches.ts';
import { untagMany } from './mass-untagging.ts';
import { beginPause, endPause } from './pause-and-sweep.ts';
import type { Report } from './report.ts';
import type { Resource } from './stacks.ts';
import type { Stage } from './stage.ts';
import type { Target } from './target.ts';

/** Deploys, launches, pauses, deploys again meanwhile, and checks the outcome in AWS. */
export const testDeployment = async (target: Target, folder: string, report: Report): Promise<void> => {
  const cdk = new Cdk(target, folder);
  const installed = await install(report, target, cdk);
  const stage = await arrive(report, target, cdk, folder, installed);

  // First of all: who created them gets the mail six minutes later.
  const created = await createAll(stage);
  const masses = await untagMany(stage);
  report.step('launches before a pause, one that failed, and a poison record');
  const pause = await beginPause(stage);
  await target.cloudTrail.failed(pause.held.launched);
  const poison = await target.cloudTrail.poison(pause.held.launched, stage.launches.queue.url);
  await deployAgain(stage, installed.resources);
  const resources = await addSubAccount(stage, installed.resources);
  await endPause(stage, pause);

  const deadLetters = await launchAll(stage);
  await createAgain(stage, created);
  report.step("the administrators' commands, as the runbook says");
  await checkRedrive(stage, poison, deadLetters);
  await checkExplainNothing(stage);
  await checkDoctor(stage, resources);

  await decide(stage, masses);
  await changeDismissed(stage, masses);

  await seeTheEnd(stage, resources, poison, masses);
  report.step('what is attached to an instance that was tagged in the call');
  await checkAttached(stage);
  report.step("the administrators' commands, afterwards");
  await checkExplain(stage, pause.held);
  report.step('the Guard, and who may pass as whom');
  await checkGuard(report, target, resources, stage.played);
  await checkCreations(stage, created, resources);
  // What exists in a real account is not known, and its password policy is not the test's to set.
  if (target.cloudTrail.isPlayed) await checkWhoHasAccess(stage, resources, folder);
};

/** The report and the accounts that people work in: the report first when it may not look at who has access, then when it may. */
const checkWhoHasAccess = async (
  stage: Stage,
  resources: readonly Resource[],
  folder: string,
): Promise<void> => {
  await comeBeforeReview(stage.target);
  await deployAccess(stage);
  await checkFailedReview(stage, await checkReport(stage, resources));
  await checkAccess(stage, folder);
  await checkEvaluators(stage.report, stage.target, ERIN);
  await checkReview(stage, resources);
};
