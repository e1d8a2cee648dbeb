using System.Collections.Concurrent;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Quotas;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Senders;

/// <summary>The lanes of this silo, one per provider account, and the routes over them.</summary>
/// <param name="quotas">The way to the accounts' quotas; without one nothing is limited.</param>
internal sealed class ProviderLanes(
    IMailProviderCatalog catalog, TimeProvider clock, IOptions<SendingOptions> options, IQuotaLink? quotas = null)
{
    private readonly ConcurrentDictionary<string, ProviderLane> _lanes = new();
    private readonly ConcurrentDictionary<string, ProviderRoute> _routes = new();
    private volatile TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyCollection<ProviderLane> All => [.. _lanes.Values];

    /// <summary>What holds an account or route up on this silo, as a sentence; null while mails flow.</summary>
    public string? Notice(string provider) => Route(provider) is { } route ? route.Notice
        : catalog.Problem(provider) ?? $"This silo has no provider '{provider}'.";

    /// <summary>What a campaign with this provider sends through; null when this silo does not know it, or its settings are incomplete.</summary>
    public ProviderRoute? Route(string provider)
    {
        if (_routes.TryGetValue(provider, out var route))
        {
            return route;
        }

        var legs = catalog.Legs(provider);
        var lanes = legs.Select(leg => Find(leg.Account)).OfType<ProviderLane>().ToList();
        return lanes.Count > 0 && lanes.Count == legs.Count
            ? _routes.GetOrAdd(provider, _ => new ProviderRoute([.. lanes.Zip(legs)], clock))
            : null;
    }

    /// <summary>The lane of an account; null when this silo does not know it, or its settings are incomplete.</summary>
    public ProviderLane? Find(string provider)
    {
        if (_lanes.TryGetValue(provider, out var lane))
        {
            return lane;
        }

        return catalog.Problem(provider) is null && catalog.Find(provider) is { } found
            ? _lanes.GetOrAdd(provider, _ => new ProviderLane(found, clock, options.Value.ThrottleBackoff, Quota(found)))
            : null;
    }

    /// <summary>How long an account of a route drops repeats; null where it does not, or where the route no longer goes through it.</summary>
    public TimeSpan? IdempotencyLife(string route, string? account) => Route(route)?.Find(account ?? route)?.Provider.Capabilities.IdempotencyLife;

    /// <summary>Waits until a quota has something to tell at once, or for a time.</summary>
    public async Task NextHurryAsync(TimeSpan most, TimeProvider clock, CancellationToken cancellationToken)
    {
        await _hurry.Task.WaitAsync(most, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _hurry = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private AccountQuota? Quota(IMailProvider provider) => quotas is null ? null
        : new AccountQuota(provider, AccountQuota.LimitsOf(catalog, provider.Name), quotas, clock, options.Value.WorkerCount) { Hurry = () => _hurry.TrySetResult() };
}
