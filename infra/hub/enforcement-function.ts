import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { AssetHashType, DockerImage, type Duration, Validations } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type AssetCode,
  Code,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type FunctionName, functionRoleName } from '../names.ts';

/**
 * How long logs are kept: whoever asks at a year's end why an instance is gone finds the answer here. Step Functions
 * itself forgets an execution after 90 days.
 */
export const LOG_RETENTION = RetentionDays.ONE_YEAR;

interface EnforcementFunctionProps {
  /** Its folder in lambdas/. */
  readonly name: FunctionName;
  readonly description: string;
  /** What its schema in environment.ts asks for. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  /** Megabytes. @default 512 */
  readonly memorySize?: number;
}

/** One of the hub's functions, with a role that may write its own log and traces, and nothing else yet. */
export class EnforcementFunction extends Construct {
  readonly functionName: FunctionName;
  readonly function: LambdaFunction;
  readonly timeout: Duration;
  private readonly role: Role;

  constructor(scope: Construct, props: EnforcementFunctionProps) {
    super(scope, 'Function');
    const { name, description, environment, timeout, memorySize = 512 } = props;
    this.functionName = name;
    this.timeout = timeout;
    const logGroup = new LogGroup(this, 'Logs', { retention: LOG_RETENTION });
    this.role = new Role(this, 'Role', {
      // Static: the roles in the sub-accounts trust it by name.
      roleName: functionRoleName(name),
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(this.role);
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'Traces: X-Ray has no resource to name.',
    });
    this.function = new LambdaFunction(this, 'Resource', {
      description,
      code: bundled(name),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // A function's share of CPU follows its memory: below this, its cold start lasts longer than it saves.
      memorySize,
      timeout,
      role: this.role,
      logGroup,
      tracing: Tracing.ACTIVE,
      environment: { ...environment, POWERTOOLS_SERVICE_NAME: name },
    });
  }

  /** Lets the function do what the statement says. */
  grant(statement: PolicyStatement): void {
    this.role.addToPolicy(statement);
  }

  /** Says why a resource that the function may act on has a wildcard. */
  acknowledge(resource: string, reason: string): void {
    Validations.of(this.role).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`,
      reason,
    });
  }
}

const INFRA = join(import.meta.dirname, '..');

/** A function's code, bundled with all that it imports: what is tested is what runs. */
const bundled = (name: FunctionName): AssetCode => {
  // A folder a function: CDK bundles equal sources with equal options once, and gives every function the same code.
  const source = join(INFRA, '..', 'lambdas', name);
  return Code.fromAsset(source, {
    // By the bundle: a change that does not reach a function does not deploy it anew.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Asked for by CDK, and never pulled: the local bundling always answers.
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle: (folder) => {
          const program = [join(INFRA, 'bundle.ts'), join(source, 'index.ts'), folder];
          execFileSync(process.execPath, program, { stdio: ['ignore', 'ignore', 'inherit'] });
          return true;
        },
      },
    },
  });
};
