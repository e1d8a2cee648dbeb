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

    public IProviderDesk Desk => new ConfiguredDesk(Services, DefaultName, dataDirectory);

    public string? Problem(string name) => Ask(catalog => catalog.Problem(name));

    public string? Folder(string name)
        => Ask(catalog => catalog.Problem(name) is null && catalog.Legs(name).All(leg => catalog.Find(leg.Account) is { Capabilities.LeavesTheMachine: false })
            ? configuration[$"Providers:{catalog.Legs(name)[0].Account}:Path"] is { Length: > 0 } path ? Path.GetFullPath(path) : _outbox
            : null);

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
