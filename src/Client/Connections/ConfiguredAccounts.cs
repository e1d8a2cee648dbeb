using EmailCampaign.Hosting;
using EmailCampaign.Mail.Providers;
using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EmailCampaign.Client.Connections;

/// <summary>The provider accounts as the settings describe them, checked without starting a silo.</summary>
internal sealed class ConfiguredAccounts(IConfiguration configuration, string dataDirectory) : IProviderAccounts
{
    private readonly string _outbox = configuration["Providers:outbox:Path"] is { Length: > 0 } path
        ? Path.GetFullPath(path)
        : Path.Combine(dataDirectory, "outbox");

    public string DefaultName => configuration[$"{SendingOptions.Section}:{nameof(SendingOptions.MailProvider)}"] is { Length: > 0 } name
        ? name
        : new SendingOptions().MailProvider;

    public string? Problem(string name) => Ask(catalog => catalog.Problem(name));

    public string? Folder(string name)
        => Ask(catalog => catalog.Problem(name) is null && catalog.Legs(name).All(leg => catalog.Find(leg.Account) is { Capabilities.LeavesTheMachine: false }) ? _outbox : null);

    public IReadOnlyList<string> Warnings(string name, Mailbox from) => Ask<IReadOnlyList<string>>(catalog => catalog.Problem(name) is null
        ? [.. catalog.Legs(name).SelectMany(leg => catalog.Find(leg.Account)?.Warnings(from) ?? []).Distinct(StringComparer.Ordinal)]
        : []);

    public IReadOnlyList<string> Names => Ask<IReadOnlyList<string>>(catalog => [.. catalog.Legs(DefaultName).Select(static leg => leg.Account)
        .Concat(configuration.GetSection("Providers").GetChildren().Select(static section => section.Key.ToLowerInvariant()).Where(name => catalog.Legs(name).Count > 0))
        .Distinct()]);

    public async Task<ProviderAccountState> AskAsync(string name, CancellationToken cancellationToken)
    {
        await using var services = Services();
        var catalog = services.GetRequiredService<IMailProviderCatalog>();
        if (catalog.Problem(name) is { } problem)
        {
            return new ProviderAccountState(ProviderAccountStatus.Refuses, problem);
        }

        return catalog.Find(name) switch
        {
            IProviderAccount account => await account.AskAsync(cancellationToken),
            { Capabilities.LeavesTheMachine: false } => new ProviderAccountState(ProviderAccountStatus.Ready, $"It writes to {_outbox}; nothing leaves this machine."),
            null => new ProviderAccountState(ProviderAccountStatus.Ready, "It is a route; its accounts are asked by their names."),
            _ => new ProviderAccountState(ProviderAccountStatus.Unknown, "Its settings are complete; the account itself was not asked."),
        };
    }

    private ServiceProvider Services() => new ServiceCollection().AddMailProviders(configuration, _outbox).BuildServiceProvider();

    private T Ask<T>(Func<IMailProviderCatalog, T> question)
    {
        var services = Services();
        try
        {
            return question(services.GetRequiredService<IMailProviderCatalog>());
        }
        finally
        {
            // Some providers close their sessions asynchronously. Nothing was sent here, so there is no session to wait for.
            _ = services.DisposeAsync().AsTask();
        }
    }
}
