/** A synthesized template contains something that the embedded AWS does not implement. It never guesses. */
export class TemplateNotUnderstood extends Error {
  override readonly name = 'TemplateNotUnderstood';
  constructor(stackName: string, what: string) {
    super(
      `The embedded AWS does not understand ${what}, in the template of ${stackName}. Implement it in local/.`,
    );
  }
}

/** An event pattern with an operator that the embedded EventBridge does not know. */
export class PatternNotUnderstood extends Error {
  override readonly name = 'PatternNotUnderstood';
  constructor(operator: string) {
    super(`The embedded EventBridge does not know the operator ${operator}. Implement it in local/.`);
  }
}

/** A policy contains something that the embedded IAM does not implement. */
export class PolicyNotUnderstood extends Error {
  override readonly name = 'PolicyNotUnderstood';
  constructor(what: string) {
    super(`The embedded IAM does not know ${what}. Implement it in local/.`);
  }
}

/** A call that the synthesized policies do not allow. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
  constructor(principalArn: string, action: string, resource: string) {
    super(`${principalArn} is not allowed ${action} on ${resource} by the synthesized policies.`);
  }
}

/** A call of EC2 that the synthesized policies do not allow, by the name that EC2 gives the error. */
export class UnauthorizedOperation extends Error {
  override readonly name = 'UnauthorizedOperation';
  constructor(principalArn: string, action: string, resource: string) {
    super(`${principalArn} is not allowed ${action} on ${resource} by the synthesized policies.`);
  }
}

/** A topic that does not exist. SNS calls this error NotFound. */
export class TopicNotFound extends Error {
  override readonly name = 'NotFound';
  constructor(topicArn: string) {
    super(`There is no topic ${topicArn} in the synthesized stacks.`);
  }
}

/** A parameter that no synthesized stack has. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
export class ParameterNotFound extends Error {
  override readonly name = 'ParameterNotFound';
  constructor(parameterName: string) {
    super(`There is no parameter ${parameterName} in the synthesized stacks.`);
  }
}

/** Instances that do not exist, or that EC2 no longer shows. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
export class InstanceNotFound extends Error {
  override readonly name = 'InvalidInstanceID.NotFound';
  constructor(instanceIds: readonly string[]) {
    super(`The instances ${instanceIds.join(', ')} do not exist.`);
  }
}

/**
 * A value is larger than Step Functions allows: the execution fails, and no Retry or Catch of States.ALL applies.
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

/** An execution that cannot be redriven: it is unknown, runs, has succeeded, or is too old. */
export class ExecutionNotRedrivable extends Error {
  override readonly name = 'ExecutionNotRedrivable';
  constructor(execution: string, status: string) {
    super(`The execution ${execution} is ${status}: only what failed within fourteen days can be redriven.`);
  }
}

/** A service that is down during an outage of a simulation. */
export class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable';
  constructor(service: string) {
    super(`${service} does not answer at the moment.`);
  }
}

/** The error of a Lambda function that threw, as Step Functions shows it. */
export class FunctionFailed extends Error {
  override readonly name: string;
  constructor(error: unknown) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    super(JSON.stringify({ errorType: name, errorMessage: message }), { cause: error });
    this.name = name;
  }
}
