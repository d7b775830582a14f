"""Starts ministack with AWS's behaviour where it differs: one patch a function, each with the page of AWS it follows.

IAM is enforced (AUTH=true): every call below is judged by the policies that the deployment itself made.
"""

import contextvars
import os
import re
import signal
import sys
import threading

import ministack.app as app
from ministack.core import iam_actions, responses
from ministack.core import iam_evaluator as iam
from ministack.core.arn import parse_arn
from ministack.services import ec2, eventbridge, tagging
from ministack.services.cloudformation import provisioners


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


def cloudtrail_may_put_events():
    """Only AWS's services put events whose source starts with aws: the test puts CloudTrail's records in its stead.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
    """
    put = eventbridge._put_events
    eventbridge._put_events = lambda data, allow_aws_source=True: put(data, allow_aws_source)


def policies_on_buses():
    """CloudFormation's type for a statement of a bus's policy.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html
    """

    def put(properties):
        bus, sid = properties.get("EventBusName", "default"), properties["StatementId"]
        policy = eventbridge._event_bus_policies.get(bus) or {"Version": "2012-10-17", "Statement": []}
        others = [statement for statement in policy["Statement"] if statement["Sid"] != sid]
        policy["Statement"] = [*others, {**properties["Statement"], "Sid": sid}]
        eventbridge._event_bus_policies[bus] = policy
        return f"{bus}|{sid}", {}

    provisioners._RESOURCE_HANDLERS["AWS::Events::EventBusPolicy"] = {
        "create": lambda _logical_id, properties, _stack: put(properties),
        "update": lambda _id, _old, properties, _stack: put(properties),
        "delete": lambda physical_id, _properties: eventbridge._remove_permission(
            dict(zip(("EventBusName", "StatementId"), physical_id.split("|")))
        ),
    }


def buses_across_accounts_and_regions():
    """A bus of another account or Region gets the event as it is, if the target's role and the bus's policy allow it.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
    """
    invoke = eventbridge._invoke_target

    def sender(role_arn, bus_arn, event):
        account, name = role_arn.split(":")[4], role_arn.split("/")[-1]
        return iam._gather_role_policies(name, account), iam.EvalContext(
            principal_arn=f"arn:aws:sts::{account}:assumed-role/{name}/events",
            principal_type="AssumedRole",
            principal_account=account,
            action="events:PutEvents",
            resource_arn=bus_arn,
            region=bus_arn.split(":")[3],
            service_context={"events:source": [event["Source"]], "events:detail-type": event["DetailType"]},
        )

    def delivered(event, target, bus):
        policies, context = sender(target["RoleArn"], target["Arn"], event)
        name = bus.resource.split("/", 1)[1]
        source = responses.get_account_id(), responses.get_region()
        responses.set_request_account_id(bus.account_id)
        responses.set_request_region(bus.region)
        try:
            identity = iam.evaluate(context, policies)
            policy = eventbridge._event_bus_policies.get(name)
            verdict = iam.combine_resource_policy(identity, context, policy, bus.account_id)
            if verdict.decision != "Allow":
                eventbridge.logger.warning("%s may not put events on %s", target["RoleArn"], target["Arn"])
            else:
                eventbridge._dispatch_event({**event, "EventBusName": name})
        finally:
            responses.set_request_account_id(source[0])
            responses.set_request_region(source[1])

    def invoked(target, event, rule, view=None):
        here = f":{responses.get_region()}:{responses.get_account_id()}:event-bus/"
        arn = target.get("Arn", "")
        if ":event-bus/" in arn and here not in arn:
            return delivered(event, target, parse_arn(arn))
        return invoke(target, event, rule, view)

    eventbridge._invoke_target = invoked


def reservations():
    """Instances of one call share its reservation: RunInstances' answer, DescribeInstances and its filter say the same.

    Terminated ones stay visible, as they do on AWS for about an hour.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Reservation.html
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
    """
    run, matches = ec2._run_instances, ec2._matches_filters
    reservation_of = {}

    def run_instances(parameters):
        before = set(ec2._instances)
        status, headers, body = answer = run(parameters)
        text = body.decode() if isinstance(body, bytes) else body
        if status == 200:
            reservation = text.split("<reservationId>")[1].split("<")[0]
            reservation_of.update(dict.fromkeys(set(ec2._instances) - before, reservation))
        return answer

    def describe_instances(parameters):
        asked, filters = ec2._parse_member_list(parameters, "InstanceId"), ec2._parse_filters(parameters)
        for instance_id in asked:
            if instance_id not in ec2._instances:
                return ec2._error("InvalidInstanceID.NotFound", f"The instance ID '{instance_id}' does not exist", 400)
        found = {}
        for instance_id, instance in ec2._instances.items():
            if (not asked or instance_id in asked) and matches_filters(instance, filters):
                found.setdefault(reservation_of[instance_id], []).append(ec2._instance_xml(instance))
        items = "".join(
            f"<item><reservationId>{reservation}</reservationId><ownerId>{responses.get_account_id()}</ownerId>"
            f"<groupSet/><instancesSet>{''.join(instances)}</instancesSet></item>"
            for reservation, instances in found.items()
        )
        return ec2._xml(200, "DescribeInstancesResponse", f"<reservationSet>{items}</reservationSet>")

    def matches_filters(instance, filters):
        reservation = reservation_of[instance["InstanceId"]]
        return reservation in filters.get("reservation-id", [reservation]) and matches(instance, filters)

    for name, handler in (("RunInstances", run_instances), ("DescribeInstances", describe_instances)):
        ec2._ACTION_MAP[name] = handler


def policies_see_instances():
    """A call on instances is judged for each of them, with the tags that it carries (aws:ResourceTag).

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html
    """
    arn_of, enforce = iam_actions.extract_resource_arn, iam.enforce
    others = contextvars.ContextVar("others", default=())

    def instance_arns(region, account, ids):
        return [f"arn:aws:ec2:{region}:{account}:instance/{instance_id}" for instance_id in ids]

    def first_arn(service, method, path, headers, body, parameters, region, account):
        field = re.compile(r"(InstanceId|ResourceId)\.\d+")
        values = [value for name, value in parameters.items() if field.fullmatch(name)] if service == "ec2" else []
        ids = [value[0] if isinstance(value, list) else value for value in values]
        arns = instance_arns(region, account, ids) or [
            arn_of(service, method, path, headers, body, parameters, region, account)
        ]
        others.set(tuple(arns[1:]))
        return arns[0]

    def enforced(key, action, service, region, resource_arn="*", service_context=None):
        arns = (resource_arn, *(others.get() if service == "ec2" else ()))
        verdicts = (enforce(key, action, service, region, arn, service_context) for arn in arns)
        return next((verdict for verdict in verdicts if verdict), None)

    def tags_by_arn():
        for instance_id in ec2._instances:
            [arn] = instance_arns(responses.get_region(), responses.get_account_id(), [instance_id])
            yield arn, ec2._tags.get(instance_id) or []

    iam_actions.extract_resource_arn, iam.enforce = first_arn, enforced
    tagging._RESOURCE_TAG_COLLECTORS["ec2"] = tags_by_arn


def ends_with_its_starter():
    """Not of AWS: ends this process and the functions that it runs once the test that started it is gone."""

    def wait():
        sys.stdin.read()
        os.killpg(os.getpgid(0), signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()


PATCHES = [
    ends_with_its_starter,
    calls_are_https,
    principal_arn_is_the_role,
    policies_see_instances,
    cloudtrail_may_put_events,
    policies_on_buses,
    buses_across_accounts_and_regions,
    reservations,
]

if __name__ == "__main__":
    for patch in PATCHES:
        patch()
    app.main()
