using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp;

/// <summary>Several scripted servers and one account over them.</summary>
internal sealed class SmtpFarm : IAsyncDisposable
{
    private readonly HashSet<int> _lost = [];

    private SmtpFarm(ScriptedSmtpServer[] servers, SmtpProvider provider) => (Servers, Provider) = (servers, provider);

    public ScriptedSmtpServer[] Servers { get; }

    public SmtpProvider Provider { get; }

    public int[] Accepted => [.. Servers.Select(static server => server.AcceptedCount)];

    public int[] Sessions => [.. Servers.Select(static server => server.SessionCount)];

    /// <param name="weights">One for each server.</param>
    /// <param name="configure">Gets the account's settings with its servers.</param>
    public static SmtpFarm Start(int[] weights, Action<SmtpOptions>? configure = null, SmtpScript?[]? scripts = null, TimeProvider? clock = null)
    {
        var servers = weights.Select((_, index) => ScriptedSmtpServer.Start(scripts?[index])).ToArray();
        var options = new SmtpOptions
        {
            LocalDomain = "client.test",
            Servers = [.. servers.Select((server, index) => new SmtpServerOptions { Host = server.Host, Port = server.Port, Weight = weights[index] })],
        };
        configure?.Invoke(options);
        return new SmtpFarm(servers, new SmtpProvider("farm", options, clock ?? TimeProvider.System));
    }

    public async Task<string[]> SendAsync(params OutgoingMessage[] messages)
        => OutcomeText.Of(await Provider.SendAsync(messages, TestMail.OpenWindow(), TestContext.Current.CancellationToken));

    /// <summary>Takes a server away: connections to it are refused from now on.</summary>
    public async Task LoseAsync(int index)
    {
        await Servers[index].DisposeAsync();
        _lost.Add(index);
    }

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        foreach (var server in Servers.Where((_, index) => !_lost.Contains(index)))
        {
            await server.DisposeAsync();
        }
    }
}
