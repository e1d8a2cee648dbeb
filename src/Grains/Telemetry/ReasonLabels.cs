using System.Collections.Frozen;
using System.Text.RegularExpressions;
using EmailCampaign.Batches;

namespace EmailCampaign.Telemetry;

/// <summary>Reasons as metric labels: <c>unknown_mailbox</c>.</summary>
internal static partial class ReasonLabels
{
    private static readonly FrozenDictionary<FailureReason, string> Labels = Enum.GetValues<FailureReason>()
        .ToFrozenDictionary(static reason => reason, static reason => Snake(reason.ToString()));

    public static string Of(FailureReason reason) => Labels.GetValueOrDefault(reason, "other");

    private static string Snake(string name) => Inner().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inner();
}
