"""IAM: the policy simulator, which asks the emulator's evaluator of policies without making a call."""

import functools
import itertools
from contextvars import ContextVar

from ministack.core import iam_evaluator as iam
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam as iam_service

DECISIONS = {"Allow": "allowed", "Deny": "explicitDeny", "ImplicitDeny": "implicitDeny"}


def simulations_have_context():
    """SimulateCustomPolicy takes several resources, condition keys, the caller and a boundary. Other keys have no value.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
    """
    resolve, evaluate = iam._resolve_condition_key, iam.evaluate
    given = ContextVar("given", default=None)

    def resolved(key, context):
        keys = given.get()
        return resolve(key, context) if keys is None else keys.get(key.lower())

    def members(parameters, name):
        values = (iam_service._p(parameters, f"{name}.member.{number}") for number in itertools.count(1))
        return list(itertools.takewhile(bool, values))

    def context_of(parameters):
        keys = {}
        for number in itertools.count(1):
            entry = f"ContextEntries.member.{number}"
            name = iam_service._p(parameters, f"{entry}.ContextKeyName")
            if not name:
                return keys
            key = f"{entry}.ContextKeyValues.member"
            values = [iam_service._p(parameters, f"{key}.{at}") for at in range(1, 9) if f"{key}.{at}" in parameters]
            keys[name.lower()] = values if len(values) > 1 else values[0]

    def simulate(parameters):
        limits = members(parameters, "PermissionsBoundaryPolicyInputList")
        policies = [iam.parse_policy_document(one) for one in members(parameters, "PolicyInputList")]
        results, before = "", given.set(context_of(parameters))
        try:
            for action in members(parameters, "ActionNames"):
                for resource in members(parameters, "ResourceArns") or ["*"]:
                    caller = iam_service._p(parameters, "CallerArn") or f"arn:aws:iam::{get_account_id()}:root"
                    asked = iam.EvalContext(caller, "User", get_account_id(), action, resource, get_region())
                    boundary = [[iam.parse_policy_document(one) for one in limits]] if limits else []
                    decision = DECISIONS[evaluate(asked, policies, *boundary).decision]
                    results += (
                        f"<member><EvalActionName>{action}</EvalActionName>"
                        f"<EvalResourceName>{resource}</EvalResourceName><EvalDecision>{decision}</EvalDecision></member>"
                    )
        finally:
            given.reset(before)
        answer = f"<EvaluationResults>{results}</EvaluationResults><IsTruncated>false</IsTruncated>"
        body = f"<SimulateCustomPolicyResult>{answer}</SimulateCustomPolicyResult>"
        return iam_service._xml(200, "SimulateCustomPolicyResponse", body, ns="iam")

    # An empty text is a value too.
    iam_service.parse_qs = functools.partial(iam_service.parse_qs, keep_blank_values=True)
    iam._resolve_condition_key = resolved
    iam_service._IAM_HANDLERS["SimulateCustomPolicy"] = simulate
