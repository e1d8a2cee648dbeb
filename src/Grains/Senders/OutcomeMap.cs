using EmailCampaign.Batches;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Telemetry;

namespace EmailCampaign.Senders;

/// <summary>What a provider's outcome is to the ledger.</summary>
internal static class OutcomeMap
{
    private const string RefusedLabel = "refused";
    private const string UnreachableLabel = "unreachable";

    public static DeliveryOutcome ToDelivery(SendOutcome outcome, int index, int generation) => outcome switch
    {
        SendOutcome.Accepted accepted => new(index, generation, DeliveryKind.Accepted, Text: accepted.ProviderMessageId),
        SendOutcome.Rejected rejected => new(index, generation, DeliveryKind.Rejected, ToReason(rejected.Reason), rejected.Reply),
        SendOutcome.Deferred deferred => new(
            index, generation, DeliveryKind.Deferred, ToReason(deferred.Reason), deferred.Reply, deferred.RetryAfter, deferred.Reason),
        SendOutcome.Unknown unknown => new(
            index, generation, DeliveryKind.Unknown, unknown.CanBeSettled ? FailureReason.AnswerLost : FailureReason.Other, unknown.Detail),

        // The lane rests, the breaker opens or the campaign pauses: to the recipient nothing has happened.
        _ => new(index, generation, DeliveryKind.NotAttempted),
    };

    /// <summary>Why a recipient may have to wait.</summary>
    public static IReadOnlyList<FailureReason> RetryReasons { get; } = [.. Enum.GetValues<DeferReason>().Select(ToReason).Distinct()];

    /// <summary>All that <see cref="Label"/> may answer.</summary>
    public static IReadOnlyList<string> Labels { get; } =
    [
        .. Enum.GetValues<RejectReason>().Select(ToReason).Concat(RetryReasons).Append(FailureReason.AnswerLost).Distinct().Select(ReasonLabels.Of),
        RefusedLabel,
        UnreachableLabel,
    ];

    public static string Label(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Rejected rejected => ReasonLabels.Of(ToReason(rejected.Reason)),
        SendOutcome.Deferred deferred => ReasonLabels.Of(ToReason(deferred.Reason)),
        SendOutcome.Unknown => ReasonLabels.Of(FailureReason.AnswerLost),
        SendOutcome.Refused => RefusedLabel,
        SendOutcome.Unreachable => UnreachableLabel,
        _ => "other",
    };

    public static FailureReason ToReason(RejectReason reason) => reason switch
    {
        RejectReason.UnknownMailbox => FailureReason.UnknownMailbox,
        RejectReason.UnknownDomain => FailureReason.UnknownDomain,
        RejectReason.BadAddress => FailureReason.BadAddress,
        RejectReason.MailboxDisabled => FailureReason.MailboxDisabled,
        RejectReason.MailboxFull => FailureReason.MailboxFull,
        RejectReason.MessageTooLarge => FailureReason.MessageTooLarge,
        RejectReason.Policy => FailureReason.Policy,
        RejectReason.NeedsSmtpUtf8 => FailureReason.NeedsSmtpUtf8,
        RejectReason.NotRendered => FailureReason.NotRendered,
        _ => FailureReason.Other,
    };

    public static FailureReason ToReason(DeferReason reason) => reason switch
    {
        DeferReason.MailboxFull => FailureReason.MailboxFull,
        DeferReason.Fault => FailureReason.Fault,
        _ => FailureReason.TemporaryFailure,
    };
}
