"""Step Functions: in whose name tasks act, and who may answer them."""

import contextvars
import functools

from ministack.core import iam_actions, responses
from ministack.services import stepfunctions

from as_aws import roles

_machine = contextvars.ContextVar("machine")


def _queue_arn(url):
    account, name = url.split("/")[-2:]
    return f"arn:aws:sqs:{responses.get_region()}:{account}:{name}"


def tasks_know_their_state_machine():
    """Not of AWS: tells the patches below which state machine a task is of."""
    execute = stepfunctions._execute_task

    def executed(state, state_input, execution, context):
        _machine.set(context["StateMachine"]["Id"])
        return execute(state, state_input, execution, context)

    stepfunctions._execute_task = executed


def executions_count_their_redrives():
    """The context of an execution tells how often it was redriven: 0, if it was not.

    https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
    """
    execute = stepfunctions._execute_task

    def executed(state, state_input, execution, context):
        context["Execution"].setdefault("RedriveCount", 0)
        return execute(state, state_input, execution, context)

    stepfunctions._execute_task = executed


def tasks_act_as_the_role():
    """A task may do what the state machine's role may.

    https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
    """

    def judge(resource, parameters):
        role = stepfunctions._state_machines[_machine.get()]["roleArn"]
        call = ("lambda:InvokeFunction", resource)
        if "sqs:sendMessage" in resource:
            call = ("sqs:SendMessage", _queue_arn(parameters["QueueUrl"]))
        _, verdict = roles.judged(role, *call, responses.get_region())
        if verdict.decision != "Allow":
            raise stepfunctions._ExecutionError("States.TaskFailed", f"{role} may not {call[0]} on {call[1]}")

    def judging(invoke):
        @functools.wraps(invoke)
        def invoked(resource, parameters, *others):
            judge(resource, parameters)
            return invoke(resource, parameters, *others)

        return invoked

    stepfunctions._invoke_resource = judging(stepfunctions._invoke_resource)
    stepfunctions._invoke_with_callback = judging(stepfunctions._invoke_with_callback)


def tokens_of_state_machines():
    """Who answers to a task token is judged by the state machine that waits.

    https://github.com/aws/aws-cdk/pull/8486: AWS's refusal names it; its own table of actions names nothing
    """
    wait, arn_of, machine_of = stepfunctions._invoke_with_callback, iam_actions.extract_resource_arn, {}

    def waited(resource, parameters, token, state):
        machine_of[token] = _machine.get()
        return wait(resource, parameters, token, state)

    def arn_by_token(service, method, path, headers, body, *others):
        token = iam_actions._safe_json_field(body, "taskToken") if service == "states" else None
        return machine_of.get(token) or arn_of(service, method, path, headers, body, *others)

    stepfunctions._invoke_with_callback, iam_actions.extract_resource_arn = waited, arn_by_token
