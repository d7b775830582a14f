"""What a role may do, where a service acts in its name."""

from ministack.core import iam_evaluator as iam


def judged(role_arn, action, resource_arn, region, keys=None):
    """The context of a call that a service makes in the name of a role, and what the role's policies say of it."""
    account, name = role_arn.split(":")[4], role_arn.split("/")[-1]
    context = iam.EvalContext(
        principal_arn=f"arn:aws:sts::{account}:assumed-role/{name}/service",
        principal_type="AssumedRole",
        principal_account=account,
        action=action,
        resource_arn=resource_arn,
        region=region,
        service_context=keys or {},
    )
    return context, iam.evaluate(context, iam._gather_role_policies(name, account))
