"""moto, with AWS's behaviour restored where it differs in what lambdas/aws relies on: a patch each, by the AWS page named.

Prints the address that it listens on, and ends when its standard input ends: so it never outlives whoever started it.
"""

import json
import os
import re
import sys
import warnings
from copy import copy
from itertools import groupby
from threading import Lock, Thread

from moto.autoscaling.responses import AutoScalingResponse
from moto.core.exceptions import AWSError
from moto.core.responses import ActionResult
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models import table as dynamodb_table
from moto.ec2 import utils as ec2_utils
from moto.ec2.exceptions import EC2ClientError, OperationNotPermitted4
from moto.ec2.models import EC2Backend
from moto.ec2.models import instances as ec2_instances
from moto.ec2.models import tags as ec2_tags
from moto.ec2.models.spot_requests import SpotInstanceRequest
from moto.ec2.responses._base_response import EC2BaseResponse
from moto.ec2.responses.instances import InstanceResponse
from moto.ec2.responses.spot_instances import SpotInstances
from moto.ec2.responses.tags import TagResponse
from moto.ec2.utils import filter_dict_attribute_mapping
from moto.iam import iam_backends
from moto.iam import models as iam_models
from moto.iam.responses import IamResponse
from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.models import LogsBackend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.sns.exceptions import SNSInvalidParameter
from moto.sns.models import SNSBackend
from moto.sns.responses import SNSResponse
from moto.stepfunctions import responses as stepfunctions_responses
from moto.stepfunctions.models import StepFunctionBackend
from moto.stepfunctions.parser.models import StepFunctionsParserBackend, stepfunctions_parser_backends
from moto.sts.exceptions import STSClientError
from moto.sts.responses import TokenResponse
from werkzeug.serving import WSGIRequestHandler, make_server


def instead_of_its_own(owner):
    """Replaces the function of that name of a class or module of moto; the new one gets moto's own first."""

    def replace(function):
        moto = getattr(owner, function.__name__)
        setattr(owner, function.__name__, lambda *given, **named: function(moto, *given, **named))

    return replace


# No behaviour of AWS, but the test's own way in: the access key ROOT0000<account id> is that account's root.
@instead_of_its_own(iam_models)
def get_account_id_from(moto, access_key):
    root = re.fullmatch(r"ROOT0000(\d{12})", access_key)
    return root[1] if root else moto(access_key)


# AssumeRole: moto takes any ARN. AWS refuses a role that does not exist, or that does not trust the caller, with an
# error that is common to all services, and so in no service's model (of which moto warns).
# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
warnings.filterwarnings("ignore", message=".* code AccessDenied does not match an error shape")


@instead_of_its_own(TokenResponse)
def assume_role(moto, self):
    arn = self._get_param("RoleArn")
    key = iam_backends[self.current_account]["aws"].access_keys.get(self.get_access_key())
    # Root has no key here. It stands for Lambda, which gives each function its role.
    caller = key.role_arn if key else None
    role = next((role for role in iam_backends[arn.split(":")[4]]["aws"].get_roles() if role.arn == arn), None)
    policy = json.loads(role.assume_role_policy_document) if role else None
    is_user = bool(key and key.user_name)
    if policy is None or (caller and not trusts(policy, self.current_account, caller)):
        refuse(caller, arn)
    if is_user and not admits_user(policy, self.current_account, key.user_name, self._get_param):
        refuse(f"arn:aws:iam::{self.current_account}:user/{key.user_name}", arn)
    if int(self._get_param("DurationSeconds") or 3600) > int(role.max_session_duration or 3600):
        raise STSClientError("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration")
    return moto(self)


def refuse(caller, arn):
    message = f"User: {caller} is not authorized to perform: sts:AssumeRole on resource: {arn}"
    raise STSClientError("AccessDenied", message)


# A user with MFA calls AssumeRole with the device's serial number and a code of six digits.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
def admits_user(policy, account, user_name, given):
    """Knows the one form that a trust in the people of the gateway has: any other admits nobody."""
    serial = f"arn:aws:iam::{account}:mfa/{user_name}"
    has_mfa = given("SerialNumber") == serial and bool(re.fullmatch(r"\d{6}", given("TokenCode") or ""))

    def admits(statement):
        condition = statement.get("Condition", {})
        named = condition.get("StringEquals", {}).get("sts:RoleSessionName", "${aws:username}")
        return (
            statement["Principal"] == {"AWS": f"arn:aws:iam::{account}:root"}
            and condition.get("Bool") == {"aws:MultiFactorAuthPresent": "true"}
            and named == "${aws:username}"
            and ("StringEquals" not in condition or given("RoleSessionName") == user_name)
        )

    return has_mfa and any(admits(statement) for statement in policy["Statement"])


def trusts(policy, account, arn):
    """Knows the one form that this project's trust in a role has: any other admits nobody."""

    def admits(statement):
        named = statement.get("Condition", {}).get("StringEquals", {}).get("aws:PrincipalArn")
        return arn in ([named] if isinstance(named, str) else named or []) and statement == {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
            "Condition": {"StringEquals": {"aws:PrincipalArn": named}},
        }

    return any(admits(statement) for statement in policy["Statement"])


# DescribeInstances: moto lacks the filters client-token and reservation-id.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
filter_dict_attribute_mapping["client-token"] = "client_token"
filter_dict_attribute_mapping["reservation-id"] = "reservation_id"


@instead_of_its_own(EC2Backend)
def run_instances(moto, self, *given, **named):
    reservation = moto(self, *given, **named)
    for instance in reservation.instances:
        instance.reservation_id = reservation.id
    return reservation


# Filters: EC2 reads `*` and `?` as wildcards, and takes literally what a backslash stands before; moto compares the values
# of DescribeInstances as they are, and reads no backslash before a backslash, or brackets, in those of others.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
WILD = {"*": ".*", "?": "."}


def simple_aws_filter_to_re(value):
    parts = re.findall(r"\\(.)|(.)", value, re.DOTALL)
    source = "".join(WILD.get(plain) or re.escape(escaped or plain) for escaped, plain in parts)
    return f"(?s:{source})\\Z"


def matches(value, patterns):
    return any(re.match(simple_aws_filter_to_re(pattern), value) for pattern in patterns)


ec2_tags.simple_aws_filter_to_re = simple_aws_filter_to_re


@instead_of_its_own(ec2_utils)
def instance_value_in_filter_values(moto, value, patterns):
    return matches(value, patterns) if isinstance(value, str) else moto(value, patterns)


@instead_of_its_own(ec2_utils)
def is_filter_matching(moto, one, name, patterns):
    value = one.get_filter_value(name)
    return matches(value, patterns) if isinstance(value, str) else moto(one, name, patterns)


# A filter that does not exist: moto answers 500, which the SDK tries again and again; EC2 answers
# InvalidParameterValue. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
@instead_of_its_own(ec2_instances)
def filter_reservations(moto, reservations, filters):
    try:
        return moto(reservations, filters)
    except NotImplementedError as unknown:
        message = f"The filter is invalid: one of {', '.join(filters)}"
        raise EC2ClientError("InvalidParameterValue", message) from unknown


# A filter takes up to 200 values; moto takes any number.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
@instead_of_its_own(EC2BaseResponse)
def _filters_from_querystring(moto, self):
    filters = moto(self)
    for name, values in filters.items():
        if len(values) > 200:
            message = f"The filter {name} has {len(values)} values: the maximum is 200"
            raise EC2ClientError("FilterLimitExceeded", message)
    return filters


# Paging: moto's pages hold whole reservations, and all tags at once. AWS counts the items, from 5 to 1000, and a page
# may hold fewer than were asked for while more follow: here never more than PAGE.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html#api-pagination
PAGE = 50


def page_of(response, items):
    """The page of the items that a request asks for, and the token of the next."""
    asked = int(response._get_param("MaxResults", 1000))
    if not 5 <= asked <= 1000:
        raise EC2ClientError("InvalidParameterValue", f"Value ( {asked} ) for parameter maxResults is invalid.")
    start = int(response._get_param("NextToken", 0))
    end = start + min(asked, PAGE)
    return items[start:end], str(end) if end < len(items) else None


@instead_of_its_own(InstanceResponse)
def describe_instances(moto, self):
    if self._get_param("InstanceIds", []):
        return moto(self)
    found = self.ec2_backend.describe_instances(filters=self._filters_from_querystring())
    page, token = page_of(self, [(reservation, instance) for reservation in found for instance in reservation.instances])
    reservations = []
    for reservation, items in groupby(page, key=lambda item: item[0]):
        part = copy(reservation)
        part.instances = [instance for _, instance in items]
        reservations.append(part)
    return ActionResult({"Reservations": reservations, "NextToken": token})


@instead_of_its_own(TagResponse)
def describe_tags(_moto, self):
    page, token = page_of(self, self.ec2_backend.describe_tags(filters=self._filters_from_querystring()))
    return ActionResult({"Tags": page, "NextToken": token})


# TerminateInstances: one protected instance spares its Availability Zone and no other; moto ends all that the list
# holds before it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html
@instead_of_its_own(EC2Backend)
def terminate_instances(moto, self, instance_ids):
    instances = self.get_multi_instances_by_id(instance_ids)
    protected = [instance for instance in instances if instance.disable_api_termination]
    if not protected:
        return moto(self, instance_ids)
    spared = {instance.placement.zone for instance in protected}
    ending = [instance.id for instance in instances if instance.placement.zone not in spared]
    if ending:
        moto(self, ending)
    raise OperationNotPermitted4(protected[0].id)


# CreateTags: moto tags an instance that does not exist; EC2 answers InvalidInstanceID.NotFound.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
@instead_of_its_own(EC2Backend)
def do_resources_exist(moto, self, resource_ids):
    self.get_multi_instances_by_id([one for one in resource_ids if one.startswith("i-")])
    return moto(self, resource_ids)


# ListUsers and Auto Scaling's DescribeTags: moto gives all at once. AWS gives pages, which may hold fewer than were asked
# for. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
# https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeTags.html
SMALL_PAGE = 20


@instead_of_its_own(IamResponse)
def list_users(_moto, self):
    users = self.backend.list_users(self._get_param("PathPrefix"), None, None)
    start = int(self._get_param("Marker") or 0)
    end = start + min(int(self._get_param("MaxItems") or 100), SMALL_PAGE)
    marker = {"Marker": str(end)} if end < len(users) else {}
    return ActionResult({"Users": users[start:end], "IsTruncated": bool(marker), **marker})


@instead_of_its_own(AutoScalingResponse)
def describe_tags(_moto, self):
    tags = self.autoscaling_backend.describe_tags(filters=self._get_param("Filters", []))
    start = int(self._get_param("NextToken") or 0)
    end = start + SMALL_PAGE
    return ActionResult({"Tags": tags[start:end], "NextToken": str(end) if end < len(tags) else None})


# ListObjectsV2: a page may hold fewer keys than a thousand. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
os.environ["MOTO_S3_DEFAULT_MAX_KEYS"] = str(SMALL_PAGE)


# Query: a page of DynamoDB holds 1 MB, which is thousands of items: here some dozens.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
dynamodb_table.RESULT_SIZE_LIMIT = 10_000


# PutItem, UpdateItem: condition and change are one; moto, which answers several requests at once, lets another in between.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html#WorkingWithItems.ConditionalUpdate
writing = Lock()


@instead_of_its_own(DynamoDBBackend)
def put_item(moto, self, *given, **named):
    with writing:
        return moto(self, *given, **named)


@instead_of_its_own(DynamoDBBackend)
def update_item(moto, self, *given, **named):
    with writing:
        return moto(self, *given, **named)


# Subscriptions: moto confirms each at once, and counts none. AWS waits for the reader of an address to confirm, by a
# token that is mailed: here the address itself. https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
# https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
@instead_of_its_own(SNSBackend)
def get_topic(moto, self, arn):
    topic = moto(self, arn)
    subscriptions = [one for one in self.subscriptions.values() if one.topic is topic]
    topic.subscriptions_confimed = sum(one.confirmed for one in subscriptions)
    topic.subscriptions_pending = len(subscriptions) - topic.subscriptions_confimed
    return topic


@instead_of_its_own(SNSResponse)
def confirm_subscription(_moto, self):
    arn, token = self._get_param("TopicArn"), self._get_param("Token")
    for subscription in self.backend.subscriptions.values():
        if subscription.topic.arn == arn and subscription.endpoint == token:
            subscription.confirmed = True
            return ActionResult({"SubscriptionArn": subscription.arn})
    raise SNSInvalidParameter("Invalid parameter: Token")


# DescribeSpotInstanceRequests: moto lacks the filters instance-id and type.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotInstanceRequests.html
@instead_of_its_own(SpotInstanceRequest)
def get_filter_value(moto, self, name, *given):
    own = {"instance-id": self.instance_id, "type": self.type}
    return own[name] if name in own else moto(self, name, *given)


# CancelSpotInstanceRequests: moto answers 500 for a request that does not exist, which the SDK tries again and again;
# EC2 answers InvalidSpotInstanceRequestID.NotFound. And it forgets the request, which AWS shows as cancelled for a while.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
@instead_of_its_own(EC2Backend)
def cancel_spot_instance_requests(_moto, self, request_ids):
    unknown = [one for one in request_ids if one not in self.spot_instance_requests]
    if unknown:
        message = f"The spot instance request ID '{unknown[0]}' does not exist"
        raise EC2ClientError("InvalidSpotInstanceRequestID.NotFound", message)
    requests = [self.spot_instance_requests[one] for one in request_ids]
    for request in requests:
        request.state = "cancelled"
    return requests


# DescribeSpotInstanceRequests: moto gives all at once; AWS may give pages.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotInstanceRequests.html
@instead_of_its_own(SpotInstances)
def describe_spot_instance_requests(_moto, self):
    requests = self.ec2_backend.describe_spot_instance_requests(filters=self._filters_from_querystring())
    page, token = page_of(self, requests)
    return ActionResult({"SpotInstanceRequests": page, "NextToken": token})


# StopInstances: one that is ending cannot be stopped; moto stops it, and it may be started again.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
@instead_of_its_own(EC2Backend)
def stop_instances(moto, self, instance_ids):
    for instance in self.get_multi_instances_by_id(instance_ids):
        if instance.state in ("shutting-down", "terminated"):
            message = f"The instance '{instance.id}' is not in a state from which it can be stopped."
            raise EC2ClientError("IncorrectInstanceState", message)
    return moto(self, instance_ids)


# ListTagsForResource of CloudWatch Logs: moto answers without tags for a log group that does not exist; AWS answers
# ResourceNotFoundException. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html
@instead_of_its_own(LogsBackend)
def list_tags_for_resource(moto, self, resource_arn):
    kind, name = resource_arn.split(":", 6)[5:]
    if kind == "log-group" and name not in self.groups:
        raise ResourceNotFoundException()
    return moto(self, resource_arn)


# ListExecutions: a page may hold fewer than were asked for.
# https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html
@instead_of_its_own(StepFunctionBackend)
def list_executions(moto, self, *given, max_results=None, **named):
    return moto(self, *given, max_results=min(max_results or 100, SMALL_PAGE), **named)


# No behaviour of AWS: moto runs state machines, and knows what waits for a token, only where its setting
# execute_state_machine says so. Here that is one Region; in any other, an execution runs until it is stopped.
@instead_of_its_own(stepfunctions_responses)
def get_backend(moto, account, region):
    return stepfunctions_parser_backends[account][region] if region == "us-east-2" else moto(account, region)


# SendTaskSuccess: moto forgets the token of a task that is closed; AWS answers TaskTimedOut.
# https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
answered = set()


class TaskTimedOut(AWSError):
    TYPE = "TaskTimedOut"


@instead_of_its_own(StepFunctionsParserBackend)
def send_task_success(moto, self, task_token, *given, **named):
    if task_token in answered:
        raise TaskTimedOut("Task Timed Out: the task is closed")
    answer = moto(self, task_token, *given, **named)
    answered.add(task_token)
    return answer


class Quiet(WSGIRequestHandler):
    """Says nothing of a request that went well."""

    def log_request(self, *_given):
        pass


def end_with_standard_input():
    sys.stdin.buffer.read()
    os._exit(0)


Thread(target=end_with_standard_input, daemon=True).start()
application = DomainDispatcherApplication(create_backend_app)
server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Quiet)
# Where moto's own state machines call it.
os.environ["MOTO_PORT"] = str(server.server_port)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
