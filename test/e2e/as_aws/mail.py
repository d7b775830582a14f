"""SNS: subscriptions by mail."""

from ministack.services import sns
from ministack.services.cloudformation import provisioners


def mail_must_be_confirmed():
    """A subscription by mail is pending until its reader follows the link in a mail, which nobody does here.

    Lists say so in the place of its ARN.

    https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
    https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html
    """
    refresh, handlers = sns._refresh_subscription_counts, provisioners._RESOURCE_HANDLERS["AWS::SNS::Subscription"]
    create = handlers["create"]

    def refreshed(topic):
        for subscription in topic["subscriptions"]:
            if subscription["protocol"] == "email":
                subscription["confirmed"] = False
                subscription["attributes"]["PendingConfirmation"] = "true"
        refresh(topic)

    def created(logical_id, properties, stack):
        answer = create(logical_id, properties, stack)
        refreshed(sns._topics[properties["TopicArn"]])
        return answer

    def listing(answer_with_arns):
        def listed(parameters):
            status, headers, body = answer_with_arns(parameters)
            for topic in sns._topics.values():
                for subscription in topic["subscriptions"]:
                    if not subscription["confirmed"]:
                        arn = f"<SubscriptionArn>{subscription['arn']}<".encode()
                        body = body.replace(arn, b"<SubscriptionArn>PendingConfirmation<")
            return status, headers, body

        return listed

    for name in ("_list_subscriptions", "_list_subscriptions_by_topic"):
        setattr(sns, name, listing(getattr(sns, name)))
    sns._refresh_subscription_counts, handlers["create"] = refreshed, created
