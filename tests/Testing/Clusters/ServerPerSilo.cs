using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Testing.Clusters;

/// <summary>An SMTP server for each silo, each answering a final dot after a while: which server has a mail says which silo sent it.</summary>
public sealed class ServerPerSilo(int silos, TimeSpan delay) : IAsyncDisposable
{
    public IReadOnlyList<ScriptedSmtpServer> All { get; } = [.. Enumerable.Range(0, silos)
        .Select(_ => ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Dot, new SmtpAction.Delay(delay))))];

    public int AcceptedCount => All.Sum(static server => server.AcceptedCount);

    /// <summary>Mails taken for each envelope recipient, by whichever server.</summary>
    public IReadOnlyDictionary<string, int> AcceptedByRecipient() => All
        .SelectMany(static server => server.AcceptedByRecipient())
        .GroupBy(static pair => pair.Key, static pair => pair.Value)
        .ToDictionary(static group => group.Key, static group => group.Sum());

    public async ValueTask DisposeAsync()
    {
        foreach (var server in All)
        {
            await server.DisposeAsync();
        }
    }
}
