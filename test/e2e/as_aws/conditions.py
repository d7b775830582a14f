"""IAM: the condition keys and resources that a call is judged by."""

import json
import re

import ministack.app as app
from ministack.core import iam_actions
from ministack.core import iam_evaluator as iam
from ministack.services import dynamodb


def calls_are_https():
    """AWS's endpoints speak HTTPS, ministack plain HTTP on this machine: aws:SecureTransport is true of every call.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport
    """
    pin = app.pin_request_origin
    app.pin_request_origin = lambda source_ip, _secure: pin(source_ip, True)


def principal_arn_is_the_role():
    """aws:PrincipalArn of a role's session is the role's ARN, not the session's.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
    """
    resolve = iam._resolve_condition_key

    def resolved(key, context):
        if key.lower() == "aws:principalarn" and ":assumed-role/" in context.principal_arn:
            account = context.principal_arn.split(":")[4]
            return f"arn:aws:iam::{account}:role/{context.principal_arn.split('/')[1]}"
        return resolve(key, context)

    iam._resolve_condition_key = resolved


def leading_keys():
    """dynamodb:LeadingKeys are the partition keys that a request names.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
    """
    context_of = iam_actions.dynamodb_service_context

    def with_leading_keys(body):
        request, context = json.loads(body or b"{}"), context_of(body)
        name = (dynamodb._tables.get(request.get("TableName")) or {}).get("pk_name")
        key = (request.get("Key") or request.get("Item") or {}).get(name)
        asked = re.search(rf"\b{name}\s*=\s*(:\w+)", request.get("KeyConditionExpression") or "")
        if asked:
            key = request["ExpressionAttributeValues"][asked[1]]
        return {**context, "dynamodb:LeadingKeys": list(key.values())} if key else context

    iam_actions.dynamodb_service_context = with_leading_keys


def subscriptions_by_protocol():
    """sns:Protocol and sns:Endpoint are what Subscribe asks for.

    https://docs.aws.amazon.com/sns/latest/dg/sns-using-identity-based-policies.html
    """
    context_of = iam_actions.request_tag_context

    def with_subscription(service, action, body, parameters):
        asked = {
            f"sns:{name}": iam_actions._query_param(parameters, name)
            for name in ("Protocol", "Endpoint")
            if action == "sns:Subscribe"
        }
        return {**context_of(service, action, body, parameters), **asked}

    iam_actions.request_tag_context = with_subscription


def tags_by_arn():
    """Calls on the tags of a topic or a table are judged for it: they name it as ResourceArn.

    https://docs.aws.amazon.com/sns/latest/api/API_ListTagsForResource.html
    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html
    """
    arn_of = iam_actions.extract_resource_arn

    def with_tagged(service, method, path, headers, body, parameters, region, account):
        named = {
            "sns": lambda: iam_actions._query_param(parameters, "ResourceArn"),
            "dynamodb": lambda: iam_actions._safe_json_field(body, "ResourceArn"),
        }
        arn = named[service]() if service in named else None
        return arn or arn_of(service, method, path, headers, body, parameters, region, account)

    iam_actions.extract_resource_arn = with_tagged
