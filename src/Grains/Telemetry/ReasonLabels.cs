using System.Collections.Frozen;
using System.Text.RegularExpressions;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Telemetry;

/// <summary>Reasons as labels of metrics and traces: <c>unknown_mailbox</c>.</summary>
internal static partial class ReasonLabels
{
    private static readonly FrozenDictionary<FailureReason, string> Failures = Labels<FailureReason>();
    private static readonly FrozenDictionary<PauseReason, string> Pauses = Labels<PauseReason>();
    private static readonly FrozenDictionary<RefuseReason, string> Refusals = Labels<RefuseReason>();

    public static string Of(FailureReason reason) => Failures.GetValueOrDefault(reason, "other");

    public static string Of(PauseReason reason) => Pauses.GetValueOrDefault(reason, "other");

    public static string Of(RefuseReason reason) => Refusals.GetValueOrDefault(reason, "other");

    private static FrozenDictionary<T, string> Labels<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToFrozenDictionary(static reason => reason, static reason => Snake(reason.ToString()));

    private static string Snake(string name) => Inner().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inner();
}
