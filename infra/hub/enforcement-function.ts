import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { AssetHashType, DockerImage, type Duration, type Size, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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
import { type AnyFunctionName, functionRoleName } from '../names.ts';

/**
 * How long logs are kept, to explain a termination up to a year later. Step Functions itself deletes an execution after
 * 90 days.
 */
export const LOG_RETENTION = RetentionDays.ONE_YEAR;

interface EnforcementFunctionProps {
  /** Its folder in lambdas/. */
  readonly name: AnyFunctionName;
  readonly description: string;
  /** The variables that the function's schema names. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  /** Megabytes. @default 512 */
  readonly memorySize?: number;
  /** Of its folder /tmp. @default Lambda's 512 megabytes */
  readonly ephemeralStorageSize?: Size;
}

/** One of the hub's functions. Its role may write the function's log and traces; `allow` and `grant` add the rest. */
export class EnforcementFunction extends Construct {
  readonly functionName: AnyFunctionName;
  readonly function: LambdaFunction;
  readonly timeout: Duration;
  private readonly role: Role;

  constructor(scope: Construct, props: EnforcementFunctionProps) {
    super(scope, 'Function');
    const { name, description, environment, timeout, memorySize = 512, ephemeralStorageSize } = props;
    this.functionName = name;
    this.timeout = timeout;
    const logGroup = new LogGroup(this, 'Logs', { retention: LOG_RETENTION });
    this.role = new Role(this, 'Role', {
      // A fixed name: the roles in the sub-accounts trust it by name.
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
      // CPU is proportional to memory: with less, cold starts get longer and cost more than the memory saves.
      memorySize,
      ...(ephemeralStorageSize ? { ephemeralStorageSize } : {}),
      timeout,
      role: this.role,
      logGroup,
      tracing: Tracing.ACTIVE,
      environment: { ...environment, POWERTOOLS_SERVICE_NAME: name },
    });
  }

  /** Lets the function take these actions on these resources. */
  allow(actions: string[], resources: string[]): void {
    this.grant(new PolicyStatement({ actions, resources }));
  }

  /** Lets the function do what the statement says. */
  grant(statement: PolicyStatement): void {
    this.role.addToPolicy(statement);
  }

  /** Records for cdk-nag why a resource has a wildcard. */
  acknowledge(resource: string, reason: string): void {
    Validations.of(this.role).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`,
      reason,
    });
  }
}

const INFRA = join(import.meta.dirname, '..');

/** A function's code, bundled with everything that it imports. */
const bundled = (name: AnyFunctionName): AssetCode => {
  // Each function has its own folder as source: CDK would bundle an equal source with equal options only once.
  const source = join(INFRA, '..', 'lambdas', name);
  return Code.fromAsset(source, {
    // The hash of the bundle: a function is deployed again only if its own code changes.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // CDK requires an image, but never pulls it, because the local bundling always succeeds.
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
