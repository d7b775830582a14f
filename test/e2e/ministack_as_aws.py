"""Starts ministack with AWS's behaviour where it differs: one patch a function, each with the page of AWS it follows.

IAM is enforced (AUTH=true): every call is judged by the policies that the deployment itself made.
"""

import os
import signal
import sys
import threading

import ministack.app as app
from as_aws import (
    cloudtrail,
    conditions,
    credential_report,
    events,
    executions,
    instances,
    mail,
    people,
    simulator,
    tags,
)


def ends_with_its_starter():
    """Not of AWS: ends this process and the functions that it runs once the test that started it is gone."""

    def wait():
        sys.stdin.read()
        os.killpg(os.getpgid(0), signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()


PATCHES = [
    ends_with_its_starter,
    conditions.calls_are_https,
    conditions.principal_arn_is_the_role,
    conditions.leading_keys,
    conditions.subscriptions_by_protocol,
    conditions.tags_by_arn,
    instances.policies_see_instances,
    instances.reservations,
    instances.termination_protection,
    instances.launched_before,
    events.cloudtrail_may_put_events,
    events.events_have_their_time,
    events.read_only_calls,
    events.policies_on_buses,
    events.buses_across_accounts_and_regions,
    executions.tasks_know_their_state_machine,
    executions.executions_count_their_redrives,
    executions.tasks_act_as_the_role,
    executions.tokens_of_state_machines,
    mail.mail_must_be_confirmed,
    # Before what judges some calls for another resource than they name.
    simulator.simulations_have_context,
    people.codes_are_mfa,
    people.judged_by_group_and_device,
    people.policies_have_variables,
    people.stacks_give_boundaries,
    people.stacks_have_groups,
    credential_report.reports_take_a_moment,
    credential_report.policies_of_aws_are_listed,
    credential_report.made_before,
    cloudtrail.history_of_sessions,
    cloudtrail.history_of_instances,
    tags.tags_of_ec2_and_logs,
    tags.owner_written_meanwhile,
]

if __name__ == "__main__":
    for patch in PATCHES:
        patch()
    app.main()
