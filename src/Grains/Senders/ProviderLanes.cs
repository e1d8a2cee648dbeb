using System.Collections.Concurrent;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Senders;

/// <summary>The lanes of this silo, one per provider account.</summary>
internal sealed class ProviderLanes(IMailProviderCatalog catalog, TimeProvider clock, IOptions<SendingOptions> options)
{
    private readonly ConcurrentDictionary<string, ProviderLane> _lanes = new();

    public IReadOnlyCollection<ProviderLane> All => [.. _lanes.Values];

    /// <summary>What holds an account up on this silo, as a sentence; null while mails flow.</summary>
    public string? Notice(string provider) => Find(provider) is { } lane ? lane.Notice
        : catalog.Problem(provider) ?? $"This silo has no provider '{provider}'.";

    /// <summary>The lane of an account; null when this silo does not know it, or its settings are incomplete.</summary>
    public ProviderLane? Find(string provider)
    {
        if (_lanes.TryGetValue(provider, out var lane))
        {
            return lane;
        }

        return catalog.Problem(provider) is null && catalog.Find(provider) is { } found
            ? _lanes.GetOrAdd(provider, _ => new ProviderLane(found, clock, options.Value.ThrottleBackoff))
            : null;
    }
}
