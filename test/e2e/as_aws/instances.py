"""EC2: reservations, and policies that see instances."""

import contextvars
import re
from datetime import datetime, timedelta

from ministack.core import iam_actions, responses
from ministack.core import iam_evaluator as iam
from ministack.services import ec2, tagging


def reservations():
    """Instances of one call share its reservation: RunInstances' answer, DescribeInstances and its filters say the same.

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
        own = {"instance-id": instance["InstanceId"], "reservation-id": reservation_of[instance["InstanceId"]]}
        is_asked = all(value in filters.get(name, [value]) for name, value in own.items())
        return is_asked and matches(instance, filters)

    for name, handler in (("RunInstances", run_instances), ("DescribeInstances", describe_instances)):
        ec2._ACTION_MAP[name] = handler


def termination_protection():
    """EC2 terminates no instance that was launched with DisableApiTermination.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html
    """
    run, terminate = ec2._ACTION_MAP["RunInstances"], ec2._ACTION_MAP["TerminateInstances"]
    protected = set()

    def run_instances(parameters):
        before = set(ec2._instances)
        answer = run(parameters)
        if ec2._p(parameters, "DisableApiTermination") == "true":
            protected.update(set(ec2._instances) - before)
        return answer

    def terminate_instances(parameters):
        for instance_id in ec2._parse_member_list(parameters, "InstanceId"):
            if instance_id in protected:
                return ec2._error("OperationNotPermitted", f"The instance '{instance_id}' may not be terminated.", 400)
        return terminate(parameters)

    ec2._ACTION_MAP.update(RunInstances=run_instances, TerminateInstances=terminate_instances)


FORMAT = "%Y-%m-%dT%H:%M:%S.000Z"


def launched_before():
    """Not of AWS: a launch was made as many minutes ago as its client token says, for what must not be young.

    The token is that of launch.ts: tag-enforcement-e2e-60m-...
    """
    run, make = ec2._ACTION_MAP["RunInstances"], ec2._now_ts
    minutes = contextvars.ContextVar("minutes", default=0)

    def run_instances(parameters):
        token = ec2._p(parameters, "ClientToken") or ""
        said = re.match(r"tag-enforcement-e2e-(\d+)m-", token)
        before = minutes.set(int(said[1]) if said else 0)
        try:
            return run(parameters)
        finally:
            minutes.reset(before)

    def earlier():
        then = datetime.strptime(make(), FORMAT) - timedelta(minutes=minutes.get())
        return then.strftime(FORMAT)

    ec2._ACTION_MAP["RunInstances"], ec2._now_ts = run_instances, earlier


def policies_see_instances():
    """A call on resources of EC2 is judged for each of them, with the tags that it carries (aws:ResourceTag).

    IAM compares keys without regard to case. Where several tags have a key, each must be allowed: AWS may refuse for any.
    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html
    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
    """
    arn_of, enforce = iam_actions.extract_resource_arn, iam.enforce
    others = contextvars.ContextVar("others", default=())

    def arns_of(region, account, ids):
        return [f"arn:aws:ec2:{region}:{account}:{ec2._guess_resource_type(one)}/{one}" for one in ids]

    def first_arn(service, method, path, headers, body, parameters, region, account):
        field = re.compile(r"(InstanceId|ResourceId)\.\d+")
        values = [value for name, value in parameters.items() if field.fullmatch(name)] if service == "ec2" else []
        ids = [value[0] if isinstance(value, list) else value for value in values]
        arns = arns_of(region, account, ids) or [
            arn_of(service, method, path, headers, body, parameters, region, account)
        ]
        others.set(tuple(arns[1:]))
        return arns[0]

    def enforced(key, action, service, region, resource_arn="*", service_context=None):
        arns = (resource_arn, *(others.get() if service == "ec2" else ()))
        verdicts = (
            enforce(key, action, service, region, arn, {**(service_context or {}), **seen})
            for arn in arns
            for seen in (variants_of(arn) if service == "ec2" else [{}])
        )
        return next((verdict for verdict in verdicts if verdict), None)

    def variants_of(arn):
        tags = tagging.resource_tags(arn) or {}
        keys = [key.lower() for key in tags]
        several = [(key.lower(), value) for key, value in tags.items() if keys.count(key.lower()) > 1]
        return [{f"aws:resourcetag/{key}": value} for key, value in several] or [{}]

    def tags_by_arn():
        for resource_id, tags in ec2._tags.items():
            [arn] = arns_of(responses.get_region(), responses.get_account_id(), [resource_id])
            yield arn, tags

    # ministack looks them up where a policy of the role names them; the policy of a session may be the only one that does.
    names = iam._names_condition_key
    iam._names_condition_key = lambda policies, prefix: prefix == "aws:resourcetag/" or names(policies, prefix)
    iam_actions.extract_resource_arn, iam.enforce = first_arn, enforced
    tagging._RESOURCE_TAG_COLLECTORS["ec2"] = tags_by_arn
