"""EventBridge: who may put what, and where it goes."""

import contextvars
import json

from ministack.core import iam_evaluator as iam
from ministack.core import responses
from ministack.core.arn import parse_arn
from ministack.services import eventbridge
from ministack.services.cloudformation import provisioners

from as_aws import roles


def cloudtrail_may_put_events():
    """Only AWS's services put events whose source starts with aws: the test puts CloudTrail's records in its stead.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
    """
    put = eventbridge._put_events
    eventbridge._put_events = lambda data, allow_aws_source=True: put(data, allow_aws_source)


def events_have_their_time():
    """An event's time is that of its entry: ministack takes the time of the call.

    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
    """
    put, now = eventbridge._put_events, eventbridge._now_ts
    said = contextvars.ContextVar("said", default=None)

    def put_events(data, *given, **named):
        # The test puts one entry a call.
        before = said.set(next((entry.get("Time") for entry in data.get("Entries", [])), None))
        try:
            return put(data, *given, **named)
        finally:
            said.reset(before)

    eventbridge._put_events, eventbridge._now_ts = put_events, lambda: said.get() or now()


def read_only_calls():
    """A rule that is merely ENABLED sees no read-only management events, as those of AssumeRole may be.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
    """

    def dispatched(event, view=None):
        record = json.loads(event["Detail"]) if "CloudTrail" in event["DetailType"] else {}
        states = ["ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"]
        if record.get("readOnly") is not True:
            states.append("ENABLED")
        view = view or eventbridge._pattern_event_view(event)
        for key, rule in eventbridge._rules.items():
            pattern, bus = rule.get("EventPattern"), rule.get("EventBusName", "default")
            if pattern and bus == event.get("EventBusName", "default") and rule.get("State") in states:
                if eventbridge._matches_pattern_view(pattern, view):
                    for target in eventbridge._targets.get(key, []):
                        eventbridge._invoke_target(target, event, rule, view)

    eventbridge._dispatch_event = dispatched


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

    def delivered(event, target, bus):
        keys = {"events:source": [event["Source"]], "events:detail-type": event["DetailType"]}
        context, identity = roles.judged(target["RoleArn"], "events:PutEvents", target["Arn"], bus.region, keys)
        name = bus.resource.split("/", 1)[1]
        source = responses.get_account_id(), responses.get_region()
        responses.set_request_account_id(bus.account_id)
        responses.set_request_region(bus.region)
        try:
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
