using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Parsing;

namespace EmailCampaign.Client.Listing;

/// <summary>
/// A recipient's status as a campaign's numbers count it: what a cancelled campaign has not sent is cancelled, or in doubt when an earlier mail
/// may have arrived.
/// </summary>
internal sealed class ShownStatuses
{
    private const string CancelledName = "cancelled";

    private readonly IReadOnlyList<string> _names;

    private ShownStatuses(IReadOnlyList<string> names) => _names = names;

    /// <summary>All of them.</summary>
    public static ShownStatuses All { get; } = new([]);

    private static bool HasCancelled(CampaignStatus campaign) => campaign.Phase is CampaignPhase.Cancelled or CampaignPhase.Deleting;

    private static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<RecipientStatus>().Select(KebabNames.Of), CancelledName];

    /// <summary>Reads a list such as <c>dead,waiting</c>; nothing means all.</summary>
    public static Parsed<ShownStatuses> Parse(string? text)
    {
        var names = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(names, static name => !Names.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown
            ? Parsed<ShownStatuses>.Wrong($"--status '{unknown}' is not one of {string.Join(", ", Names)}.")
            : Parsed<ShownStatuses>.Of(new([.. names.Select(static name => name.ToLowerInvariant())]));
    }

    public static string Of(RecipientView recipient) => recipient.Cancelled ? CancelledName : KebabNames.Of(recipient.Status);

    /// <summary>The recipient as the campaign counts it.</summary>
    public static RecipientView As(RecipientView recipient, CampaignStatus campaign)
    {
        // A batch says the account only where a route left a choice.
        var known = recipient.Account is null && recipient.Attempts > 0 ? recipient with { Account = campaign.Provider } : recipient;
        return HasCancelled(campaign) && known.Status is RecipientStatus.Pending or RecipientStatus.Waiting
            ? known.OpenDoubts > 0 ? known with { Status = RecipientStatus.InDoubt } : known with { Cancelled = true }
            : known;
    }

    /// <summary>The statuses to ask the batches for: all, where theirs are not the ones that are shown.</summary>
    public IReadOnlyList<RecipientStatus> ToAsk(CampaignStatus campaign) => HasCancelled(campaign)
        ? []
        : [.. Enum.GetValues<RecipientStatus>().Where(status => _names.Contains(KebabNames.Of(status)))];

    public bool Include(RecipientView recipient) => _names.Count == 0 || _names.Contains(Of(recipient));
}
