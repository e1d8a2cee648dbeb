using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Grains.Tests.Cluster;

/// <summary>The route <c>scripted</c> over accounts that answer as a test orders.</summary>
internal sealed class ScriptedRoute(params (ScriptedProvider Account, int Weight, int Order)[] legs) : IMailProviderCatalog
{
    /// <summary>Accounts that there are besides the route's.</summary>
    public IReadOnlyList<ScriptedProvider> Others { get; init; } = [];

    public IReadOnlyList<string> Names => ["scripted"];

    public IMailProvider? Find(string name) => legs.Select(static leg => leg.Account).Concat(Others).FirstOrDefault(account => account.Name == name);

    public IReadOnlyList<RouteLeg> Legs(string name)
        => name == "scripted" ? [.. legs.Select(static leg => new RouteLeg(leg.Account.Name, leg.Weight, leg.Order))] : [];

    public string? Problem(string name) => null;
}
