"""IAM: groups, and whether a request was made with a code of an MFA device. Codes themselves are not checked."""

import json
import re
from contextvars import ContextVar
from dataclasses import replace

from ministack.core import iam_actions
from ministack.core import iam_evaluator as iam
from ministack.services import iam as iam_service
from ministack.services import sts
from ministack.services.cloudformation import provisioners

KEY = "aws:multifactorauthpresent"

code_given = ContextVar("code_given", default=False)


def codes_are_mfa():
    """AssumeRole and GetSessionToken take a code, and the session of GetSessionToken has MFA in all its calls.

    A role's session has none, whoever assumed it; an access key has no such key at all.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
    """
    context_of, keys_of, register = iam_actions.request_tag_context, iam._principal_keys, sts.register_session

    def with_code(service, action, body, parameters):
        given = service == "sts" and bool(iam_actions._query_param(parameters, "TokenCode"))
        code_given.set(given)
        return {**context_of(service, action, body, parameters), **({KEY: "true"} if given else {})}

    def with_mfa(credential):
        keys = keys_of(credential)
        session = sts._sessions.get(credential.access_key_id) or {}
        return {**keys, KEY: "true"} if code_given.get() or session.get("Mfa") else keys

    def remembered(access_key, session):
        is_user = session.get("PrincipalType") == "User"
        register(access_key, {**session, "Mfa": True} if is_user and code_given.get() else session)

    iam_actions.request_tag_context = with_code
    iam._principal_keys = sts._principal_keys = with_mfa
    sts.register_session = remembered


def stacks_have_groups():
    """CloudFormation makes groups, with their own policies.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-group.html
    """

    def settle(name, properties):
        for policy in properties.get("Policies", []):
            document = json.dumps(policy["PolicyDocument"])
            settings = {"GroupName": name, "PolicyName": policy["PolicyName"], "PolicyDocument": document}
            iam_service._put_group_policy(settings)
        return name, {"Arn": iam_service._groups[name]["Arn"]}

    def create(_logical_id, properties, _stack_name):
        iam_service._create_group({"GroupName": properties["GroupName"]})
        return settle(properties["GroupName"], properties)

    def update(physical_id, _old, properties, _stack_name):
        return settle(physical_id, properties)

    def delete(physical_id, _properties):
        iam_service._delete_group({"GroupName": physical_id})

    provisioners._RESOURCE_HANDLERS["AWS::IAM::Group"] = {"create": create, "update": update, "delete": delete}


def judged_by_group_and_device():
    """AddUserToGroup is judged for the group, CreateVirtualMFADevice for the device, ChangePassword for whoever calls it.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
    """
    arn_of, evaluate = iam_actions.extract_resource_arn, iam.evaluate

    def for_oneself(context, *policies):
        is_own = context.action == "iam:ChangePassword"
        return evaluate(replace(context, resource_arn=context.principal_arn) if is_own else context, *policies)

    def with_people(service, method, path, headers, body, parameters, region, account):
        def named(name):
            return iam_actions._query_param(parameters, name) if service == "iam" else None

        arn = arn_of(service, method, path, headers, body, parameters, region, account)
        if named("GroupName"):
            return f"arn:aws:iam::{account}:group/{named('GroupName')}"
        if named("VirtualMFADeviceName"):
            return f"arn:aws:iam::{account}:mfa/{named('VirtualMFADeviceName')}"
        return arn

    iam_actions.extract_resource_arn, iam.evaluate = with_people, for_oneself


# Stands for a wildcard in a value, where a pattern is compared.
HIDDEN = str.maketrans("*?", "\ue000\ue001")


def policies_have_variables():
    """`${key}` in a resource or a condition stands for the value of that key in the request. Without one, nothing matches.

    A wildcard in the value is the character itself.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    """
    first_match, conditions_met, never = iam._first_match, iam._conditions_met, "\0"
    like = iam.fnmatch_iam_cs

    def filled(text, context, is_pattern=True):
        def value(found):
            known = iam._resolve_condition_key(found[1], context)
            return never if known is None else str(known).translate(HIDDEN if is_pattern else {})

        return re.sub(r"\$\{([\w:/.-]+)\}", value, text) if isinstance(text, str) else text

    def matched(context, statements, effect):
        return first_match(
            context,
            [replace(one, resources=[filled(text, context) for text in one.resources]) for one in statements],
            effect,
        )

    def met(conditions, context):
        return conditions_met(
            {
                operator: {
                    key: [filled(text, context, bool(re.search("Like|Arn", operator))) for text in expected]
                    if isinstance(expected, list)
                    else filled(expected, context, bool(re.search("Like|Arn", operator)))
                    for key, expected in keys.items()
                }
                for operator, keys in (conditions or {}).items()
            },
            context,
        )

    iam._first_match, iam._conditions_met = matched, met
    iam.fnmatch_iam_cs = lambda value, pattern: like(value.translate(HIDDEN), pattern)


def stacks_give_boundaries():
    """CloudFormation gives a role its permissions boundary.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
    """
    handlers = provisioners._RESOURCE_HANDLERS["AWS::IAM::Role"]
    create = handlers["create"]

    def bounded(logical_id, properties, stack_name):
        name, attributes = create(logical_id, properties, stack_name)
        if properties.get("PermissionsBoundary"):
            iam_service._roles[name]["PermissionsBoundary"] = properties["PermissionsBoundary"]
        return name, attributes

    handlers["create"] = bounded
