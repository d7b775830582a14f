import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { type CdkOptions, cdkCli } from './cdk-cli.ts';
import { type configuration, HUB_REGION, stackRegions } from './configuration.ts';
import { interrupt } from './interrupt.ts';
import type { AccountName, Target } from './target.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html: the CLI's own default, stated explicitly */
const EXECUTION_POLICY = 'arn:aws:iam::aws:policy/AdministratorAccess';

const CdkJson = z.looseObject({ context: z.looseObject({}) });

/** The CDK CLI, in a folder that holds the repository's cdk.json with another configuration. */
export class Cdk {
  private readonly target: Target;
  private readonly folder: string;
  /** Where cdk.json is. */
  private readonly app: string;

  constructor(target: Target, folder: string) {
    this.target = target;
    this.folder = folder;
    this.app = join(folder, 'app');
  }

  /** Bootstraps the Regions of an account that have stacks, trusting the hub. */
  async bootstrap(account: AccountName): Promise<void> {
    const { accounts } = this.target;
    const environments = stackRegions(account).map((region) => `aws://${accounts[account]}/${region}`);
    // Runs in a folder without an app, which would be synthesized first.
    const folder = join(this.folder, 'no-app');
    mkdirSync(folder, { recursive: true });
    const policies = ['--trust', accounts.hub, '--cloudformation-execution-policies', EXECUTION_POLICY];
    const words = ['bootstrap', ...environments, ...policies];
    await cdkCli(words, { ...this.options(account, folder), signal: interrupt });
  }

  /** Deploys all stacks of the configuration, or some, with the hub's credentials, as a cluster-admin does. */
  deploy(
    tagEnforcement: ReturnType<typeof configuration> & { access?: object },
    only: readonly string[] = [],
  ): Promise<void> {
    mkdirSync(this.app, { recursive: true });
    const cdkJson = CdkJson.parse(JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')));
    const app = `node --import ${join(ROOT, 'cli', 'node-24.mjs')} ${join(ROOT, 'infra', 'app.ts')}`;
    const context = { ...cdkJson.context, tagEnforcement };
    writeFileSync(join(this.app, 'cdk.json'), JSON.stringify({ ...cdkJson, app, context }));
    const which = only.length === 0 ? ['--all'] : [...only, '--exclusively'];
    const words = ['deploy', ...which, '--method=direct', '--require-approval=never'];
    return cdkCli(words, { ...this.options('hub', this.app), signal: interrupt });
  }

  /** Deletes every stack of the last deployment. An interrupt does not stop it. */
  destroy(): Promise<void> {
    return cdkCli(['destroy', '--all', '--force'], this.options('hub', this.app));
  }

  private options(account: AccountName, cwd: string): CdkOptions {
    const env = {
      PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
      TMPDIR: process.env.TMPDIR,
      CI: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      AWS_REGION: HUB_REGION,
      ...this.target.environment(account),
    };
    return { cwd, env };
  }
}
