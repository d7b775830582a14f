/** Something in a synthesized template that the embedded AWS does not know: it refuses to guess. */
export class TemplateNotUnderstood extends Error {
  override readonly name = 'TemplateNotUnderstood';
  constructor(stackName: string, what: string) {
    super(
      `The embedded AWS does not understand ${what}, in the template of ${stackName}. Teach local/ about it.`,
    );
  }
}

/** An event pattern with an operator that the embedded EventBridge does not know. */
export class PatternNotUnderstood extends Error {
  override readonly name = 'PatternNotUnderstood';
  constructor(operator: string) {
    super(`The embedded EventBridge does not know the operator ${operator}. Teach local/ about it.`);
  }
}

/** A policy with something that the embedded IAM does not know. */
export class PolicyNotUnderstood extends Error {
  override readonly name = 'PolicyNotUnderstood';
  constructor(what: string) {
    super(`The embedded IAM does not know ${what}. Teach local/ about it.`);
  }
}

/** A call that the synthesized policies do not allow. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
  constructor(principalArn: string, action: string, resource: string) {
    super(`${principalArn} is not allowed ${action} on ${resource} by the synthesized policies.`);
  }
}

/** The same, as EC2 says it. */
export class UnauthorizedOperation extends Error {
  override readonly name = 'UnauthorizedOperation';
  constructor(principalArn: string, action: string, resource: string) {
    super(`${principalArn} is not allowed ${action} on ${resource} by the synthesized policies.`);
  }
}

/** A topic that no synthesized stack holds. SNS calls this NotFound. */
export class TopicNotFound extends Error {
  override readonly name = 'NotFound';
  constructor(topicArn: string) {
    super(`There is no topic ${topicArn} in the synthesized stacks.`);
  }
}

/** A parameter that no synthesized stack holds. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
export class ParameterNotFound extends Error {
  override readonly name = 'ParameterNotFound';
  constructor(parameterName: string) {
    super(`There is no parameter ${parameterName} in the synthesized stacks.`);
  }
}

/** Instances that EC2 does not show. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
export class InstanceNotFound extends Error {
  override readonly name = 'InvalidInstanceID.NotFound';
  constructor(instanceIds: readonly string[]) {
    super(`The instances ${instanceIds.join(', ')} do not exist.`);
  }
}

/**
 * More than Step Functions takes: the execution fails, and no Retry or Catch of States.ALL applies.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class DataLimitExceeded extends Error {
  override readonly name = 'States.DataLimitExceeded';
  /** Read by the interpreter. */
  readonly isRetryable = false;
  readonly isCatchable = false;
  constructor(what: string, bytes: number) {
    super(`Step Functions takes 262,144 bytes of JSON at most: ${what} has ${bytes}.`);
  }
}

/** An execution that cannot be redriven: it runs, went well, or is too old. */
export class ExecutionNotRedrivable extends Error {
  override readonly name = 'ExecutionNotRedrivable';
  constructor(execution: string, status: string) {
    super(`The execution ${execution} is ${status}: only what failed within fourteen days can be redriven.`);
  }
}

/** A service that is down for a while, as a simulation wants it. */
export class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable';
  constructor(service: string) {
    super(`${service} does not answer for the time being.`);
  }
}

/** What Lambda says of a function that threw, as Step Functions shows it. */
export class FunctionFailed extends Error {
  override readonly name: string;
  constructor(error: unknown) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    super(JSON.stringify({ errorType: name, errorMessage: message }), { cause: error });
    this.name = name;
  }
}
